//! An answer that keeps neither the shape of a result nor that of an error.

use std::fmt;

use b24_contract::Secret;
use serde_json::error::Category;

use super::Received;
use crate::redact::excerpt;

/// A successful answer that could not be decoded.
#[derive(Debug)]
pub struct Undecodable {
    received: Received,
    path: String,
    problem: String,
    is_json: bool,
}

impl Undecodable {
    pub(crate) fn new(received: Received, path: &str, error: &serde_json::Error, secret: &Secret) -> Self {
        Self {
            received,
            path: excerpt(path, secret),
            problem: excerpt(error.to_string(), secret),
            is_json: error.classify() == Category::Data,
        }
    }

    /// Where decoding failed, such as `result[0].IS_PRIMARY`; `.` for the answer as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was found and what belongs there.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// Whether the body is JSON at all. What is none may be damaged and come right next time.
    pub fn is_json(&self) -> bool {
        self.is_json
    }

    /// The answer as it came.
    pub fn received(&self) -> &Received {
        &self.received
    }
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, status) = (self.received.method(), self.received.status());
        if !self.is_json {
            return write!(
                f,
                "The answer to {method} is no JSON (HTTP {status}): {}. It begins: {}",
                self.problem,
                self.received.excerpt()
            );
        }
        write!(
            f,
            "The answer to {method} does not keep the contract (HTTP {status}): at {}, {}",
            self.path, self.problem
        )
    }
}
