//! How many commands a batch may have.

use b24_contract::batch::LIMIT;
use b24_contract::generated::error;
use serde_json::Value;

use super::breaks;
use super::commands::{BATCH, SECTIONS, change_commands, entries, object, section};
use super::errors::forgets;
use crate::call::{Answer, Call};
use crate::deviation::{Deviation, way};
use crate::twist::{Answering, Next};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks(
            "fifty",
            "one-too-many",
            "A batch of fifty commands is refused.",
            way::refuses(BATCH, &error::SYSTEM_BATCH_LENGTH_EXCEEDED, |params| entries(params).len() >= LIMIT),
        ),
        breaks("fifty", "last-forgotten", "The fiftieth command is not run.", {
            super::commands::commands(|commands| commands.truncate(LIMIT - 1))
        }),
        breaks("fifty-one", "all-run", "A batch may have any number of commands.", way::rewrites(BATCH, all_run)),
        breaks(
            "fifty-one",
            "silent",
            "Commands beyond the fiftieth do not run and stand in no section.",
            forgets(&error::SYSTEM_BATCH_LENGTH_EXCEEDED),
        ),
        breaks(
            "fifty-one",
            "run-and-refused",
            "Commands beyond the fiftieth run, and are told as refused.",
            way::rewrites(BATCH, |call, next| {
                Box::pin(async move {
                    if let Some(surplus) = surplus(&call) {
                        next.run(surplus).await;
                    }
                    next.run(call).await
                })
            }),
        ),
    ]
}

/// A batch of the commands beyond the limit, if there are any, under their own keys.
fn surplus(call: &Call) -> Option<Call> {
    let mut surplus = call.clone();
    let mut rest = entries(&call.params).split_off(LIMIT.min(entries(&call.params).len()));
    (!rest.is_empty()).then(|| {
        surplus.params.insert("cmd".to_owned(), object(&mut rest));
        surplus
    })
}

fn all_run(mut call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let Some(surplus) = surplus(&call) else { return next.run(call).await };
        change_commands(&mut call.params, |commands| commands.truncate(LIMIT));
        let mut answer = next.run(call).await;
        let more = next.run(surplus).await;
        join(&mut answer, &more);
        answer
    })
}

/// Adds what the sections of another answer tell.
fn join(answer: &mut Answer, more: &Answer) {
    let Some(result) = answer.body.get_mut("result") else { return };
    for name in SECTIONS {
        let more = more.body.pointer(&format!("/result/{name}")).and_then(Value::as_object).cloned();
        section(result, name, |told| told.extend(more.clone().unwrap_or_default()));
    }
}
