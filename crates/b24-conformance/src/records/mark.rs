//! Marks records as the suite's own: in calls that make one, and in commands of a batch that do.

use b24_contract::rule::Call;
use b24_contract::{Entity, Method};
use serde_json::{Map, Value, json};

use super::{MARK, made_by};
use crate::wire::percent;

/// The field that says by whom a record was made.
pub(crate) const ORIGINATOR: &str = "ORIGINATOR_ID";
/// The field that says which of these it is.
pub(crate) const ORIGIN: &str = "ORIGIN_ID";

/// A call with its records marked.
pub(crate) struct Marked {
    /// The call.
    pub(crate) call: Call,
    /// The records that it is about to make.
    pub(crate) makings: Vec<Making>,
}

impl From<Call> for Marked {
    /// A call that makes no record of the run's.
    fn from(call: Call) -> Self {
        Self { call, makings: Vec::new() }
    }
}

/// A record that a call is about to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Making {
    /// Key of the command that makes it; absent outside a batch.
    pub(crate) key: Option<String>,
    /// What it is.
    pub(crate) entity: Entity,
    /// Its mark.
    pub(crate) origin: String,
}

/// The same call with each of its records marked. Calls whose `fields` are none stay as they are.
pub(crate) fn marked(call: &Call, mut origin: impl FnMut() -> String) -> Marked {
    let mut call = call.clone();
    let mut makings = Vec::new();
    if let Some(entity) = made_by(&call.call) {
        if let Some(Value::Object(fields)) = parameter(&mut call.params, "fields") {
            let origin = origin();
            fields.insert(ORIGINATOR.to_owned(), json!(MARK));
            fields.insert(ORIGIN.to_owned(), json!(origin));
            makings.push(Making { key: None, entity, origin });
        }
    } else if Method::parse(&call.call) == Some(Method::Batch) {
        let mut mark = |key: String, command: &mut Value| {
            let made = mark_command(command, &mut origin);
            makings.extend(made.map(|(entity, origin)| Making { key: Some(key), entity, origin }));
        };
        match parameter(&mut call.params, "cmd") {
            Some(Value::Object(commands)) => {
                commands.iter_mut().for_each(|(key, command)| mark(key.clone(), command));
            }
            Some(Value::Array(commands)) => {
                commands.iter_mut().enumerate().for_each(|(key, command)| mark(key.to_string(), command));
            }
            _ => {}
        }
    }
    Marked { call, makings }
}

fn parameter<'a>(params: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Value> {
    params.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Adds the mark to a command that has members of `fields`, in the spelling that it has them in.
fn mark_command(command: &mut Value, origin: &mut impl FnMut() -> String) -> Option<(Entity, String)> {
    let Value::String(text) = command else { return None };
    let (method, query) = text.split_once('?')?;
    let entity = made_by(method)?;
    let mut members = query.split('&').filter_map(|part| part.split_once(['[', '%']));
    let fields = members.find(|(name, _)| name.eq_ignore_ascii_case("fields"))?.0.to_owned();
    let origin = origin();
    text.push_str(&format!("&{fields}[{ORIGINATOR}]={MARK}&{fields}[{ORIGIN}]={}", percent(&origin)));
    Some((entity, origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::call;

    fn params_of(method: &str, params: Value) -> (Value, Vec<String>) {
        let mut number = 0;
        let marked = marked(&call(method, params), || {
            number += 1;
            format!("0/{number}")
        });
        let makings = marked.makings.into_iter().map(|making| {
            format!("{:?} {:?} {}", making.key.as_deref().unwrap_or_default(), making.entity, making.origin)
        });
        (Value::Object(marked.call.params), makings.collect())
    }

    #[test]
    fn a_new_record_is_marked() {
        assert_eq!(
            params_of("CRM.Company.Add", json!({ "FIELDS": { "TITLE": "x", "ORIGIN_ID": "y" } })),
            (
                json!({ "FIELDS": { "TITLE": "x", "ORIGIN_ID": "0/1", "ORIGINATOR_ID": "b24-conformance" } }),
                vec!["\"\" Company 0/1".to_owned()]
            )
        );
        for params in [json!({ "fields": "text" }), json!({})] {
            assert_eq!(params_of("crm.contact.add", params.clone()), (params, Vec::new()));
        }
        let params = json!({ "id": 1, "fields": {} });
        assert_eq!(params_of("crm.company.update", params.clone()), (params, Vec::new()));
    }

    #[test]
    fn commands_of_a_batch_are_marked_in_their_own_spelling_each_with_a_mark_of_its_own() {
        let commands = json!({ "CMD": {
            "a": "crm.company.add?fields[TITLE]=x", "b": "crm.contact.add?Fields%5BNAME%5D=$result[a]",
            "c": "crm.company.add", "d": "crm.company.add?fields=text", "e": "crm.company.get?id=1" } });
        assert_eq!(
            params_of("batch", commands),
            (
                json!({ "CMD": {
                    "a": "crm.company.add?fields[TITLE]=x&fields[ORIGINATOR_ID]=b24-conformance&fields[ORIGIN_ID]=0%2F1",
                    "b": "crm.contact.add?Fields%5BNAME%5D=$result[a]&Fields[ORIGINATOR_ID]=b24-conformance&Fields[ORIGIN_ID]=0%2F2",
                    "c": "crm.company.add", "d": "crm.company.add?fields=text", "e": "crm.company.get?id=1" } }),
                vec!["\"a\" Company 0/1".to_owned(), "\"b\" Contact 0/2".to_owned()]
            )
        );
        let (_, makings) = params_of("batch", json!({ "cmd": ["profile", "crm.company.add?fields[TITLE]=x", 5] }));
        assert_eq!(makings, ["\"1\" Company 0/1"]);
    }
}
