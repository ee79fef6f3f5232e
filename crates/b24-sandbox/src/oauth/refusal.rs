//! The errors of the OAuth server.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::config::ApplicationState;

/// Why the OAuth server refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Which error it is.
    pub(crate) error: OAuthError,
    /// What is told besides the code.
    pub(crate) says: Option<String>,
}

/// The errors of the OAuth server, by their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OAuthError {
    /// A parameter is missing or empty.
    InvalidRequest,
    /// The client secret is wrong, or the application is not installed.
    InvalidClient,
    /// No application has the client id.
    WrongClient,
    /// The code or the refresh token is wrong, was used, has ended or was taken back.
    InvalidGrant,
    /// More scopes than the application's card has.
    InsufficientScope,
    /// A scope that the portal does not know.
    InvalidScope,
    /// The paid or trial period of the application is over.
    #[serde(rename = "PAYMENT_REQUIRED")]
    PaymentRequired,
    /// The application was removed from the portal.
    #[serde(rename = "NOT_INSTALLED")]
    NotInstalled,
}

impl OAuthError {
    /// HTTP status. Where an unknown client is not an error to HTTP, this is what portals do.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::WrongClient => 200,
            Self::InvalidRequest | Self::InvalidClient | Self::InvalidGrant => 400,
            Self::PaymentRequired | Self::NotInstalled => 401,
            Self::InsufficientScope | Self::InvalidScope => 403,
        }
    }

    /// The code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::WrongClient => "wrong_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InsufficientScope => "insufficient_scope",
            Self::InvalidScope => "invalid_scope",
            Self::PaymentRequired => "PAYMENT_REQUIRED",
            Self::NotInstalled => "NOT_INSTALLED",
        }
    }

    /// What the header that names clauses says.
    pub(crate) fn clause(self) -> &'static str {
        match self {
            Self::InvalidRequest => "sandbox/oauth/invalid-request",
            Self::InvalidClient => "sandbox/oauth/invalid-client",
            Self::WrongClient => "sandbox/oauth/wrong-client",
            Self::InvalidGrant => "sandbox/oauth/invalid-grant",
            Self::InsufficientScope => "sandbox/oauth/insufficient-scope",
            Self::InvalidScope => "sandbox/oauth/invalid-scope",
            Self::PaymentRequired => "sandbox/oauth/payment-required",
            Self::NotInstalled => "sandbox/oauth/not-installed",
        }
    }

    /// What people are told where the code stands alone.
    pub(super) fn explanation(self) -> &'static str {
        match self {
            Self::WrongClient => "No application of this portal has this client_id.",
            Self::InvalidClient => "The application is not installed in this portal.",
            _ => self.text().unwrap_or_default(),
        }
    }

    /// The text that goes with the code, where there is one.
    fn text(self) -> Option<&'static str> {
        match self {
            Self::InvalidRequest => Some("Invalid request"),
            Self::InvalidClient | Self::WrongClient | Self::InvalidGrant => None,
            Self::InsufficientScope => Some("The request requires higher privileges than provided by the access token"),
            Self::InvalidScope => Some("Given scope exceeds permissions associated with given grant"),
            Self::PaymentRequired => Some("Payment required"),
            Self::NotInstalled => Some("Application not installed"),
        }
    }
}

impl Refusal {
    /// A parameter is missing or empty.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::says(format!("No \"{parameter}\" parameter found"))
    }

    /// A request that cannot be fulfilled as it is.
    pub(crate) fn says(says: impl Into<String>) -> Self {
        Self { error: OAuthError::InvalidRequest, says: Some(says.into()) }
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        match &self.says {
            Some(text) => json!({ "error": self.error.code(), "error_description": text }),
            None => json!({ "error": self.error.code() }),
        }
    }
}

impl From<OAuthError> for Refusal {
    fn from(error: OAuthError) -> Self {
        Self { error, says: error.text().map(str::to_owned) }
    }
}

/// How an application in this state is refused by the OAuth server.
pub(super) fn of_state(state: ApplicationState) -> Result<(), OAuthError> {
    match state {
        ApplicationState::Usable => Ok(()),
        ApplicationState::NotInstalled => Err(OAuthError::InvalidClient),
        ApplicationState::Removed => Err(OAuthError::NotInstalled),
        ApplicationState::Deleted => Err(OAuthError::WrongClient),
        ApplicationState::Unpaid => Err(OAuthError::PaymentRequired),
    }
}
