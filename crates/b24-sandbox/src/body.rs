//! Reads the body of a request, within its limits of size and time.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, EXPECT};
use http_body_util::BodyExt;

/// Bytes that are read and thrown away after the limit, so that a client that is still sending gets to see the answer
/// and may use the connection again.
const DISCARDED: usize = 64 * 1024 * 1024;

/// Why a body was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is larger than the limit.
    TooLarge,
    /// It did not arrive in time.
    TooSlow,
    /// The connection broke.
    Broken,
}

/// Reads a body of at most `limit` bytes within `seconds`.
pub(crate) async fn read(headers: &HeaderMap, body: Body, limit: usize, seconds: u64) -> Result<Bytes, BodyError> {
    if waits_for_leave(headers) && declared_length(headers).is_some_and(|length| length > limit as u64) {
        return Err(BodyError::TooLarge);
    }
    let collected = collect(body, limit, declared_length(headers));
    tokio::time::timeout(Duration::from_secs(seconds), collected).await.unwrap_or(Err(BodyError::TooSlow))
}

async fn collect(mut body: Body, limit: usize, declared: Option<u64>) -> Result<Bytes, BodyError> {
    let expected = declared.map_or(0, |length| usize::try_from(length).unwrap_or(limit).min(limit));
    let mut kept = BytesMut::with_capacity(expected);
    let mut total = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        total = total.saturating_add(data.len());
        if total <= limit {
            kept.extend_from_slice(&data);
        } else if total > limit.saturating_add(DISCARDED) {
            break;
        }
    }
    if total > limit { Err(BodyError::TooLarge) } else { Ok(kept.freeze()) }
}

/// Whether the client sends its body only after it was told to.
fn waits_for_leave(headers: &HeaderMap) -> bool {
    headers.get(EXPECT).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use hyper::body::Frame;

    use super::*;

    #[tokio::test]
    async fn a_body_may_be_as_large_as_the_limit() {
        let none = HeaderMap::new();
        assert_eq!(read(&none, Body::from("12345"), 5, 1).await, Ok(Bytes::from("12345")));
        assert_eq!(read(&none, Body::from("123456"), 5, 1).await, Err(BodyError::TooLarge));
        assert_eq!(read(&none, Body::empty(), 5, 1).await, Ok(Bytes::new()));
    }

    #[tokio::test]
    async fn a_length_that_is_a_lie_reserves_no_more_than_the_limit() {
        let headers = HeaderMap::from_iter([(CONTENT_LENGTH, "18446744073709551615".parse().expect("a value"))]);
        assert_eq!(read(&headers, Body::from("1"), 5, 1).await, Ok(Bytes::from("1")));
    }

    #[tokio::test]
    async fn a_client_that_waits_for_leave_is_refused_at_once() {
        let headers = HeaderMap::from_iter([
            (CONTENT_LENGTH, "6".parse().expect("a value")),
            (EXPECT, "100-Continue".parse().expect("a value")),
        ]);
        assert_eq!(read(&headers, Body::empty(), 5, 1).await, Err(BodyError::TooLarge));
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_given_up() {
        let body = Body::new(Never);
        assert_eq!(read(&HeaderMap::new(), body, 5, 0).await, Err(BodyError::TooSlow));
    }

    /// A body of which nothing ever arrives.
    struct Never;

    impl hyper::body::Body for Never {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            Poll::Pending
        }
    }
}
