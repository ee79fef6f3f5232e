//! Reading back what a portal holds of the records of a walk, in one batch.

use std::collections::BTreeSet;

use b24_contract::rule::Call;
use b24_contract::{Exchange, Method};
use serde_json::{Map, Value, json};

use super::render::Names;
use super::strategy::texts_of;
use crate::model::{LinkOp, Name, RecordOp, Side, State};
use crate::records;
use crate::wire::{Brackets, command};

/// The call that reads the links of all records from both sides, the records of each side as a list, and some records alone.
pub(super) fn reading(names: &Names, state: &State, touched: &BTreeSet<Name>) -> Call {
    let mut commands = Map::new();
    let mut add = |key: String, method: String, params: Value| {
        let params = params.as_object().cloned().unwrap_or_default();
        commands.insert(key, Value::from(command(&method, &params, Brackets::Encoded)));
    };
    for name in state.records.keys() {
        let params = json!({ "id": names.variable(*name) });
        add(name.to_string(), name.side.link_method(LinkOp::Get), params);
    }
    for side in Side::BOTH {
        let Some(first) = state.records.keys().find(|name| name.side == side) else { continue };
        let filter = json!({ side.label(): names.label, ">=ID": names.variable(*first) });
        let select: Vec<&str> =
            ["ID"].into_iter().chain(texts_of(side).iter().copied()).chain(main_field(side)).collect();
        let params = json!({ "filter": filter, "order": { "ID": "ASC" }, "select": select });
        add(list_key(side).to_owned(), side.record_method(RecordOp::List), params);
    }
    for name in touched.iter().filter(|name| state.records.contains_key(name)) {
        add(record_key(*name), name.side.record_method(RecordOp::Get), json!({ "id": names.variable(*name) }));
    }
    records::call(Method::Batch.name(), json!({ "halt": 0, "cmd": commands }))
}

/// The call that deletes what is left of the records.
pub(super) fn removal(names: &Names, living: &[Name]) -> Call {
    let commands = living.iter().map(|name| {
        let params = Map::from_iter([("id".to_owned(), json!(names.variable(*name)))]);
        let method = name.side.record_method(RecordOp::Delete);
        (name.to_string(), Value::from(command(&method, &params, Brackets::Encoded)))
    });
    records::call(Method::Batch.name(), json!({ "halt": 0, "cmd": commands.collect::<Map<_, _>>() }))
}

/// What a reading shows.
pub(super) struct Seen<'a> {
    exchange: &'a Exchange,
}

impl<'a> Seen<'a> {
    /// What the answer to a reading shows.
    pub(super) fn of(exchange: &'a Exchange) -> Self {
        Self { exchange }
    }

    /// The links of a record, if they are a list, and where they stand.
    pub(super) fn links(&self, name: Name) -> (String, Option<&'a Vec<Value>>) {
        self.list(&name.to_string())
    }

    /// The records of a side, if they are a list, and where they stand.
    pub(super) fn records(&self, side: Side) -> (String, Option<&'a Vec<Value>>) {
        self.list(list_key(side))
    }

    /// A record that was read alone, and where it stands.
    pub(super) fn record(&self, name: Name) -> (String, Option<&'a Value>) {
        let pointer = format!("/result/result/{}", record_key(name));
        let value = self.at(&pointer);
        (pointer, value)
    }

    /// The error that came in place of a record or a list.
    pub(super) fn error(&self, key: &str) -> Option<&'a Value> {
        self.at(&format!("/result/result_error/{key}"))
    }

    fn list(&self, key: &str) -> (String, Option<&'a Vec<Value>>) {
        let pointer = format!("/result/result/{key}");
        let list = self.at(&pointer).and_then(Value::as_array);
        (pointer, list)
    }

    fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.exchange.json().and_then(|body| body.pointer(pointer))
    }
}

/// Key of the command that reads a record alone.
pub(super) fn record_key(name: Name) -> String {
    format!("get{name}")
}

/// Key of the command that lists the records of a side.
pub(super) fn list_key(side: Side) -> &'static str {
    match side {
        Side::Company => "companies",
        Side::Contact => "contacts",
    }
}

/// The field of a record that names its main company.
fn main_field(side: Side) -> Option<&'static str> {
    (side == Side::Contact).then_some(MAIN)
}

/// The field of a contact that names its main company.
pub(super) const MAIN: &str = "COMPANY_ID";
