//! Times, totals and starts of next pages in a batch.

use b24_contract::batch;
use serde_json::{Value, json};

use super::breaks;
use super::commands::{entries, retells, section, tells, told};
use crate::deviation::Deviation;

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks("time", "forgotten", "Commands have no execution time.", retells("result_time", Vec::clear)),
        breaks("time", "failed-too", "A command that fails has an execution time too.", {
            tells(|result, params| {
                let times = batch::entries(&result["result_time"]).unwrap_or_default();
                let some = times.first().map(|(_, time)| (*time).clone()).unwrap_or_else(|| json!({ "duration": 0.0 }));
                for (key, _) in entries(params) {
                    if told(result, "result_error", &key).is_some() {
                        section(result, "result_time", |times| times.push((key.clone(), some.clone())));
                    }
                }
            })
        }),
        breaks("time", "durations-only", "Of a command's execution time only the duration is told.", {
            retells("result_time", |times| {
                times.iter_mut().for_each(|(_, time)| *time = json!({ "duration": time["duration"] }));
            })
        }),
        breaks(
            "total",
            "forgotten",
            "Numbers of records are not told in a batch.",
            retells("result_total", Vec::clear),
        ),
        breaks("total", "zero-for-others", "A command that lists nothing has the total 0.", {
            tells(|result, params| {
                let without = entries(params).into_iter().map(|(key, _)| key);
                let without: Vec<String> = without.filter(|key| told(result, "result_total", key).is_none()).collect();
                section(result, "result_total", |totals| {
                    totals.extend(without.iter().map(|key| (key.clone(), json!(0))));
                });
            })
        }),
        breaks("total", "one-less", "The total of a command is one less than it is.", {
            retells("result_total", |totals| {
                totals.iter_mut().for_each(|(_, total)| *total = json!(total.as_i64().unwrap_or_default() - 1));
            })
        }),
        breaks("empty-page", "total-left-out", "A list without records has no total.", {
            retells("result_total", |totals| totals.retain(|(_, total)| *total != 0))
        }),
        breaks("empty-page", "null", "A list without records is null.", {
            retells("result", |results| {
                results.iter_mut().filter(|(_, found)| *found == json!([])).for_each(|(_, found)| *found = Value::Null);
            })
        }),
        breaks(
            "next",
            "forgotten",
            "Starts of next pages are not told in a batch.",
            retells("result_next", Vec::clear),
        ),
        breaks("next", "on-last-page", "The last page has a next one too.", {
            tells(|result, _| {
                let totals = result["result_total"].clone();
                section(result, "result_next", |nexts| {
                    let entries = batch::entries(&totals).unwrap_or_default();
                    let last = entries.into_iter().filter(|(key, _)| !nexts.iter().any(|(own, _)| own == key));
                    let last: Vec<_> = last.map(|(key, total)| (key, total.clone())).collect();
                    nexts.extend(last);
                });
            })
        }),
        breaks("agrees", "numbers-as-text", "Numbers in results are text within a batch.", {
            tells(|result, _| as_text(&mut result["result"]))
        }),
        breaks(
            "agrees",
            "errors-shortened",
            "Descriptions of errors are cut at the first full stop within a batch.",
            {
                retells("result_error", |errors| {
                    for (_, error) in errors {
                        let text = error["error_description"].as_str().unwrap_or_default();
                        let text = text.split('.').next().unwrap_or_default().chars().take(12).collect::<String>();
                        error["error_description"] = text.into();
                    }
                })
            },
        ),
        breaks("agrees", "short-pages", "A page has at most one record within a batch.", {
            retells("result", |results| {
                results.iter_mut().filter_map(|(_, found)| found.as_array_mut()).for_each(|page| page.truncate(1));
            })
        }),
    ]
}

/// Makes text of every number.
fn as_text(value: &mut Value) {
    match value {
        Value::Number(number) => *value = number.to_string().into(),
        Value::Array(entries) => entries.iter_mut().for_each(as_text),
        Value::Object(members) => members.values_mut().for_each(as_text),
        _ => {}
    }
}
