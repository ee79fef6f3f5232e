//! Random batches: each command gets what the same call gets alone.

mod model;

use b24_contract::rule::{Call, Given};
use b24_contract::{ClauseId, Contract, Encoding, Method};
use serde_json::{Map, Value, json};

use self::model::Batch;
use super::search::{Failure, departs};
use crate::json::{brief, difference};
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};

/// The sections of a batch's answer, each with the member of a lone answer that it holds.
const SECTIONS: [(&str, &str); 3] = [("result", "result"), ("result_total", "total"), ("result_next", "next")];
/// The section of errors.
const ERRORS: &str = "result_error";

/// Makes a few records, then reads them in random batches.
pub(crate) async fn check(scope: &mut Scope<'_>, contract: &Contract, clause: &ClauseId) -> Result<(), Stop> {
    let binds = contract.source_of(clause).is_some_and(|source| source.binds());
    scope.make(&given()).await?;
    let tries = scope.wire().options().cases;
    departs(scope, (clause, binds), tries, model::batches(), attempt).await
}

/// A company with a contact, and one without.
fn given() -> [Given; 4] {
    let fields = Map::new;
    let link = ["$c".to_owned(), "$a".to_owned()];
    [
        Given::Company { company: "$c".to_owned(), fields: fields() },
        Given::Company { company: "$d".to_owned(), fields: fields() },
        Given::Contact { contact: "$a".to_owned(), fields: fields() },
        Given::Link { link, sort: Some(30), is_primary: None },
    ]
}

/// Sends each command as a call, then all of them as a batch, and compares.
async fn attempt(scope: &mut Scope<'_>, batch: &Batch) -> Result<Option<Failure>, Stop> {
    let mut alone = Vec::new();
    for (key, call) in batch.calls() {
        let answer = scope.send(&call).await?;
        let Some(body) = answer.json().cloned() else {
            let message = format!("the call {} alone is answered {}", call.call, summary(&answer));
            return Ok(Some(Failure::shown_by_the_last(scope, "", message)));
        };
        alone.push((key, scope.len() - 1, body));
    }
    let via = [Encoding::Json, Encoding::Form, Encoding::Multipart, Encoding::Query][alone.len() % 4];
    let answer =
        scope.send(&Call { via, ..records::call(Method::Batch.name(), json!({ "cmd": batch.commands() })) }).await?;
    let Some(sections) = result(&answer) else {
        let message = format!("is missing; the answer is {}", summary(&answer));
        return Ok(Some(Failure::shown_by_the_last(scope, "/result", message)));
    };
    let decisive = scope.len() - 1;
    for (key, step, body) in alone {
        if let Some((pointer, message)) = departure(sections, &key, &body) {
            let message = format!("{message}, as the same call is answered alone");
            return Ok(Some(Failure { pointer: format!("/result{pointer}"), message, steps: vec![step, decisive] }));
        }
    }
    Ok(None)
}

/// Where the sections hold something else under a key than the call got alone.
fn departure(sections: &Value, key: &str, alone: &Value) -> Option<(String, String)> {
    let pairs = SECTIONS.map(|(section, member)| (section, alone.get(member).cloned()));
    let error = alone.get("error").map(|code| {
        let text = alone.get("error_description").cloned().unwrap_or_default();
        json!({ "error": code, "error_description": text })
    });
    pairs.into_iter().chain([(ERRORS, error)]).find_map(|(section, expected)| {
        let found = sections.pointer(&format!("/{section}/{key}"));
        let pointer = format!("/{section}/{key}");
        match (expected, found) {
            (None, None) => None,
            (None, Some(found)) => Some((pointer, format!("is {} instead of nothing", brief(found)))),
            (Some(expected), None) => Some((pointer, format!("is missing instead of {}", brief(&expected)))),
            (Some(expected), Some(found)) => difference(&expected, found)
                .map(|difference| (format!("{pointer}{}", difference.pointer), difference.message)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sections: Value, alone: Value) -> String {
        departure(&sections, "a", &alone)
            .map_or("nothing".to_owned(), |(pointer, message)| format!("{pointer} {message}"))
    }

    #[test]
    fn each_section_is_compared() {
        let page = json!({ "result": [1], "total": 7, "next": 5, "time": {} });
        let sections = json!({ "result": { "a": [1] }, "result_total": { "a": 7 }, "result_next": { "a": 5 }, "result_error": [] });
        let changed = |pointer: &str, value: Value| {
            let mut sections = sections.clone();
            *sections.pointer_mut(pointer).expect("it is there") = value;
            sections
        };
        assert_eq!(shown(sections.clone(), page.clone()), "nothing");
        assert_eq!(shown(changed("/result/a/0", json!(2)), page.clone()), "/result/a/0 is 2 instead of 1");
        assert_eq!(shown(changed("/result_next", json!([])), page.clone()), "/result_next/a is missing instead of 5");
        let error = json!({ "error": "", "error_description": "Not found." });
        let failed = changed("/result_error", json!({ "a": { "error": "X", "error_description": "Not found." } }));
        assert_eq!(
            shown(failed.clone(), page),
            "/result_error/a is {\"error\":\"X\",\"error_description\":\"Not found.\"} instead of nothing"
        );
        assert_eq!(shown(failed, error.clone()), "/result/a is [1] instead of nothing");
        let list = json!({ "result": [], "result_error": { "a": error.clone() } });
        assert_eq!(shown(list, error), "nothing");
    }
}
