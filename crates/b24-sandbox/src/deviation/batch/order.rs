//! In which order the commands of a batch run, and in which they are told.

use b24_contract::Effect;
use serde_json::Value;

use super::breaks;
use super::commands::{BATCH, Entries, SECTIONS, change_commands, entries, read, section, tells};
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks(
            "in-order",
            "backwards",
            "Commands run from the last to the first.",
            runs(|commands| commands.reverse()),
        ),
        breaks(
            "in-order",
            "reads-first",
            "Commands that read run before those that write.",
            runs(|commands| commands.sort_by_key(|(_, command)| writes(command))),
        ),
        breaks(
            "reference-to-later",
            "waited-for",
            "A command that refers to a later one runs behind it.",
            runs(behind_what_they_need),
        ),
        breaks(
            "key-order",
            "alphabetical",
            "Sections are in the order of the alphabet.",
            tells(|result, _| SECTIONS.iter().for_each(|name| section(result, name, |told| told.sort_by(by_key)))),
        ),
        breaks(
            "key-order",
            "backwards",
            "Sections are in the order opposite to that of the commands.",
            tells(|result, _| SECTIONS.iter().for_each(|name| section(result, name, |told| told.reverse()))),
        ),
        breaks(
            "keys-out-of-order",
            "sorted",
            "Commands under numbers are told in the order of the numbers.",
            tells(|result, params| {
                if entries(params).iter().all(|(key, _)| key.parse::<u32>().is_ok()) {
                    SECTIONS.iter().for_each(|name| section(result, name, |told| told.sort_by(by_key)));
                }
            }),
        ),
    ]
}

/// Commands run in another order, and are told in theirs.
fn runs(order: impl Fn(&mut Entries) + Send + Sync + 'static) -> impl Deed {
    way::rewrites(BATCH, move |mut call, next| {
        let keys: Vec<String> = entries(&call.params).into_iter().map(|(key, _)| key).collect();
        change_commands(&mut call.params, &order);
        Box::pin(async move {
            let mut answer = next.run(call).await;
            if let Some(result) = answer.body.get_mut("result") {
                let place = |key: &String| keys.iter().position(|own| own == key);
                SECTIONS.iter().for_each(|name| section(result, name, |told| told.sort_by_key(|(key, _)| place(key))));
            }
            answer
        })
    })
}

fn writes(command: &Value) -> bool {
    let method = read(command).and_then(|(method, _)| method);
    method.is_some_and(|method| method.row().effect == Effect::Write)
}

fn behind_what_they_need(commands: &mut Entries) {
    let needs =
        |command: &Value, key: &str| command.as_str().is_some_and(|text| text.contains(&format!("$result[{key}]")));
    for place in 0..commands.len() {
        let command = commands[place].1.clone();
        if let Some(later) = (place + 1..commands.len()).rev().find(|later| needs(&command, &commands[*later].0)) {
            commands[place..=later].rotate_left(1);
        }
    }
}

fn by_key((one, _): &(String, Value), (other, _): &(String, Value)) -> std::cmp::Ordering {
    one.cmp(other)
}
