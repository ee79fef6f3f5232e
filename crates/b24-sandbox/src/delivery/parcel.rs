//! What is sent.

use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Response};

use super::leaving::{Cut, Drip, Leaving, Never};
use crate::arrival::Arrival;
use crate::encode::{self, Written};

/// An answer as it is sent, and as the journal shows it.
pub(crate) struct Parcel {
    /// HTTP status; 0 where none is sent.
    pub(crate) status: u16,
    /// Id of the clause behind it.
    pub(crate) clause: &'static str,
    /// The headers that belong to the contract. The journal shows them also where none are sent.
    pub(crate) headers: HeaderMap,
    /// The part of the body that is sent.
    pub(crate) body: Bytes,
    pub(super) leaving: Leaving,
}

impl From<Written> for Parcel {
    /// The answer as it is.
    fn from(written: Written) -> Self {
        let headers = written.header_map();
        let Written { status, clause, body, .. } = written;
        Self { status, clause, headers, body, leaving: Leaving::Whole }
    }
}

impl Parcel {
    /// The headers that belong to the contract, for the journal.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        self.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
    }

    /// The answer for the server, to be sent on the connection that the request came by.
    pub(crate) fn into_response(self, arrival: &Arrival) -> Response<Body> {
        let Self { status, mut headers, body, leaving, .. } = self;
        let mut promise = |length: usize| headers.insert(CONTENT_LENGTH, length.into());
        let body = match leaving {
            Leaving::Whole => Body::from(body),
            Leaving::Cut { length } => {
                promise(length);
                Body::new(Cut::new(body, arrival.clone()))
            }
            Leaving::Drip { bytes, pause } => {
                promise(body.len());
                Body::new(Drip::new(body, bytes, pause, arrival.clone()))
            }
            Leaving::Close => Body::new(Never),
            Leaving::Reset => {
                arrival.reset();
                Body::new(Never)
            }
        };
        encode::response(status, headers, body)
    }
}
