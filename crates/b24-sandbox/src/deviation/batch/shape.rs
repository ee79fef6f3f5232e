//! Whether the sections of a batch are lists or objects.

use serde_json::{Value, json};

use super::breaks;
use super::commands::{Entries, SECTIONS, change_commands, entries, object, section, tells};
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks(
            "list",
            "from-one",
            "The commands of a list are numbered from 1.",
            way::params(super::commands::BATCH, |params| {
                if is_list(params) {
                    change_commands(params, |commands| {
                        commands.iter_mut().enumerate().for_each(|(place, (key, _))| *key = (place + 1).to_string());
                    });
                }
            }),
        ),
        breaks("list", "objects", "Sections are objects also where the commands are a list.", as_objects(is_list)),
        breaks(
            "list-first-fails",
            "closed-up",
            "Results of a list follow each other without gaps, so that a command behind one that failed has another's key.",
            closes_up("result"),
        ),
        breaks(
            "list-last-fails",
            "closed-up",
            "Errors of a list follow each other without gaps.",
            closes_up("result_error"),
        ),
        breaks("list-middle-fails", "null-in-gaps", "Results of a list have null where a command failed.", {
            tells(|result, params| {
                if is_list(params) {
                    section(result, "result", |results| fill(results, entries(params).len()));
                }
            })
        }),
        breaks("list-all-fail", "objects", "Errors are an object, also when all commands of a list fail.", {
            tells(|result, params| {
                if is_list(params) {
                    in_object(result, "result_error");
                }
            })
        }),
        breaks(
            "key-zero",
            "object",
            "One command under the key 0 has objects as sections.",
            as_objects(|params| entries(params).len() == 1 && !is_list(params)),
        ),
        breaks(
            "keys-from-zero",
            "objects",
            "Sections are objects wherever the commands are one.",
            as_objects(|params| !is_list(params)),
        ),
        breaks("keys-with-gaps", "closed-up", "Commands under numbers are numbered anew from 0.", {
            tells(|result, params| {
                if entries(params).iter().all(|(key, _)| key.parse::<u32>().is_ok()) {
                    SECTIONS.iter().for_each(|name| section(result, name, renumber));
                }
            })
        }),
        breaks(
            "total-list",
            "closed-up",
            "Totals of a list follow each other without gaps.",
            closes_up("result_total"),
        ),
        breaks(
            "no-commands",
            "nothing",
            "The result of a batch without commands is an empty list.",
            tells(|result, params| {
                if entries(params).is_empty() {
                    *result = json!([]);
                }
            }),
        ),
    ]
}

fn is_list(params: &Params) -> bool {
    params.get("cmd").is_some_and(Value::is_array)
}

fn as_objects(is_meant: impl Fn(&Params) -> bool + Send + Sync + Copy + 'static) -> impl Deed {
    tells(move |result, params| {
        if is_meant(params) {
            SECTIONS.iter().for_each(|name| in_object(result, name));
        }
    })
}

/// Makes an object of a section that has something in it.
fn in_object(result: &mut Value, name: &str) {
    if let Some(Value::Array(told)) = result.get_mut(name).filter(|told| **told != json!([])) {
        let mut entries: Entries = told.drain(..).enumerate().map(|(place, told)| (place.to_string(), told)).collect();
        result[name] = object(&mut entries);
    }
}

fn closes_up(name: &'static str) -> impl Deed {
    tells(move |result, params| {
        if is_list(params) {
            section(result, name, renumber);
        }
    })
}

fn renumber(told: &mut Entries) {
    told.iter_mut().enumerate().for_each(|(place, (key, _))| *key = place.to_string());
}

fn fill(told: &mut Entries, length: usize) {
    for place in 0..length {
        let key = place.to_string();
        if told.get(place).is_none_or(|(own, _)| *own != key) {
            told.insert(place.min(told.len()), (key, Value::Null));
        }
    }
}
