//! Stubs: answers to calls of methods that portals have and the sandbox has not, given as JSON.

pub(crate) mod directory;
mod lookup;
mod name;
mod put;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::call::{Answer, Call};
use crate::envelope::{self, Times};
use crate::limit;
use crate::operating::Handled;
use crate::pipeline::Pipe;

pub(crate) use lookup::{all, name};
pub(crate) use name::check;
pub(crate) use put::PutStubs;

/// What the header `B24-Clause` says of a stub's answer.
const STUB: &str = "sandbox/stub";
/// What it says where there is neither method nor stub.
const NOT_IN_SANDBOX: &str = "sandbox/not-in-sandbox";
/// What it says where the stub cannot be used.
const STUB_INVALID: &str = "sandbox/stub-invalid";

/// The answer to every call of a method.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Stub {
    status: u16,
    #[serde(flatten)]
    body: Map<String, Value>,
}

impl Stub {
    /// Reads a stub, or says why a text is none.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(text).map_err(|problem| format!("it is no JSON: {problem}"))?;
        let Value::Object(mut body) = value else {
            return Err("a stub is an object with `result` or `error`, as a portal answers".to_owned());
        };
        let usual = match (body.contains_key("result"), body.get("error")) {
            (true, None) => 200,
            (false, Some(Value::String(_))) => 400,
            (false, Some(_)) => return Err("`error` must be a text".to_owned()),
            (true, Some(_)) => {
                return Err("it has both `result` and `error`, and a portal answers one of them".to_owned());
            }
            (false, None) => return Err("it has neither `result` nor `error`".to_owned()),
        };
        let status = match body.remove("status") {
            None => Ok(usual),
            Some(given) => status(&given).ok_or_else(|| format!("`status` is {given}, no status from 200 to 599")),
        };
        Ok(Self { status: status?, body })
    }

    /// The answer. A result gets the member `time` unless the stub has its own.
    pub(crate) fn answer(self, time: impl FnOnce() -> Value) -> Answer {
        let Self { status, mut body } = self;
        if body.contains_key("result") && !body.contains_key("time") {
            body.insert("time".to_owned(), time());
        }
        Answer::own(status, Value::Object(body), STUB)
    }
}

fn status(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|status| u16::try_from(status).ok()).filter(|status| (200..600).contains(status))
}

/// Answers a call of a method that is not of the contract.
pub(crate) async fn answer(pipe: &Pipe, call: &Call) -> Answer {
    let clock = &pipe.settings.clock;
    let began = clock.now();
    let found = lookup::stub(&pipe.portal, &pipe.settings, call.method.name()).await;
    let ended = clock.now();
    let worked = limit::charge(pipe, call, Handled { began, ended });
    match found {
        Ok(Some(stub)) => stub.answer(|| {
            let times = Times { start: pipe.started, processing: began, finish: ended };
            envelope::time(times, worked, pipe.settings.config.limits.operating.shown).into()
        }),
        Ok(None) => {
            pipe.portal.missing.add(call.method.name(), 1);
            not_in_sandbox(call.method.name())
        }
        Err(problem) => {
            tracing::error!("{problem}");
            invalid(&problem)
        }
    }
}

/// The answer to a call of a method that Bitrix24 documents and the sandbox has not.
fn not_in_sandbox(method: &str) -> Answer {
    let says = format!(
        "The sandbox does not have the method {method}, which Bitrix24 documents. A stub can answer it: {method}.json in \
         the directory of --stub, or PUT /_sandbox/stubs/{method}"
    );
    Answer::own(501, json!({ "error": "NOT_IN_SANDBOX", "error_description": says }), NOT_IN_SANDBOX)
}

/// The answer to a call whose stub cannot be used.
fn invalid(problem: &str) -> Answer {
    Answer::own(500, json!({ "error": "STUB_INVALID", "error_description": problem }), STUB_INVALID)
}

#[cfg(test)]
mod tests;
