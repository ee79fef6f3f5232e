//! Writes answers.

mod xml;

use axum::body::Body;
use b24_contract::ErrorClause;
use b24_contract::generated::error;
use bytes::Bytes;
use http::header::{ALLOW, CONNECTION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use crate::call::Answer;
use crate::route::Format;

/// The header that names the error of the contract which an answer is.
pub(crate) const CLAUSE: HeaderName = HeaderName::from_static("b24-clause");

const JSON: &str = "application/json; charset=utf-8";
const XML: &str = "text/xml; charset=utf-8";
/// Verbs that REST calls may have, as `Allow` lists them.
const VERBS: &str = "GET, POST, OPTIONS";

/// An answer as bytes.
pub(crate) struct Written {
    /// HTTP status.
    pub(crate) status: u16,
    /// The error that it is.
    pub(crate) clause: Option<&'static ErrorClause>,
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

    /// The answer for the server.
    pub(crate) fn into_response(self) -> Response<Body> {
        let headers: Vec<_> = self.named().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().extend(headers);
        response
    }

    fn named(&self) -> impl Iterator<Item = (HeaderName, &'static str)> {
        let clause = self.clause.map(|clause| (CLAUSE, clause.id));
        let refused = self.clause.is_some_and(|clause| clause.id == error::SYSTEM_VERB_NOT_ALLOWED.id);
        let allow = refused.then_some((ALLOW, VERBS));
        [Some((CONTENT_TYPE, self.content_type)), clause, allow].into_iter().flatten()
    }
}

/// What stands outside of REST and of the control interface.
pub(crate) fn not_found() -> Response<Body> {
    let says = "REST methods are below /rest/, the control interface is below /_sandbox/";
    plain(StatusCode::NOT_FOUND, &json!({ "error": "NOT_FOUND", "error_description": says }))
}

/// The body did not arrive in time; the connection is of no more use.
pub(crate) fn timeout() -> Response<Body> {
    let says = "The request's body did not arrive in time";
    closing(plain(StatusCode::REQUEST_TIMEOUT, &json!({ "error": "REQUEST_TIMEOUT", "error_description": says })))
}

/// The body broke off; hardly anybody is left to read this.
pub(crate) fn nobody() -> Response<Body> {
    let says = "The request's body broke off";
    closing(plain(StatusCode::BAD_REQUEST, &json!({ "error": "BAD_REQUEST", "error_description": says })))
}

fn plain(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

fn closing(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
