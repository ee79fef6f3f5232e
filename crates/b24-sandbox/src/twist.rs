//! Twists change what the sandbox does: rewriters around the way from a call to its answer.
//!
//! No handler and no query knows of them. A twist sees the calls that got as far as a handler: those of a known method
//! by somebody who may use REST.

mod deviation;
mod fault;
mod in_force;
mod planted;
mod when;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use b24_contract::Method;
use b24_contract::batch::{Command, CommandError};
use serde_json::{Map, Value};

use crate::batch;
use crate::call::{Answer, Call};
use crate::config::Fault;
use crate::pipeline::Pipe;

pub(crate) use fault::Act;
pub(crate) use in_force::Twists;
pub(crate) use planted::{PlantedError, unknown_name};
pub(crate) use when::When;

/// The answer to a call, when it is there.
pub(crate) type Answering<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A change of what the sandbox does.
#[derive(Clone)]
pub(crate) struct Twist {
    /// Calls that it changes.
    pub(crate) when: When,
    /// How it changes them.
    pub(crate) what: Arc<dyn Rewrite>,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// Where a twist comes from.
#[derive(Clone)]
pub(crate) enum Origin {
    /// An error that was planted through the control interface.
    Planted,
    /// A fault that was made through the control interface.
    Made(Fault),
    /// A fault of the configuration.
    Configured(Fault),
    /// A deviation of the configuration.
    Deviation,
}

/// How a twist changes a call: it makes the answer itself or gets one, or several, from what is left of the pipe.
pub(crate) trait Rewrite: Send + Sync {
    /// Answers the call.
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a>;
}

/// What is left of the pipe behind a twist: later twists, then the handler.
#[derive(Clone, Copy)]
pub(crate) struct Next<'a> {
    pipe: &'a Pipe,
    /// Number of the twist, 0 before the first.
    after: u64,
    /// What chance gave the twist for this call, from 0 to below 1.
    luck: f64,
}

impl<'a> Next<'a> {
    /// The whole pipe.
    pub(crate) fn first(pipe: &'a Pipe) -> Self {
        Self { pipe, after: 0, luck: 0.0 }
    }

    /// Answers that a call succeeded, without sending it any further.
    pub(crate) fn succeed(self, method: Method, result: Value) -> Answer {
        self.pipe.pretend(method, result)
    }

    /// Answers a command of the batch `call`, as if it had come by itself; its references are to `results`.
    pub(crate) async fn command(
        self,
        call: &Call,
        command: Result<Command, CommandError>,
        results: &Map<String, Value>,
    ) -> Answer {
        batch::answer(&self.pipe.of_command(), call, command, results).await
    }

    /// Whether the call is a command of a batch.
    pub(crate) fn is_command(self) -> bool {
        self.pipe.in_batch
    }

    /// Sends a call down the rest of the pipe.
    pub(crate) async fn run(self, call: Call) -> Answer {
        let Some(claim) = self.pipe.portal.twists.claim(self.after, &call) else {
            return self.pipe.handle(call).await;
        };
        let next = Next { after: claim.number, luck: claim.luck, ..self };
        let mut answer = claim.what.rewrite(call, next).await;
        if claim.is_fault {
            answer.delivery.note(claim.number);
        }
        answer
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
