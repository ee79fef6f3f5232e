//! What is refused before anybody looks at what was asked.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;

use crate::encode;

/// Headers that a request may have.
const HEADERS: usize = 100;
/// Bytes that the headers of a request may have, names and values together.
const HEADER_BYTES: usize = 64 * 1024;
/// Headers that are read, so that a client with a few too many is told so.
pub(super) const READ_HEADERS: usize = 4 * HEADERS;

/// Lets requests pass whose headers are within bounds.
pub(super) async fn head(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers.len() <= HEADERS && bytes <= HEADER_BYTES {
        return next.run(request).await;
    }
    let says = format!("A request may have {HEADERS} headers of {} KiB together", HEADER_BYTES / 1024);
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    // The body is not read.
    encode::closing(encode::plain(status, "REQUEST_HEADERS_TOO_LARGE", &says, "sandbox/request-headers-too-large"))
}

/// Answers instead of `answered` when that takes too long.
pub(super) async fn time(seconds: u64, answered: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(Duration::from_secs(seconds), answered).await.unwrap_or_else(|_| {
        let says = format!("The request took longer than {seconds} seconds; what it asked for may still be done");
        encode::closing(encode::plain(StatusCode::GATEWAY_TIMEOUT, "GATEWAY_TIMEOUT", &says, "sandbox/gateway-timeout"))
    })
}

/// Answers a client that speaks HTTP where HTTPS is spoken.
pub(super) async fn https_only() -> Response {
    let says = "This port speaks HTTPS: begin the address with https://";
    encode::closing(encode::plain(StatusCode::BAD_REQUEST, "HTTPS_ONLY", says, "sandbox/https-only"))
}
