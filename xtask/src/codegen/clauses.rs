//! The list of all ids: clauses and examples, so that none vanishes unnoticed.

use serde_json::{Map, Value, json};

use super::bundle;
use super::lint::token;
use super::model::Contract;

/// `spec/dist/clauses.json`: every id with its kind, sorted within its kind.
pub(crate) fn list(contract: &Contract) -> Value {
    let mut list = Map::new();
    let mut errors: Vec<_> = contract.all_errors().map(|(_, error)| error.id.clone()).collect();
    let own = contract.methods.iter().flat_map(|method| &method.rules);
    let mut rules: Vec<_> =
        contract.protocol.iter().chain(own).filter_map(|rule| Some(rule["id"].as_str()?.to_owned())).collect();
    let mut examples: Vec<_> =
        contract.methods.iter().flat_map(|method| &method.examples).map(|example| example.id.clone()).collect();
    let mut schemas = Vec::new();
    for (name, schema) in bundle::schemas(contract) {
        locations(&schema, &format!("{name}#"), &mut schemas);
    }
    for (kind, ids) in
        [("errors", &mut errors), ("rules", &mut rules), ("examples", &mut examples), ("schemas", &mut schemas)]
    {
        ids.sort();
        list.insert(kind.into(), json!(ids));
    }
    Value::Object(list)
}

/// A schema and those of members, items and branches in it.
fn locations(schema: &Value, id: &str, found: &mut Vec<String>) {
    found.push(id.to_owned());
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        locations(member, &format!("{id}/properties/{}", token(name)), found);
    }
    for keyword in ["items", "additionalProperties", "then", "else"] {
        if let Some(part) = schema.get(keyword).filter(|part| part.as_object().is_some_and(|part| !part.is_empty())) {
            locations(part, &format!("{id}/{keyword}"), found);
        }
    }
}
