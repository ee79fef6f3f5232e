//! Calls of the model as calls of the portal.

use b24_contract::rule::{Call as Sent, Take};
use b24_contract::{Encoding, Method};
use serde_json::{Map, Value, json};

use super::step::{Form, Step};
use crate::model::{
    Bad, Call, Item, Items, LinkOp, Linked, Name, Other, Owner, Primary, RecordOp, Shape, Side, Sort, Values,
};
use crate::records;
use crate::variable::RESULT;
use crate::wire::{Brackets, command};

/// An id that no record has.
const UNKNOWN: i64 = 9_007_199_254_740_991;

/// How the names of one attempt are written.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// What variables begin with.
    pub(super) prefix: String,
    /// The text that marks the attempt's records, in the field by which each side is labelled.
    pub(super) label: String,
}

impl Names {
    /// The variable that holds the id of a record, with `$`.
    pub(super) fn variable(&self, name: Name) -> String {
        format!("${}{name}", self.prefix)
    }

    /// The key of the command at a place.
    fn key(place: usize, list: bool) -> String {
        if list { place.to_string() } else { format!("k{place}") }
    }

    /// The step as a call, with what is to be taken from its answer once it is as it should be, and pointers to the results of
    /// its calls.
    pub(super) fn render(&self, step: &Step) -> Rendered {
        match step.form {
            Form::Alone(via) => {
                let takes =
                    step.calls.iter().filter_map(Call::makes).map(|name| (self.variable(name), RESULT.to_owned()));
                let (method, params) =
                    step.calls.first().map(|call| self.written(call, &|name| self.variable(name))).unwrap_or_default();
                Rendered {
                    call: Sent { via, ..records::call(&method, params.into()) },
                    takes: takes.collect(),
                    keys: Vec::new(),
                }
            }
            Form::Batch { halt, list, via } => self.batch(step, halt, list, via),
        }
    }

    fn batch(&self, step: &Step, halt: bool, list: bool, via: Encoding) -> Rendered {
        let mut made: Vec<(Name, String)> = Vec::new();
        let mut commands: Vec<(String, Value)> = Vec::new();
        for (place, call) in step.calls.iter().enumerate() {
            let key = Self::key(place, list);
            let refer = |name: Name| match made.iter().find(|(known, _)| *known == name) {
                Some((_, key)) => format!("$result[{key}]"),
                None => self.variable(name),
            };
            let (method, params) = self.written(call, &refer);
            commands.push((key.clone(), Value::from(command(&method, &params, Brackets::Encoded))));
            made.extend(call.makes().map(|name| (name, key)));
        }
        let keys: Vec<String> = commands.iter().map(|(key, _)| key.clone()).collect();
        let commands: Value = if list {
            commands.into_iter().map(|(_, command)| command).collect()
        } else {
            Value::Object(commands.into_iter().collect())
        };
        let takes = made.iter().map(|(name, key)| (self.variable(*name), format!("/result/result/{key}")));
        let params = json!({ "halt": i32::from(halt), "cmd": commands });
        Rendered { call: Sent { via, ..records::call(Method::Batch.name(), params) }, takes: takes.collect(), keys }
    }

    fn written(&self, call: &Call, refer: &dyn Fn(Name) -> String) -> (String, Map<String, Value>) {
        let mut params = Map::new();
        let method = match call {
            Call::AddLink { side, owner, fields } | Call::DeleteLink { side, owner, fields } => {
                put(&mut params, "id", id(*owner, refer));
                put(&mut params, "fields", shape(fields, |fields| item(*side, fields, refer)));
                side.link_method(if matches!(call, Call::AddLink { .. }) { LinkOp::Add } else { LinkOp::Delete })
            }
            Call::SetLinks { side, owner, items } => {
                put(&mut params, "id", id(*owner, refer));
                put(&mut params, "items", listed(*side, items, refer));
                side.link_method(LinkOp::Set)
            }
            Call::ClearLinks { side, owner } => {
                put(&mut params, "id", id(*owner, refer));
                side.link_method(LinkOp::Clear)
            }
            Call::AddRecord { record, fields } => {
                let fields = shape(fields, |values| {
                    let mut fields = texts(record.side, values, refer);
                    fields.insert(record.side.label().to_owned(), json!(self.label));
                    fields.into()
                });
                put(&mut params, "fields", fields);
                record.side.record_method(RecordOp::Add)
            }
            Call::UpdateRecord { side, record, fields } => {
                put(&mut params, "id", id(*record, refer));
                put(&mut params, "fields", shape(fields, |values| texts(*side, values, refer).into()));
                side.record_method(RecordOp::Update)
            }
            Call::DeleteRecord { side, record } => {
                put(&mut params, "id", id(*record, refer));
                side.record_method(RecordOp::Delete)
            }
        };
        (method, params)
    }
}

/// A step as it is sent.
pub(super) struct Rendered {
    /// The call.
    pub(super) call: Sent,
    /// Where the ids of the records are that it makes.
    pub(super) takes: Take,
    /// Keys of its commands; empty outside a batch.
    pub(super) keys: Vec<String>,
}

fn put(params: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    params.extend(value.map(|value| (name.to_owned(), value)));
}

fn id(owner: Owner, refer: &dyn Fn(Name) -> String) -> Option<Value> {
    match owner {
        Owner::Of(name) => Some(json!(refer(name))),
        Owner::Unknown => Some(json!(UNKNOWN)),
        Owner::Bad(bad) => no_id(bad),
    }
}

fn no_id(bad: Bad) -> Option<Value> {
    match bad {
        Bad::Missing => None,
        Bad::Zero => Some(json!(0)),
        Bad::Text => Some(json!("text")),
    }
}

fn shape<T>(shape: &Shape<T>, object: impl Fn(&T) -> Value) -> Option<Value> {
    match shape {
        Shape::Object(value) => Some(object(value)),
        Shape::Missing => None,
        Shape::Text => Some(json!("text")),
        Shape::List => Some(json!([54])),
    }
}

fn item(side: Side, item: &Item, refer: &dyn Fn(Name) -> String) -> Value {
    let mut members = Map::new();
    let other = match item.other {
        Other::Of(name) => Some(json!(refer(name))),
        Other::Bad(bad) => no_id(bad),
    };
    put(&mut members, side.member(), other);
    put(
        &mut members,
        "SORT",
        item.sort.map(|sort| match sort {
            Sort::Number(sort) => json!(sort),
            Sort::Text => json!("first"),
        }),
    );
    put(
        &mut members,
        "IS_PRIMARY",
        item.primary.map(|primary| match primary {
            Primary::Yes => json!("Y"),
            Primary::No => json!("N"),
            Primary::True => json!(true),
        }),
    );
    // Nothing but JSON can say that an object is empty.
    if members.is_empty() {
        members.insert("OTHER".to_owned(), json!(10));
    }
    members.into()
}

fn listed(side: Side, items: &Items, refer: &dyn Fn(Name) -> String) -> Option<Value> {
    match items {
        Items::List(items) => Some(items.iter().map(|one| item(side, one, refer)).collect()),
        Items::Object(items) => {
            let members = items.iter().enumerate().map(|(place, one)| (format!("n{place}"), item(side, one, refer)));
            Some(Value::Object(members.collect()))
        }
        Items::Missing => None,
        Items::Text => Some(json!("text")),
    }
}

fn texts(side: Side, values: &Values, refer: &dyn Fn(Name) -> String) -> Map<String, Value> {
    let mut fields: Map<String, Value> =
        values.texts.iter().map(|(name, text)| ((*name).to_owned(), json!(text))).collect();
    let list = if side == Side::Company { "CONTACT_ID" } else { "COMPANY_IDS" };
    let ids = |names: &[Name]| names.iter().map(|name| json!(refer(*name))).collect::<Value>();
    match &values.linked {
        None => {}
        Some(Linked::Main(name)) => put(&mut fields, "COMPANY_ID", Some(json!(refer(*name)))),
        Some(Linked::List(names)) => put(&mut fields, list, Some(ids(names))),
        Some(Linked::Both(name, names)) => {
            put(&mut fields, "COMPANY_ID", Some(json!(refer(*name))));
            put(&mut fields, list, Some(ids(names)));
        }
        Some(Linked::Zero) => put(&mut fields, "COMPANY_ID", Some(json!(0))),
    }
    fields
}
