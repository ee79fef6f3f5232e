//! The method `batch`: sends its commands down the pipe, one after the other.
//!
//! Each command is a call of its own, with its own scope check, twists, time and transaction: one that fails leaves
//! nothing behind, and undoes nothing that others did.

use std::future::Future;
use std::pin::Pin;

use b24_contract::ErrorClause;
use b24_contract::batch::{self, Command, CommandError};
use b24_contract::generated::error;
use serde_json::{Map, Value, json};

use crate::auth;
use crate::call::{Answer, Call};
use crate::delivery::Delivery;
use crate::envelope::Reply;
use crate::methods::value;
use crate::pipeline::Pipe;

/// Commands of which a batch may consist at all. Each one beyond the contract's limit is answered, so a small request of
/// very many commands would have an answer of very many times its size; such a batch is refused as a whole.
const MOST: usize = 1000;

/// What becomes of a batch.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<Reply, &'static ErrorClause>> + Send + 'a>>;

/// Runs a batch of commands. It succeeds whatever becomes of them. What faults do to the answer of a command, they do to
/// the batch's: where it is lost, all is lost that came before, and the commands behind it do not run.
pub(crate) fn run<'a>(pipe: &'a Pipe, call: &'a Call, delivery: &'a mut Delivery) -> Running<'a> {
    Box::pin(async move {
        let cmd = call.param("cmd").ok_or(&error::BATCH_CMD_INVALID)?;
        if value::list(cmd).is_some_and(|commands| commands.len() > MOST) {
            return Err(&error::SYSTEM_BATCH_LENGTH_EXCEEDED);
        }
        let commands = batch::commands(cmd).ok_or(&error::BATCH_CMD_INVALID)?;
        let halt = call.param("halt").is_some_and(value::truthy);
        let mut sections = Sections::default();
        for (place, entry) in commands.into_iter().enumerate() {
            let answer = if place < batch::LIMIT {
                answer(&pipe.of_command(), call, entry.command, &sections.results).await
            } else {
                Answer::error(&error::SYSTEM_BATCH_LENGTH_EXCEEDED)
            };
            // Long batches let others have their turn.
            tokio::task::yield_now().await;
            delivery.join(answer.delivery);
            let succeeded = sections.add(entry.key, answer.body);
            if (halt && !succeeded) || delivery.is_lost() {
                break;
            }
        }
        Ok(sections.into_reply())
    })
}

/// The answer to a command of the batch `call`, as if it had come by itself.
pub(crate) async fn answer(
    pipe: &Pipe,
    call: &Call,
    command: Result<Command, CommandError>,
    results: &Map<String, Value>,
) -> Answer {
    let command = match command {
        Ok(command) => command,
        Err(CommandError::NoText) => return Answer::error(&error::SYSTEM_METHOD_NOT_FOUND),
        Err(CommandError::Brackets(_)) => return Answer::error(&error::SYSTEM_NESTING_TOO_DEEP),
    };
    let Some(method) = pipe.find(&command.method).await else {
        return Answer::error(&error::SYSTEM_METHOD_NOT_FOUND);
    };
    let Ok(mut params) = batch::substitute(&command.params, results) else {
        return Answer::error(&error::SYSTEM_REQUEST_TOO_LARGE);
    };
    auth::withdraw(&mut params);
    match pipe.admit(method, params, &call.caller) {
        Ok(call) => pipe.run(call).await,
        Err(refused) => refused,
    }
}

/// What became of the commands so far.
#[derive(Default)]
pub(crate) struct Sections {
    /// Results of the commands that succeeded.
    pub(crate) results: Map<String, Value>,
    errors: Map<String, Value>,
    totals: Map<String, Value>,
    nexts: Map<String, Value>,
    times: Map<String, Value>,
}

impl Sections {
    /// Sorts the members of a command's answer into the sections. Tells whether the command succeeded.
    pub(crate) fn add(&mut self, key: String, body: Value) -> bool {
        if body.get("error").is_some() {
            self.errors.insert(key, body);
            return false;
        }
        let Value::Object(members) = body else { return true };
        for (name, value) in members {
            let section = match name.as_str() {
                "result" => &mut self.results,
                "total" => &mut self.totals,
                "next" => &mut self.nexts,
                "time" => &mut self.times,
                _ => continue,
            };
            section.insert(key.clone(), value);
        }
        true
    }

    /// The result of the batch.
    pub(crate) fn into_reply(self) -> Reply {
        Reply::from(json!({
            "result": batch::section(self.results),
            "result_error": batch::section(self.errors),
            "result_total": batch::section(self.totals),
            "result_next": batch::section(self.nexts),
            "result_time": batch::section(self.times),
        }))
    }
}

#[cfg(test)]
mod tests;
