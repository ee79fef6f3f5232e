//! What becomes of a batch when commands fail.

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Method, batch};
use serde_json::{Value, json};

use super::breaks;
use super::commands::{BATCH, SECTIONS, entries, read, retells, section, tells, told};
use crate::call::{Answer, Call};
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};
use crate::twist::{Answering, Next};

pub(super) fn all() -> Vec<Deviation> {
    let mut all = vec![
        breaks(
            "all-fail",
            "fails-whole",
            "When every command fails the batch is the error of the first.",
            way::answers(BATCH, |answer, _| {
                let result = &answer.body["result"];
                let errors = batch::entries(&result["result_error"]).unwrap_or_default();
                let none = batch::entries(&result["result"]).is_some_and(|results| results.is_empty());
                if let Some((_, first)) = errors.first().filter(|_| none) {
                    *answer = Answer { status: 400, body: (*first).clone(), ..answer.clone() };
                }
            }),
        ),
        breaks("all-fail", "empty-objects", "Empty sections are objects.", {
            tells(|result, _| {
                SECTIONS.iter().for_each(|name| {
                    if result[*name] == json!([]) {
                        result[*name] = json!({})
                    }
                })
            })
        }),
        breaks(
            "all-fail",
            "empty-left-out",
            "Empty sections are left out.",
            tells(|result, _| {
                if let Value::Object(sections) = result {
                    sections.retain(|_, told| *told != json!([]));
                }
            }),
        ),
        breaks(
            "all-fail",
            "bare-codes",
            "Of an error only the code is told.",
            errors(|_, error| *error = error["error"].take()),
        ),
        breaks("all-fail", "among-results", "An error stands among the results.", among_results(|_| true)),
        breaks(
            "empty-code",
            "taken-for-success",
            "A command that fails with an empty code is told as if it had succeeded.",
            among_results(|error| error["error"] == ""),
        ),
        breaks("empty-code", "named", "An error that has no code is told as `ERROR_CORE`.", {
            errors(|_, error| {
                if error["error"] == "" {
                    error["error"] = json!("ERROR_CORE");
                }
            })
        }),
    ];
    all.extend(whole());
    all
}

fn whole() -> Vec<Deviation> {
    vec![
        breaks(
            "unknown-method",
            "fails-whole",
            "One unknown method makes the whole batch fail.",
            fails_whole(&error::SYSTEM_METHOD_NOT_FOUND),
        ),
        breaks(
            "unknown-method",
            "passed-over",
            "A command with an unknown method is passed over in silence.",
            forgets(&error::SYSTEM_METHOD_NOT_FOUND),
        ),
        breaks(
            "nested",
            "fails-whole",
            "A batch inside a batch makes the whole batch fail.",
            fails_whole(&error::SYSTEM_BATCH_METHOD_NOT_ALLOWED),
        ),
        breaks("nested", "accepted", "A batch inside a batch is accepted.", {
            accepts_nested(|name| name.eq_ignore_ascii_case("batch"))
        }),
        breaks(
            "nested-any-case",
            "exact",
            "A batch inside a batch is accepted when it is not spelled in lower case.",
            accepts_nested(|name| name.eq_ignore_ascii_case("batch") && name != "batch"),
        ),
        breaks(
            "failure-undoes-nothing",
            "undoes-links",
            "A command that fails takes the links along that other commands made.",
            way::rewrites(BATCH, undoes),
        ),
    ]
}

/// Errors of commands are told otherwise.
fn errors(change: impl Fn(&str, &mut Value) + Send + Sync + Copy + 'static) -> impl Deed {
    retells("result_error", move |errors| {
        errors.iter_mut().for_each(|(key, error)| change(key, error));
    })
}

/// Some errors stand among the results.
fn among_results(is_meant: impl Fn(&Value) -> bool + Send + Sync + Copy + 'static) -> impl Deed {
    moves(move |error, _| is_meant(error), |error| error)
}

/// Some errors are told as results.
fn moves(
    is_meant: impl Fn(&Value, &Value) -> bool + Send + Sync + Copy + 'static,
    told_as: impl Fn(Value) -> Value + Send + Sync + Copy + 'static,
) -> impl Deed {
    tells(move |result, params| {
        for (key, command) in entries(params) {
            let Some(error) = told(result, "result_error", &key).filter(|error| is_meant(error, &command)) else {
                continue;
            };
            section(result, "result_error", |errors| errors.retain(|(own, _)| *own != key));
            section(result, "result", |results| results.push((key.clone(), told_as(error.clone()))));
        }
    })
}

fn accepts_nested(is_meant: impl Fn(&str) -> bool + Send + Sync + Copy + 'static) -> impl Deed {
    let nothing = |_| SECTIONS.iter().map(|name| ((*name).to_owned(), json!([]))).collect::<Params>().into();
    moves(move |_, command| read(command).is_some_and(|(_, command)| is_meant(&command.method)), nothing)
}

/// An error of one command is the error of all.
fn fails_whole(clause: &'static ErrorClause) -> impl Deed {
    way::answers(BATCH, move |answer, _| {
        let errors = batch::entries(&answer.body["result"]["result_error"]).unwrap_or_default();
        if errors.iter().any(|(_, error)| is(error, clause)) {
            *answer = Answer::error(clause);
        }
    })
}

/// An error stands in no section.
pub(super) fn forgets(clause: &'static ErrorClause) -> impl Deed {
    retells("result_error", move |errors| errors.retain(|(_, error)| !is(error, clause)))
}

fn is(error: &Value, clause: &ErrorClause) -> bool {
    error["error"] == clause.chosen().code
}

/// Takes back the links that a batch made, when one of its commands failed.
fn undoes(call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let answer = next.run(call.clone()).await;
        let result = &answer.body["result"];
        if is_empty(&result["result_error"]) {
            return answer;
        }
        for (key, command) in entries(&call.params) {
            let Some((Some(Method::CrmCompanyContactAdd), command)) = read(&command) else { continue };
            if told(result, "result", &key) == Some(json!(true)) {
                let method = Method::CrmCompanyContactDelete.into();
                next.run(Call { method, params: command.params, ..call.clone() }).await;
            }
        }
        answer
    })
}

fn is_empty(section: &Value) -> bool {
    batch::entries(section).is_none_or(|entries| entries.is_empty())
}
