//! Writes answers.

mod xml;

use axum::body::Body;
use b24_contract::generated::error;
use bytes::Bytes;
use http::header::{ALLOW, CONNECTION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::json;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::call::Answer;
use crate::route::Format;

/// The header that names the clause behind an answer.
pub(crate) const CLAUSE: HeaderName = HeaderName::from_static("b24-clause");

const JSON: &str = "application/json; charset=utf-8";
const XML: &str = "text/xml; charset=utf-8";
/// Verbs that REST calls may have, as `Allow` lists them.
const VERBS: &str = "GET, POST, OPTIONS";

/// An answer as bytes.
pub(crate) struct Written {
    /// HTTP status.
    pub(crate) status: u16,
    /// Id of the clause behind it.
    pub(crate) clause: &'static str,
    /// The body.
    pub(crate) body: Bytes,
    content_type: &'static str,
}

/// Writes an answer in a format.
pub(crate) fn write(answer: &Answer, format: Format) -> Written {
    let (body, content_type) = match format {
        Format::Json => (serde_json::to_vec(&answer.body).expect("a JSON value can be written"), JSON),
        Format::Xml => (xml::document(&answer.body), XML),
    };
    Written { status: answer.status, clause: answer.clause, body: body.into(), content_type }
}

impl Written {
    /// The headers that belong to the contract, for the journal.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        self.named().map(|(name, value)| (name.to_string(), value.to_owned())).collect()
    }

    /// The answer for the server, as it is.
    pub(crate) fn into_response(self) -> Response<Body> {
        response(self.status, self.header_map(), Body::from(self.body))
    }

    /// The headers that belong to the contract, for the server.
    pub(crate) fn header_map(&self) -> HeaderMap {
        self.named().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
    }

    fn named(&self) -> impl Iterator<Item = (HeaderName, &'static str)> {
        let refused = self.clause == error::SYSTEM_VERB_NOT_ALLOWED.id;
        let allow = refused.then_some((ALLOW, VERBS));
        [(CONTENT_TYPE, self.content_type), (CLAUSE, self.clause)].into_iter().chain(allow)
    }
}

/// An answer for the server.
pub(crate) fn response(status: u16, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

/// Names the clause behind the answers of a router that name none.
pub(crate) fn naming(clause: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(CLAUSE, HeaderValue::from_static(clause))
}

/// What stands outside of REST and of the control interface.
pub(crate) fn not_found() -> Response<Body> {
    let says =
        "REST methods are below /rest/, the OAuth server is below /oauth/, the control interface below /_sandbox/";
    plain(StatusCode::NOT_FOUND, "NOT_FOUND", says, "sandbox/not-found")
}

/// The body did not arrive in time; the connection is of no more use.
pub(crate) fn timeout() -> Response<Body> {
    let says = "The request's body did not arrive in time";
    closing(plain(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", says, "sandbox/request-timeout"))
}

/// The body broke off; hardly anybody is left to read this.
pub(crate) fn nobody() -> Response<Body> {
    let says = "The request's body broke off";
    closing(plain(StatusCode::BAD_REQUEST, "BAD_REQUEST", says, "sandbox/request-broken"))
}

/// An answer of the sandbox's own to a request that it cannot make out.
pub(crate) fn plain(status: StatusCode, code: &str, says: &str, clause: &'static str) -> Response<Body> {
    let body = json!({ "error": code, "error_description": says });
    let headers = [(CONTENT_TYPE, JSON), (CLAUSE, clause)].map(|(name, value)| (name, HeaderValue::from_static(value)));
    response(status.as_u16(), headers.into_iter().collect(), Body::from(body.to_string()))
}

/// The same answer, after which the connection ends.
pub(crate) fn closing(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
