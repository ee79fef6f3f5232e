//! The OAuth server: it shares process, address and clock with the portals whose users it asks.

mod access;
mod authorize;
mod grant;
mod grants;
mod keep;
mod page;
mod place;
mod record;
mod refusal;
mod request;
mod setup;
mod token;

use std::sync::Arc;

use axum::body::Body;
use b24_contract::generated::error;
use bytes::Bytes;
use http::request::Parts;
use http::{Method as Verb, Response};

use crate::arrival::Arrival;
use crate::call::Answer;
use crate::encode;
use crate::host::Host;
use crate::route::Format;
use request::Request;

pub(crate) use access::caller;
pub(crate) use grant::{Grant, State};
pub(crate) use grants::{Grants, Leave};
pub(crate) use keep::{load, save};
pub(crate) use place::Place;
pub(crate) use refusal::OAuthError;
pub(crate) use setup::{applications, grants};
pub(crate) use token::members as token_answer;

/// Path of the page that asks a user.
pub(crate) const AUTHORIZE: &str = "/oauth/authorize/";
/// Path of the token endpoint.
pub(crate) const TOKEN: &str = "/oauth/token/";

/// What the OAuth server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// The page that asks a user.
    Authorize,
    /// Where tokens are given.
    Token,
}

impl Endpoint {
    /// Reads a path, with any number of slashes in each place.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let endpoint = match (segments.next()?, segments.next()?) {
            ("oauth", "authorize") => Self::Authorize,
            ("oauth", "token") => Self::Token,
            _ => return None,
        };
        segments.next().is_none().then_some(endpoint)
    }
}

/// Answers a request for the OAuth server, whose body may have been too large.
pub(crate) async fn serve(
    host: Arc<Host>,
    arrival: Arrival,
    endpoint: Endpoint,
    head: Parts,
    body: Option<Bytes>,
) -> Response<Body> {
    // A client that goes away does not take its tokens along: what was decided is written and journalled.
    let answered = tokio::spawn(async move {
        if head.method != Verb::GET && head.method != Verb::POST {
            return plain(&Answer::error(&error::SYSTEM_VERB_NOT_ALLOWED));
        }
        match (Request::read(&host, &arrival, head, body).await, endpoint) {
            (Ok(request), Endpoint::Token) => token::serve(request).await,
            (Ok(request), Endpoint::Authorize) => authorize::serve(request),
            (Err(unreadable), _) => plain(&unreadable),
        }
    });
    // It ends early only by a defect of the sandbox.
    answered.await.unwrap_or_else(|_| plain(&Answer::error(&error::SYSTEM_INTERNAL_SERVER_ERROR)))
}

fn plain(answer: &Answer) -> Response<Body> {
    encode::write(answer, Format::Json).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_have_any_number_of_slashes() {
        for path in ["/oauth/token/", "/oauth/token", "//oauth/token/", "/oauth//token//"] {
            assert_eq!(Endpoint::parse(path), Some(Endpoint::Token), "{path}");
        }
        assert_eq!(Endpoint::parse(AUTHORIZE), Some(Endpoint::Authorize));
        for path in ["/", "/oauth/", "/oauth/tokens/", "/oauth/token/x", "/rest/oauth/token/"] {
            assert_eq!(Endpoint::parse(path), None, "{path}");
        }
    }
}
