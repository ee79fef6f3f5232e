//! Each component as a JSON Schema document of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::bundle::{self, visit_references};
use super::model::Contract;
use super::names;
use super::output;
use crate::files::Texts;

/// `spec/dist/schemas/`: one file a component.
pub(crate) fn texts(contract: &Contract) -> Texts {
    let file =
        |(name, schema): (&String, &Value)| (format!("spec/dist/schemas/{name}.schema.json"), output::json(schema));
    standalone(contract).iter().map(file).collect()
}

/// Every component with its dialect, its id and the components that it refers to.
pub(crate) fn standalone(contract: &Contract) -> BTreeMap<String, Value> {
    let components = bundle::schemas(contract);
    components.keys().map(|name| (name.clone(), document(name, &components))).collect()
}

fn document(name: &str, components: &Map<String, Value>) -> Value {
    let mut needed = BTreeSet::new();
    let mut queue = vec![name.to_owned()];
    while let Some(next) = queue.pop() {
        let Some(schema) = components.get(&next) else { continue };
        visit_references(schema, "", &mut |_, target| {
            let found = target.strip_prefix(&names::reference("")).map(str::to_owned);
            queue.extend(found.filter(|found| needed.insert(found.clone())));
        });
    }
    let mut document = Map::new();
    document.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    document.insert("$id".into(), json!(format!("b24:schema/{name}")));
    let own = components.get(name).map(local).unwrap_or_default();
    document.extend(own.as_object().cloned().unwrap_or_default());
    let definitions: Map<_, _> =
        needed.into_iter().filter_map(|name| components.get(&name).map(local).map(|schema| (name, schema))).collect();
    if !definitions.is_empty() {
        document.insert("$defs".into(), Value::Object(definitions));
    }
    Value::Object(document)
}

/// The schema with references into `$defs`.
fn local(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| {
                let target = member.as_str().filter(|_| key == "$ref");
                let target = target.and_then(|target| target.strip_prefix(&names::reference("")));
                let member = target.map_or_else(|| local(member), |name| json!(format!("#/$defs/{name}")));
                (key.clone(), member)
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => Value::Array(items.iter().map(local).collect()),
        other => other.clone(),
    }
}
