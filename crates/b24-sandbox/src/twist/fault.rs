//! The twists that make something go wrong.

use std::sync::Arc;
use std::time::Duration;

use b24_contract::Method;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};

use super::{Answering, Next, Origin, PlantedError, Rewrite, Twist, When};
use crate::call::{Answer, Call};
use crate::config::{Fault, FaultKind, Instead, MethodPattern, Seconds};
use crate::delivery::Manner;

/// What a fault does to a call.
pub(crate) struct Act {
    /// Id of the clause behind the answers that it changes.
    clause: &'static str,
    deed: Deed,
}

enum Deed {
    /// The call is done after a while.
    Wait { seconds: Seconds, moves_clock: bool },
    /// The call is not done, and has an error of the contract as its answer.
    Answer(PlantedError),
    /// The call is not done.
    Refuse(Manner),
    /// The call is done.
    Spoil(Manner),
    /// So many commands of the batch are done, or half of them.
    Halve(Option<usize>, Manner),
}

impl Twist {
    /// The twists that faults are; a sentence for one that contradicts itself. `origin` says where they come from.
    pub(crate) fn of_faults(faults: &[Fault], origin: fn(Fault) -> Origin) -> Result<Vec<Self>, String> {
        let twist = |(place, fault): (usize, &Fault)| {
            let wrong = |sentence| format!("fault {} (`{}`): {sentence}", place + 1, fault.what.name());
            Self::of_fault(fault, origin).map_err(wrong)
        };
        faults.iter().enumerate().map(twist).collect()
    }

    fn of_fault(fault: &Fault, origin: fn(Fault) -> Origin) -> Result<Self, String> {
        fault.check()?;
        let mut when = When::from(fault);
        if matches!(fault.what, FaultKind::HalfBatch { .. }) {
            when.method = Some(MethodPattern::from(Method::Batch.name()));
        }
        Ok(Self { when, what: Arc::new(Act::new(&fault.what)?), origin: origin(fault.clone()) })
    }
}

impl Act {
    /// What a kind of fault does; a sentence for one that cannot be done.
    pub(crate) fn new(kind: &FaultKind) -> Result<Self, String> {
        let deed = match kind {
            FaultKind::Latency { seconds, moves_clock } => Deed::Wait { seconds: *seconds, moves_clock: *moves_clock },
            FaultKind::Error { error, answer } => Deed::Answer(PlantedError::by_id(error, *answer)?),
            FaultKind::Status { status, body, content_type } => Deed::Refuse(Manner::Instead {
                status: self::status(*status)?,
                content_type: header(content_type)?,
                body: body.clone().into(),
            }),
            FaultKind::Page { status } => Deed::Refuse(page(*status)?),
            FaultKind::Close => Deed::Refuse(Manner::Close),
            FaultKind::Reset => Deed::Refuse(Manner::Reset),
            FaultKind::AnswerLost { instead } => Deed::Spoil(manner(*instead)?),
            FaultKind::HalfBatch { commands, instead } => Deed::Halve(*commands, manner(*instead)?),
            FaultKind::Truncated { bytes } => Deed::Spoil(Manner::Truncated(*bytes)),
            FaultKind::Empty => Deed::Spoil(Manner::Empty),
            FaultKind::ContentType { content_type } => Deed::Spoil(Manner::ContentType(header(content_type)?)),
            FaultKind::Drip { bytes, seconds } => {
                let pause = Duration::try_from_secs_f64(*seconds).map_err(|error| error.to_string())?;
                Deed::Spoil(Manner::Drip { bytes: *bytes, pause })
            }
        };
        Ok(Self { clause: kind.clause(), deed })
    }

    async fn answer(&self, mut call: Call, next: Next<'_>) -> Answer {
        let (mut answer, manner) = match &self.deed {
            Deed::Wait { seconds, moves_clock } => {
                wait(*seconds, *moves_clock, next).await;
                return next.run(call).await;
            }
            Deed::Answer(error) => return error.answer(),
            Deed::Refuse(manner) => (Answer::nothing(self.clause), manner),
            Deed::Spoil(manner) => (next.run(call).await, manner),
            Deed::Halve(commands, manner) => {
                if let Some(cmd) = call.params.get_mut("cmd") {
                    shorten(cmd, *commands);
                }
                (next.run(call).await, manner)
            }
        };
        answer.delivery.spoil(self.clause, manner);
        answer
    }
}

impl Rewrite for Act {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        Box::pin(self.answer(call, next))
    }
}

async fn wait(seconds: Seconds, moves_clock: bool, next: Next<'_>) {
    let seconds = match seconds {
        Seconds::Fixed(seconds) => seconds,
        Seconds::Between(least, most) => least + (most - least) * next.luck,
    };
    if moves_clock {
        next.pipe.settings.clock.advance(seconds);
    } else {
        // Configured times were checked to be durations.
        next.pipe.arrival.pause(Duration::try_from_secs_f64(seconds).unwrap_or_default()).await;
    }
}

/// Leaves so many commands, or half of them. What is no list of commands stays as it is.
fn shorten(cmd: &mut Value, commands: Option<usize>) {
    match cmd {
        Value::Array(list) => list.truncate(commands.unwrap_or(list.len() / 2)),
        Value::Object(members) => {
            let most = commands.unwrap_or(members.len() / 2);
            *members = std::mem::take(members).into_iter().take(most).collect::<Map<_, _>>();
        }
        _ => {}
    }
}

fn manner(instead: Instead) -> Result<Manner, String> {
    match instead {
        Instead::Reset => Ok(Manner::Reset),
        Instead::Close => Ok(Manner::Close),
        Instead::Page(status) => page(status),
    }
}

/// The page that a gateway before the portal sends.
fn page(code: u16) -> Result<Manner, String> {
    let status = status(code)?;
    let title = format!("{code} {}", status.canonical_reason().unwrap_or("Error"));
    let body = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    Ok(Manner::Instead { status, content_type: HeaderValue::from_static("text/html"), body: body.into() })
}

fn status(code: u16) -> Result<StatusCode, String> {
    let status = StatusCode::from_u16(code).ok().filter(|_| (200..=599).contains(&code));
    status.ok_or_else(|| "`status` must lie between 200 and 599".to_owned())
}

fn header(text: &str) -> Result<HeaderValue, String> {
    let header = HeaderValue::from_str(text).ok().filter(|header| !header.is_empty());
    header.ok_or_else(|| "`content_type` must be what a header can hold".to_owned())
}
