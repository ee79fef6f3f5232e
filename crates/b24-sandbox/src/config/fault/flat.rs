//! A fault as it is written: all members beside each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fault, FaultKind, Instead, MethodPattern, Seconds};

/// Status of a gateway's page unless told otherwise.
const BAD_GATEWAY: u16 = 502;
/// Bytes of each piece of a slow answer unless told otherwise.
const PIECE: usize = 1;
/// Seconds before each piece of a slow answer unless told otherwise.
const PAUSE: f64 = 0.1;

/// The members of a fault. Which of them belong to a kind is said behind each.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fault")]
pub(super) struct Flat {
    /// What goes wrong.
    what: What,
    /// The method, or several that begin alike, such as `crm.company.*`; any method without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<MethodPattern>,
    /// Name of the credential; any without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credential: Option<String>,
    /// Which of these calls is the first that it meets, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<u64>,
    /// How many calls it meets; all of them without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
    /// How likely it meets a call that it may meet, from 0 to 1; always without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    /// `latency`: how long the call waits. `drip`: the time before each piece, 0.1 unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seconds: Option<Seconds>,
    /// `latency`: moves the portal's clock instead of waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r#virtual: Option<bool>,
    /// `error`: id of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// `error`: which of the error's descriptions is sent, from 0 on; the first unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<usize>,
    /// `status`, `page`: HTTP status; 502 for a page, unless told otherwise. `answer-lost`, `half-batch`: a gateway's page
    /// with this status comes instead of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// `status`: the body; empty unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// `status`, `content-type`: what `Content-Type` says; plain text and HTML, unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    /// `truncated`: bytes of the body that are sent, half of them unless told otherwise. `drip`: bytes of each piece, 1
    /// unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    /// `half-batch`: how many commands are done; half of them unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commands: Option<usize>,
    /// `answer-lost`, `half-batch`: how the connection ends, `reset` unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<By>,
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// The call waits, and is then done as ever.
    #[default]
    Latency,
    /// The call is not done and answered with an error of the contract.
    Error,
    /// The call is not done and answered with any status and text.
    Status,
    /// The call is not done and answered with the HTML page of a gateway.
    Page,
    /// The call is not done, and the connection is closed without an answer.
    Close,
    /// The call is not done, and the connection is reset without an answer.
    Reset,
    /// The call is done, and its answer is lost.
    AnswerLost,
    /// The first commands of a batch are done, the others are not, and the answer is lost.
    HalfBatch,
    /// The call is done, and the connection is closed before all of the body is sent.
    Truncated,
    /// The call is done and its answer has no body.
    Empty,
    /// The call is done and its answer says that it is of another type.
    ContentType,
    /// The call is done and its answer comes in small pieces.
    Drip,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// By a reset.
    Reset,
    /// By being closed.
    Close,
}

impl TryFrom<Flat> for Fault {
    type Error = String;

    fn try_from(mut flat: Flat) -> Result<Self, String> {
        let what = flat.take_kind()?;
        if let Some(stranger) = flat.left_over() {
            return Err(format!("`{stranger}` does not belong to a fault of the kind `{}`", what.name()));
        }
        let Flat { method, credential, from, times, probability, .. } = flat;
        let (from, probability) = (from.unwrap_or(1), probability.unwrap_or(1.0));
        Ok(Self { what, method, credential, from, times, probability })
    }
}

impl Flat {
    /// Takes the members that belong to the kind.
    fn take_kind(&mut self) -> Result<FaultKind, String> {
        Ok(match self.what {
            What::Latency => FaultKind::Latency {
                seconds: self.seconds.take().ok_or("a fault of the kind `latency` needs `seconds`")?,
                moves_clock: self.r#virtual.take().unwrap_or_default(),
            },
            What::Error => FaultKind::Error {
                error: self.error.take().ok_or("a fault of the kind `error` needs `error`, the id of one")?,
                answer: self.answer.take().unwrap_or_default(),
            },
            What::Status => FaultKind::Status {
                status: self.status.take().ok_or("a fault of the kind `status` needs `status`")?,
                body: self.body.take().unwrap_or_default(),
                content_type: self.content_type.take().unwrap_or_else(|| "text/plain; charset=utf-8".to_owned()),
            },
            What::Page => FaultKind::Page { status: self.status.take().unwrap_or(BAD_GATEWAY) },
            What::Close => FaultKind::Close,
            What::Reset => FaultKind::Reset,
            What::AnswerLost => FaultKind::AnswerLost { instead: self.take_instead()? },
            What::HalfBatch => FaultKind::HalfBatch { commands: self.commands.take(), instead: self.take_instead()? },
            What::Truncated => FaultKind::Truncated { bytes: self.bytes.take() },
            What::Empty => FaultKind::Empty,
            What::ContentType => FaultKind::ContentType {
                content_type: self.content_type.take().unwrap_or_else(|| "text/html; charset=utf-8".to_owned()),
            },
            What::Drip => FaultKind::Drip {
                bytes: self.bytes.take().unwrap_or(PIECE),
                seconds: match self.seconds.take() {
                    None => PAUSE,
                    Some(Seconds::Fixed(seconds)) => seconds,
                    Some(Seconds::Between(..)) => {
                        return Err("the `seconds` of a fault of the kind `drip` must be one number".to_owned());
                    }
                },
            },
        })
    }

    fn take_instead(&mut self) -> Result<Instead, String> {
        match (self.by.take(), self.status.take()) {
            (None | Some(By::Reset), None) => Ok(Instead::Reset),
            (Some(By::Close), None) => Ok(Instead::Close),
            (None, Some(status)) => Ok(Instead::Page(status)),
            (Some(_), Some(_)) => {
                Err("`by` and `status` exclude each other: the connection ends, or a page is sent".to_owned())
            }
        }
    }

    /// A member that the kind did not take.
    fn left_over(&self) -> Option<&'static str> {
        let left = [
            ("seconds", self.seconds.is_some()),
            ("virtual", self.r#virtual.is_some()),
            ("error", self.error.is_some()),
            ("answer", self.answer.is_some()),
            ("status", self.status.is_some()),
            ("body", self.body.is_some()),
            ("content_type", self.content_type.is_some()),
            ("bytes", self.bytes.is_some()),
            ("commands", self.commands.is_some()),
            ("by", self.by.is_some()),
        ];
        left.into_iter().find_map(|(name, given)| given.then_some(name))
    }
}

impl From<Fault> for Flat {
    fn from(fault: Fault) -> Self {
        let Fault { what, method, credential, from, times, probability } = fault;
        Self {
            method,
            credential,
            from: (from != 1).then_some(from),
            times,
            probability: (probability != 1.0).then_some(probability),
            ..Self::from(what)
        }
    }
}

impl From<FaultKind> for Flat {
    fn from(kind: FaultKind) -> Self {
        let bare = |what| Self { what, ..Self::default() };
        match kind {
            FaultKind::Latency { seconds, moves_clock } => {
                Self { seconds: Some(seconds), r#virtual: moves_clock.then_some(true), ..bare(What::Latency) }
            }
            FaultKind::Error { error, answer } => {
                Self { error: Some(error), answer: (answer != 0).then_some(answer), ..bare(What::Error) }
            }
            FaultKind::Status { status, body, content_type } => {
                Self { status: Some(status), body: Some(body), content_type: Some(content_type), ..bare(What::Status) }
            }
            FaultKind::Page { status } => Self { status: Some(status), ..bare(What::Page) },
            FaultKind::Close => bare(What::Close),
            FaultKind::Reset => bare(What::Reset),
            FaultKind::AnswerLost { instead } => Self { what: What::AnswerLost, ..Self::from(instead) },
            FaultKind::HalfBatch { commands, instead } => {
                Self { what: What::HalfBatch, commands, ..Self::from(instead) }
            }
            FaultKind::Truncated { bytes } => Self { bytes, ..bare(What::Truncated) },
            FaultKind::Empty => bare(What::Empty),
            FaultKind::ContentType { content_type } => {
                Self { content_type: Some(content_type), ..bare(What::ContentType) }
            }
            FaultKind::Drip { bytes, seconds } => {
                Self { bytes: Some(bytes), seconds: Some(Seconds::Fixed(seconds)), ..bare(What::Drip) }
            }
        }
    }
}

impl From<Instead> for Flat {
    fn from(instead: Instead) -> Self {
        let (by, status) = match instead {
            Instead::Reset => (None, None),
            Instead::Close => (Some(By::Close), None),
            Instead::Page(status) => (None, Some(status)),
        };
        Self { by, status, ..Self::default() }
    }
}
