//! Faults: what goes wrong on purpose, and at which calls.

mod check;
mod flat;
mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MethodPattern;
use flat::Flat;

/// What the id of the clause behind a fault's answer begins with.
const CLAUSES: &str = "sandbox/fault/";

/// Something that goes wrong on purpose at some of the calls. In a file its members stand beside each other, and one
/// that does not belong to its kind is refused.
///
/// It meets calls that get as far as a handler, commands of a batch among them. Where several faults meet one call, each
/// acts on what the later ones leave of it.
///
/// ```
/// let config = b24_sandbox::Config::from_toml(
///     r#"
///     [[faults]]
///     what = "answer-lost"
///     method = "crm.company.*"
///     credential = "webhook"
///     from = 3
///     times = 1
///     "#,
/// )?;
/// assert_eq!(config.faults[0].from, 3);
/// # Ok::<(), b24_sandbox::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Flat", into = "Flat")]
#[schemars(with = "Flat")]
pub struct Fault {
    /// What goes wrong.
    pub what: FaultKind,
    /// The method, or several that begin alike, such as `crm.company.*`; any method without it.
    pub method: Option<MethodPattern>,
    /// Name of the credential; any without it.
    pub credential: Option<String>,
    /// Which of these calls is the first that it meets, counted from 1.
    pub from: u64,
    /// How many calls it meets; all of them without it.
    pub times: Option<u64>,
    /// How likely it meets a call that it may meet, from 0 to 1. Chances follow from the configuration's seed.
    pub probability: f64,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum FaultKind {
    /// The call waits, and is then done as ever.
    Latency {
        /// How long, in seconds, at most 600.
        seconds: Seconds,
        /// Moves the portal's clock by so much instead of waiting.
        moves_clock: bool,
    },
    /// The call is not done and answered with an error of the contract.
    Error {
        /// Id of the error, such as `system/query-limit-exceeded`.
        error: String,
        /// Which of the sources that describe the error is followed, from 0 on.
        answer: usize,
    },
    /// The call is not done and answered with any status and text.
    Status {
        /// HTTP status, 200 to 599.
        status: u16,
        /// The body.
        body: String,
        /// Its content type.
        content_type: String,
    },
    /// The call is not done and answered with the HTML page of a gateway.
    Page {
        /// HTTP status, 200 to 599.
        status: u16,
    },
    /// The call is not done, and the connection is closed without an answer.
    Close,
    /// The call is not done, and the connection is reset without an answer.
    Reset,
    /// The call is done, and its answer is lost.
    AnswerLost {
        /// What comes instead of the answer.
        instead: Instead,
    },
    /// The first commands of a batch are done, the others are not, and the answer is lost.
    HalfBatch {
        /// How many commands are done; half of them, rounded down, without it.
        commands: Option<usize>,
        /// What comes instead of the answer.
        instead: Instead,
    },
    /// The call is done, and the connection is closed before all of the body is sent.
    Truncated {
        /// How many bytes of the body are sent; half of them, rounded down, without it.
        bytes: Option<usize>,
    },
    /// The call is done and its answer has no body.
    Empty,
    /// The call is done and its answer says that it is of another type.
    ContentType {
        /// What the header `Content-Type` says.
        content_type: String,
    },
    /// The call is done and its answer comes in small pieces.
    Drip {
        /// Bytes of each piece.
        bytes: usize,
        /// Seconds before each piece, at most 600.
        seconds: f64,
    },
}

/// A time in seconds: a number, or the shortest and the longest as a list, between which chance decides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "seconds are a number, or the least and the most as a list of two numbers")]
pub enum Seconds {
    /// Always the same.
    Fixed(f64),
    /// The least and the most.
    Between(f64, f64),
}

/// What comes instead of an answer that is lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Instead {
    /// The connection is reset.
    #[default]
    Reset,
    /// The connection is closed.
    Close,
    /// The HTML page of a gateway with this HTTP status, 200 to 599.
    Page(u16),
}

impl Fault {
    /// A fault that meets every call.
    pub fn new(what: FaultKind) -> Self {
        Self { what, method: None, credential: None, from: 1, times: None, probability: 1.0 }
    }
}

impl FaultKind {
    /// The word for it in a configuration, such as `answer-lost`.
    pub fn name(&self) -> &'static str {
        &self.clause()[CLAUSES.len()..]
    }

    /// What stands in the header `B24-Clause` of an answer that it changed.
    pub(crate) fn clause(&self) -> &'static str {
        match self {
            Self::Latency { .. } => "sandbox/fault/latency",
            Self::Error { .. } => "sandbox/fault/error",
            Self::Status { .. } => "sandbox/fault/status",
            Self::Page { .. } => "sandbox/fault/page",
            Self::Close => "sandbox/fault/close",
            Self::Reset => "sandbox/fault/reset",
            Self::AnswerLost { .. } => "sandbox/fault/answer-lost",
            Self::HalfBatch { .. } => "sandbox/fault/half-batch",
            Self::Truncated { .. } => "sandbox/fault/truncated",
            Self::Empty => "sandbox/fault/empty",
            Self::ContentType { .. } => "sandbox/fault/content-type",
            Self::Drip { .. } => "sandbox/fault/drip",
        }
    }
}

#[cfg(test)]
mod tests;
