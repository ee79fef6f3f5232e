//! The chain of causes that an HTTP client gives, as text without secrets.

use std::error::Error;

use b24_contract::Secret;

use crate::redact::redact;

/// One link of the chain. The original errors are not kept: they know the URL, whose path is a secret.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub(crate) struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

impl Cause {
    /// What caused `error`, or the error itself where nothing did.
    pub(crate) fn of(error: reqwest::Error, secret: &Secret) -> Box<Self> {
        let error = error.without_url();
        match error.source() {
            Some(source) => Self::chain(source, secret),
            None => Self::chain(&error, secret),
        }
    }

    fn chain(error: &(dyn Error + 'static), secret: &Secret) -> Box<Self> {
        Box::new(Self {
            text: redact(&error.to_string(), secret),
            source: error.source().map(|source| Self::chain(source, secret)),
        })
    }
}
