//! What references to results of earlier commands stand for.

use b24_contract::batch::{self, Command, substitute};
use b24_contract::generated::error;
use serde_json::Value;

use super::breaks;
use super::commands::{BATCH, change_texts, commands, texts};
use crate::batch::Sections;
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};

/// What a reference begins with.
const WORD: &str = "$result[";
/// What nobody takes for a reference.
const NOTHING: &str = "$Result[";

pub(super) fn all() -> Vec<Deviation> {
    resolved().into_iter().chain(where_they_stand()).chain(nowhere()).collect()
}

/// What a reference is replaced with.
fn resolved() -> Vec<Deviation> {
    vec![
        breaks("reference", "unresolved", "References are not resolved.", texts(unresolved)),
        breaks(
            "reference",
            "path-ignored",
            "A reference stands for the whole result, whatever follows the key.",
            texts(|text| each_reference(text, |steps| steps[..1].to_vec())),
        ),
        breaks(
            "reference",
            "to-command-before",
            "A reference is resolved to the command right before, whatever its key.",
            commands(|commands| {
                let keys: Vec<String> = commands.iter().map(|(key, _)| key.clone()).collect();
                for (place, (_, command)) in commands.iter_mut().enumerate().skip(1) {
                    if let Value::String(text) = command {
                        *text = each_reference(text, |mut steps| {
                            steps[0] = &keys[place - 1];
                            steps
                        });
                    }
                }
            }),
        ),
        breaks(
            "reference",
            "first-entry",
            "A reference to any entry of a list stands for the first one.",
            sees(|results, _| {
                for result in results.values_mut().filter_map(Value::as_array_mut) {
                    result.truncate(1);
                }
            }),
        ),
        breaks(
            "reference-to-whole",
            "member-needed",
            "A reference without a path behind its key is not resolved.",
            texts(|text| {
                each_reference(text, |steps| if steps.len() == 1 { vec!["no", "such", "key"] } else { steps })
            }),
        ),
        breaks(
            "reference-by-number",
            "from-one",
            "Commands of a list are referred to by their places, from 1.",
            texts(|text| {
                each_reference(text, |mut steps| {
                    if steps[0] == "0" {
                        steps[0] = "-1";
                    }
                    steps
                })
            }),
        ),
        breaks(
            "reference-to-text",
            "numbers-only",
            "References to texts that are no numbers are not resolved.",
            sees(|results, _| results.values_mut().for_each(without_texts)),
        ),
        breaks(
            "reference-chain",
            "one-step",
            "The result of a command that refers to another cannot be referred to.",
            sees(|results, past| {
                results.retain(|key, _| !past.iter().any(|command| command.key == *key && command.refers));
            }),
        ),
        breaks(
            "reference-to-list",
            "fails-inside",
            "A reference to a list is a fault of the portal.",
            way::rewrites([], |call, next| {
                // No text of a command holds a list under this name.
                if next.is_command() && call.params.get("ACCESS").is_some_and(Value::is_array) {
                    return Box::pin(std::future::ready((&error::SYSTEM_INTERNAL_SERVER_ERROR).into()));
                }
                Box::pin(next.run(call))
            }),
        ),
    ]
}

/// Where references are looked for.
fn where_they_stand() -> Vec<Deviation> {
    vec![
        breaks("reference-encoded", "raw-only", "A percent-encoded reference is not resolved.", {
            texts(|text| text.replace("%24result", "%24Result"))
        }),
        breaks("reference-in-filter", "top-level-only", "References within a filter are not resolved.", {
            texts(|text| {
                let parts = text.split('&').map(|part| {
                    let name = part.split('=').next().unwrap_or_default();
                    if name.contains("filter[") { unresolved(part) } else { part.to_owned() }
                });
                parts.collect::<Vec<_>>().join("&")
            })
        }),
        breaks("reference-in-text", "whole-values-only", "A reference within a longer text is not resolved.", {
            changes_values(|text| {
                let is_whole = text.starts_with(WORD) && text.ends_with(']') && text.matches(WORD).count() == 1;
                if is_whole { text.to_owned() } else { text.replace(WORD, NOTHING) }
            })
        }),
        breaks("reference-in-text", "first-only", "Of several references in a text only the first is resolved.", {
            changes_values(|text| match text.find(WORD) {
                Some(first) => {
                    let behind = first + WORD.len();
                    text[..behind].to_owned() + &text[behind..].replace(WORD, NOTHING)
                }
                None => text.to_owned(),
            })
        }),
        breaks("query-reference", "unresolved", "References are not resolved in a batch that came in a query.", {
            super::encoded::hears(b24_contract::Encoding::Query, |commands| {
                change_texts(commands, |text| unresolved(&text.replace("%24result", "%24Result")));
            })
        }),
    ]
}

/// References that lead nowhere.
fn nowhere() -> Vec<Deviation> {
    vec![
        breaks("reference-unresolved", "empty", "A reference that leads nowhere is replaced with nothing.", {
            leads_nowhere(blank)
        }),
        breaks("reference-unresolved", "parameter-dropped", "A parameter whose reference leads nowhere is dropped.", {
            leads_nowhere(drop_unresolved)
        }),
        breaks(
            "reference-unresolved-is-harmless",
            "condition-dropped",
            "A condition whose reference leads nowhere is dropped.",
            leads_nowhere(drop_unresolved),
        ),
        breaks(
            "reference-unresolved-is-harmless",
            "fails-inside",
            "A command whose reference leads nowhere is a fault of the portal.",
            way::rewrites([], |call, next| {
                if next.is_command() && has_reference(&Value::Object(call.params.clone())) {
                    return Box::pin(std::future::ready((&error::SYSTEM_INTERNAL_SERVER_ERROR).into()));
                }
                Box::pin(next.run(call))
            }),
        ),
        breaks(
            "reference-to-failed",
            "to-error",
            "A reference to a command that failed stands for its error.",
            sees(|results, past| {
                let failed = past.iter().filter_map(|command| Some((command.key.clone(), command.error.clone()?)));
                results.extend(failed);
            }),
        ),
    ]
}

/// A command that was run.
struct Past {
    key: String,
    /// Whether it has references of its own.
    refers: bool,
    /// Its error, where it failed.
    error: Option<Value>,
}

/// References are resolved among other results than there are, with the commands so far at hand.
fn sees(change: impl Fn(&mut Params, &[Past]) + Send + Sync + Copy + 'static) -> impl Deed {
    steps(move |_, results, past| change(results, past))
}

/// Parameters whose references lead nowhere are changed.
fn leads_nowhere(change: impl Fn(&mut Params) + Send + Sync + Copy + 'static) -> impl Deed {
    steps(move |command, results, _| {
        if let Ok(mut params) = substitute(&command.params, results) {
            change(&mut params);
            command.params = params;
        }
    })
}

/// Values of commands are changed before their references are resolved.
fn changes_values(change: impl Fn(&str) -> String + Send + Sync + Copy + 'static) -> impl Deed {
    steps(move |command, _, _| command.params.values_mut().for_each(|value| each_text(value, &change)))
}

/// Commands run one by one, each after a change of it, and of the results that it may refer to. Where a batch is more than
/// its commands, all stays as it is.
fn steps(change: impl Fn(&mut Command, &mut Params, &[Past]) + Send + Sync + Copy + 'static) -> impl Deed {
    way::rewrites(BATCH, move |call, next| {
        Box::pin(async move {
            let commands =
                call.param("cmd").and_then(batch::commands).filter(|commands| commands.len() <= batch::LIMIT);
            let Some(commands) = commands.filter(|_| !next.is_command() && call.param("halt").is_none()) else {
                return next.run(call).await;
            };
            let mut sections = Sections::default();
            let mut past: Vec<Past> = Vec::new();
            for mut entry in commands {
                let mut results = sections.results.clone();
                let mut refers = false;
                if let Ok(command) = &mut entry.command {
                    refers = has_reference(&Value::Object(command.params.clone()));
                    change(command, &mut results, &past);
                }
                let answer = next.command(&call, entry.command, &results).await;
                let error = answer.body.get("error").is_some().then(|| answer.body.clone());
                past.push(Past { key: entry.key.clone(), refers, error });
                sections.add(entry.key, answer.body);
            }
            next.succeed(b24_contract::Method::Batch, sections.into_reply().result)
        })
    })
}

/// The text without any reference.
fn unresolved(text: &str) -> String {
    text.replace(WORD, NOTHING)
}

/// The text with other steps in each of its references.
fn each_reference<'a>(text: &'a str, change: impl Fn(Vec<&'a str>) -> Vec<&'a str>) -> String {
    let mut pieces = text.split("$result");
    let mut changed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mut steps = Vec::new();
        let mut rest = piece;
        while let Some((step, behind)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            steps.push(step);
            rest = behind;
        }
        let steps = if steps.is_empty() { steps } else { change(steps) };
        changed.push_str("$result");
        changed.extend(steps.iter().map(|step| format!("[{step}]")));
        changed.push_str(rest);
    }
    changed
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(WORD),
        Value::Array(entries) => entries.iter().any(has_reference),
        Value::Object(members) => members.values().any(has_reference),
        _ => false,
    }
}

fn each_text(value: &mut Value, change: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(entries) => entries.iter_mut().for_each(|entry| each_text(entry, change)),
        Value::Object(members) => members.values_mut().for_each(|member| each_text(member, change)),
        _ => {}
    }
}

fn without_texts(value: &mut Value) {
    match value {
        Value::String(text) if text.parse::<f64>().is_err() => *value = Value::Array(Vec::new()),
        Value::Array(entries) => entries.iter_mut().for_each(without_texts),
        Value::Object(members) => members.values_mut().for_each(without_texts),
        _ => {}
    }
}

fn blank(params: &mut Params) {
    let blanked = |text: &str| if text.contains(WORD) { String::new() } else { text.to_owned() };
    params.values_mut().for_each(|value| each_text(value, &blanked));
}

fn drop_unresolved(params: &mut Params) {
    params.retain(|_, value| !(value.is_string() && has_reference(value)));
    params.values_mut().filter_map(Value::as_object_mut).for_each(drop_unresolved);
}
