//! An answer that is no result, as it came.

use std::fmt;

use bytes::Bytes;

use b24_contract::Secret;

use crate::redact::{excerpt, redact};

/// Status and body of an answer that is no result. Its `Debug` shows a beginning of the body without secrets.
pub struct Received {
    method: String,
    status: u16,
    body: Bytes,
    excerpt: String,
}

impl Received {
    pub(crate) fn new(method: &str, status: u16, body: Bytes, secret: &Secret) -> Self {
        let excerpt = excerpt(&body, secret);
        Self { method: redact(method, secret), status, body, excerpt }
    }

    /// The method that was called.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as it came.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The beginning of the body as one line, with secrets masked.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("excerpt", &self.excerpt)
            .finish()
    }
}
