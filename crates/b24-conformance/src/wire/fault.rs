//! Why a call got no answer.

use std::time::Duration;

use crate::event::Stopped;

/// Why a call got no answer that could be judged. Never holds an address: webhooks carry their secret in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// The connection could not be made.
    #[error("the connection could not be made: {reason}")]
    NoConnection {
        /// What happened.
        reason: String,
    },
    /// The time was over.
    #[error("no complete answer within {} s", .after.as_secs_f64())]
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// The connection ended, or what came was no HTTP.
    #[error("the connection ended before the answer was complete: {reason}")]
    Broken {
        /// What happened.
        reason: String,
    },
    /// The answer did not end.
    #[error("the answer is longer than {limit} bytes; the rest was not read")]
    TooLong {
        /// What is read at most, in bytes.
        limit: usize,
    },
    /// The run ends, so that nothing more is sent.
    #[error("the run ends")]
    Stopped(Stopped),
    /// The suite itself forbids the call.
    #[error("the suite does not send it: {reason}")]
    Forbidden {
        /// Why.
        reason: String,
    },
    /// The portal said of a record that it made it, and that is not so: nothing is written to it.
    #[error("{reason}")]
    NotOwn {
        /// What was found.
        reason: String,
    },
    /// Nothing is written any more to a portal that said so before.
    #[error("the portal does not keep the marks of new records")]
    Distrusted,
    /// The request could not be built: the suite's own fault.
    #[error("the request could not be built: {reason}")]
    Unsendable {
        /// What is wrong with it.
        reason: String,
    },
}

impl Fault {
    /// Classifies an error of the HTTP client.
    pub(super) fn of(error: &reqwest::Error, after: Duration) -> Self {
        if error.is_timeout() {
            Fault::Timeout { after }
        } else if error.is_connect() {
            Fault::NoConnection { reason: root(error) }
        } else if error.is_builder() {
            Fault::Unsendable { reason: root(error) }
        } else {
            Fault::Broken { reason: root(error) }
        }
    }

    /// Whether the same call may fare better soon: the connection could not be made or did not last.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Fault::NoConnection { .. } | Fault::Broken { .. })
    }

    /// Whether the portal did not react at all, so that further calls are likely to wait in vain.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Fault::NoConnection { .. } | Fault::Timeout { .. })
    }
}

/// The innermost cause of an error, in its own words. The outer ones may quote the address.
pub(super) fn root(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    match cause.downcast_ref::<reqwest::Error>() {
        Some(_) => "the HTTP client gives no reason".to_owned(),
        None => cause.to_string(),
    }
}
