//! Everything that can go wrong, with what came over the wire.

mod cause;
mod classify;
mod received;
mod refusal;
mod undecodable;

use b24_contract::{ErrorClause, ErrorCode, Retry};

pub(crate) use cause::Cause;
pub use received::Received;
pub use refusal::Refusal;
pub use undecodable::Undecodable;

/// Why a call brought no result.
///
/// No text of it, [`Debug`] included, holds the webhook's code, the access token or a path of a URL. What came over
/// the wire is in [`Error::body`] as it came, and there it may hold anything.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The portal's address cannot be used.
    #[error("This address cannot be used: {problem}. A right one looks like {example}")]
    InvalidUrl {
        /// What is wrong with it.
        problem: &'static str,
        /// An address that would do.
        example: &'static str,
    },

    /// The options of the builder cannot be used together, or one of them is no good.
    #[error("The client cannot be set up: {problem}.")]
    Setup {
        /// What is wrong.
        problem: &'static str,
        /// What the HTTP client or the TLS library says.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },

    /// The method's name is none.
    #[error(
        "A method's name consists of letters, digits, periods, hyphens and underscores and begins with a letter or a \
         digit, such as crm.company.list."
    )]
    InvalidMethod,

    /// The parameters cannot be sent.
    #[error("The parameters of {method} cannot be sent: {problem}.")]
    InvalidParameters {
        /// The method.
        method: String,
        /// What is wrong with them.
        problem: &'static str,
    },

    /// No connection was made, so the call was not executed.
    #[error("No connection to {host} could be made.")]
    Unreachable {
        /// Host name of the portal, with the port where it is not the usual one.
        host: String,
        /// What failed: the name, the connection or TLS.
        source: Box<dyn std::error::Error + Send + Sync>,
    },

    /// The answer did not come in time. The call may have been executed.
    #[error("{host} did not answer in time.")]
    Timeout {
        /// Host name of the portal.
        host: String,
        /// HTTP status, where the answer had begun.
        status: Option<u16>,
    },

    /// The connection was lost before an answer came. The call may have been executed.
    #[error("{host} closed the connection before it answered.")]
    Lost {
        /// Host name of the portal.
        host: String,
        /// What the HTTP client says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },

    /// The answer broke off. The call may have been executed.
    #[error("The answer to {} broke off after {} bytes (HTTP {}).", .0.method(), .0.body().len(), .0.status())]
    Interrupted(Box<Received>),

    /// The answer is larger than the builder allows.
    #[error("The answer to {method} is larger than {limit} bytes (HTTP {status}).")]
    TooLarge {
        /// The method.
        method: String,
        /// HTTP status.
        status: u16,
        /// Bytes allowed.
        limit: usize,
    },

    /// The portal sent the client elsewhere. A redirect would turn the call into a GET and take the credential to
    /// another host.
    #[error(
        "{host} redirected the call to {}. Redirects are not followed; if the portal has moved, use its new address.",
        .to.as_deref().unwrap_or("an address that is none")
    )]
    Redirect {
        /// Host name of the portal.
        host: String,
        /// Where it sent the client, as scheme and host.
        to: Option<String>,
        /// HTTP status; `None` when an HTTP client of the caller's followed the redirect.
        status: Option<u16>,
    },

    /// A list cannot be read page by page: the portal does not move on, or does not count.
    #[error("The list of {method} cannot be read: {problem}.")]
    Paging {
        /// The method.
        method: &'static str,
        /// What the portal does.
        problem: &'static str,
    },

    /// The portal answered with an error.
    #[error("{0}")]
    Refused(Box<Refusal>),

    /// The answer is no error, but no answer of the contract either.
    #[error("{0}")]
    Undecodable(Box<Undecodable>),
}

impl Error {
    /// HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::Timeout { status, .. } | Error::Redirect { status, .. } => *status,
            Error::TooLarge { status, .. } => Some(*status),
            _ => self.received().map(Received::status),
        }
    }

    /// Code of the error, where the portal answered with one. It may be empty.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.refusal()?.code()
    }

    /// What the portal says about the error.
    pub fn description(&self) -> Option<&str> {
        self.refusal()?.description()
    }

    /// What came as the body, byte by byte, whatever it is.
    pub fn body(&self) -> Option<&[u8]> {
        self.received().map(Received::body)
    }

    /// The contract's error that this one is.
    ///
    /// Status, code and text decide. Where they fit nothing, the code alone does, if only one error has it.
    pub fn clause(&self) -> Option<&'static ErrorClause> {
        self.refusal()?.clause()
    }

    /// What may be done about it.
    pub fn retry(&self) -> Retry {
        classify::retry(self)
    }

    /// Whether the call was wrong before anything was sent: its address, options, method or parameters.
    pub fn is_misuse(&self) -> bool {
        matches!(
            self,
            Error::InvalidUrl { .. } | Error::Setup { .. } | Error::InvalidMethod | Error::InvalidParameters { .. }
        )
    }

    /// Whether the portal was reached and answered with an error of its own.
    pub fn is_refusal(&self) -> bool {
        self.code().is_some()
    }

    /// Whether the portal refused the credential, whatever the method.
    pub fn is_auth_failure(&self) -> bool {
        self.refusal().is_some_and(classify::is_auth_failure)
    }

    /// Whether the record does not exist. Only errors that the contract knows are recognised.
    pub fn is_not_found(&self) -> bool {
        self.is_clause("/not-found")
    }

    /// Whether the user lacks the right. Only errors that the contract knows are recognised.
    pub fn is_access_denied(&self) -> bool {
        self.is_clause("/access-denied")
    }

    /// Whether this is the error with such a name of whatever method.
    fn is_clause(&self, name: &str) -> bool {
        self.clause().is_some_and(|clause| clause.id.ends_with(name))
    }

    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Error::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    fn received(&self) -> Option<&Received> {
        match self {
            Error::Interrupted(received) => Some(received),
            Error::Refused(refusal) => Some(refusal.received()),
            Error::Undecodable(undecodable) => Some(undecodable.received()),
            _ => None,
        }
    }
}
