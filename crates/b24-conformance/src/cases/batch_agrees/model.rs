//! Random batches of calls that read, as calls and as commands.

use b24_contract::rule::Call;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::records;
use crate::wire::{Brackets, command};

/// Some calls that read, and how they are written as commands.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    calls: Vec<(String, &'static str, Value)>,
    list: bool,
    brackets: Brackets,
}

/// Random batches of commands, some of which fail.
pub(super) fn batches() -> impl Strategy<Value = Batch> {
    let calls = readings();
    let count = calls.len();
    let keys = select(vec!["list", "object", "descending"]);
    let brackets = select(vec![Brackets::Raw, Brackets::Encoded]);
    (subsequence(calls, 1..=count), keys, brackets).prop_map(|(calls, keys, brackets)| {
        let key = |place: usize| match keys {
            "list" => place.to_string(),
            "object" => format!("cmd_{place}"),
            _ => (20 - place).to_string(),
        };
        let calls = calls.into_iter().enumerate();
        let calls = calls.map(|(place, (method, params))| (key(place), method, params)).collect();
        Batch { calls, list: keys == "list", brackets }
    })
}

/// Calls whose answers depend on the suite's own records only.
fn readings() -> Vec<(&'static str, Value)> {
    let own = json!({ "@ID": ["$c", "$d"], "%TITLE": "company" });
    let page = json!({ "filter": own, "order": { "ID": "DESC" }, "select": ["TITLE"] });
    vec![
        ("crm.company.get", json!({ "id": "$c" })),
        ("crm.company.get", json!({ "id": 0 })),
        ("crm.company.list", page),
        ("crm.company.list", json!({ "filter": { ">ID": "$c", "<=ID": "$d" }, "start": 0 })),
        ("crm.company.list", json!({ "filter": { "ID": "$d" }, "start": -1 })),
        ("crm.company.list", json!({ "filter": "text" })),
        ("crm.contact.get", json!({ "ID": "$a" })),
        ("crm.contact.list", json!({ "filter": { "ID": "$a" }, "select": ["*", "PHONE"] })),
        ("crm.company.contact.items.get", json!({ "id": "$c" })),
        ("crm.company.contact.items.get", json!({})),
        ("crm.contact.company.items.get", json!({ "id": "$a" })),
        ("crm.company.contact.fields", json!({})),
        ("method.get", json!({ "name": "crm.company.get" })),
        ("crm.no.such.method", json!({ "text": "a&b=c #1 +2 %" })),
    ]
}

impl Batch {
    /// The calls under the keys of their commands.
    pub(super) fn calls(&self) -> impl Iterator<Item = (String, Call)> {
        self.calls.iter().map(|(key, method, params)| (key.clone(), records::call(method, params.clone())))
    }

    /// The parameter `cmd`.
    pub(super) fn commands(&self) -> Value {
        let written = self.calls.iter().map(|(key, method, params)| {
            let params = params.as_object().cloned().unwrap_or_default();
            (key.clone(), Value::from(command(method, &params, self.brackets)))
        });
        if self.list { written.map(|(_, command)| command).collect() } else { written.collect::<Map<_, _>>().into() }
    }
}
