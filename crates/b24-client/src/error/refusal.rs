//! An error that a portal answered with.

use std::fmt;

use b24_contract::{ErrorClause, ErrorCode, Secret};
use serde::Deserialize;
use serde_json::Value;

use super::{Received, classify};
use crate::redact::{excerpt, redact};

/// An answer that is an error: by its HTTP status, or because it has a member `error`.
pub struct Refusal {
    received: Received,
    envelope: Option<Envelope>,
}

/// What an error answer says, with secrets masked.
struct Envelope {
    code: ErrorCode,
    description: String,
    /// The description as far as it is shown.
    shown: String,
}

impl Refusal {
    /// Reads an error answer, whatever its body is.
    pub(crate) fn new(received: Received, secret: &Secret) -> Self {
        let envelope = Envelope::read(received.body(), secret);
        Self { received, envelope }
    }

    /// Whether the body has the member `error`.
    pub(crate) fn has_envelope(&self) -> bool {
        self.envelope.is_some()
    }

    /// Gives the answer back, for one that was no error answer.
    pub(crate) fn into_received(self) -> Received {
        self.received
    }

    /// The method that was called.
    pub fn method(&self) -> &str {
        self.received.method()
    }

    /// Code of the error; `None` when the body is no error answer.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.envelope.as_ref().map(|envelope| &envelope.code)
    }

    /// What the portal says about the error.
    pub fn description(&self) -> Option<&str> {
        self.envelope.as_ref().map(|envelope| envelope.description.as_str())
    }

    /// The contract's error that this one is; see [`Error::clause`](crate::Error::clause).
    pub fn clause(&self) -> Option<&'static ErrorClause> {
        classify::clause(self)
    }

    /// The answer as it came.
    pub fn received(&self) -> &Received {
        &self.received
    }
}

/// The members of a body that make it an error answer; all others are passed over.
#[derive(Deserialize)]
struct Members {
    #[serde(deserialize_with = "Value::deserialize")]
    error: Value,
    #[serde(default)]
    error_description: Value,
}

impl Envelope {
    /// The envelope of the body, if it is an object with a member `error`. An object there is how REST 3.0 writes
    /// errors; other values have no code to give.
    fn read(body: &[u8], secret: &Secret) -> Option<Self> {
        let members: Members = serde_json::from_slice(body).ok()?;
        let (code, description) = match &members.error {
            Value::Object(error) => (error.get("code"), error.get("message")),
            code => (Some(code), Some(&members.error_description)),
        };
        let plain = |value: Option<&Value>| match value {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let description = redact(&plain(description), secret);
        let shown = excerpt(&description, secret);
        Some(Self { code: ErrorCode::new(excerpt(plain(code), secret)), description, shown })
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = self.envelope.as_ref().map(|envelope| (envelope.code.as_str(), &envelope.shown));
        f.debug_struct("Refusal").field("received", &self.received).field("envelope", &envelope).finish()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was refused with HTTP {}", self.method(), self.received.status())?;
        let shown = match &self.envelope {
            Some(envelope) if envelope.code.is_empty() => {
                write!(f, " and an empty code")?;
                &envelope.shown
            }
            Some(envelope) => {
                write!(f, " and the code {}", envelope.code)?;
                &envelope.shown
            }
            None if self.received.body().is_empty() => return write!(f, " and an empty body."),
            None => return write!(f, " and a body that is no error answer: {}", self.received.excerpt()),
        };
        if shown.is_empty() { write!(f, ".") } else { write!(f, ": {shown}") }
    }
}
