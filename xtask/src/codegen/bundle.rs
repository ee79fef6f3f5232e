//! Puts the specification together as one OpenAPI 3.1 document.

mod operation;
mod references;

use serde_json::{Map, Value, json};

use super::model::Contract;
use super::names::{self, Components};

pub(crate) use references::{component_of, visit_references};

/// Name of the schema that every successful answer extends.
pub(crate) const ENVELOPE: &str = "SuccessEnvelope";

/// The bundled document: the root, one path a method, every schema a component.
pub(crate) fn openapi(contract: &Contract) -> Value {
    let mut document = contract.root.clone();
    let paths: Map<String, Value> = contract
        .methods
        .iter()
        .map(|method| (format!("/{}", method.name), operation::path_item(contract, method)))
        .collect();
    let components = &mut document["components"];
    if !components.is_object() {
        *components = json!({});
    }
    components["schemas"] = Value::Object(schemas(contract));
    components["examples"] = Value::Object(
        contract.errors.iter().map(|error| (operation::example_key(error), operation::error_example(error))).collect(),
    );
    components["responses"] = Value::Object(operation::responses(contract));
    document["x-b24-errors"] = contract.errors.iter().map(|error| error.id.as_str()).collect();
    document["paths"] = Value::Object(paths);
    document
}

/// Every schema by its component name, with references between components.
pub(crate) fn schemas(contract: &Contract) -> Map<String, Value> {
    let mut schemas = Map::new();
    for (name, schema) in &contract.schemas {
        schemas.insert(name.clone(), references::bundled(schema));
    }
    for method in &contract.methods {
        let components = Components::of(&method.name);
        schemas.insert(components.params, references::bundled(&method.parameters));
        schemas.insert(components.result.clone(), references::bundled(&method.result));
        schemas.insert(
            components.answer,
            json!({
                "title": format!("Answer of {}", method.name),
                "type": "object",
                "allOf": [{ "$ref": names::reference(ENVELOPE) }],
                "properties": { "result": { "$ref": names::reference(&components.result) } },
                "required": ["result"],
            }),
        );
    }
    schemas
}
