//! Projects the contract down to OpenAPI 3.0.3, for code generators that read nothing newer.
//!
//! The projection says what is sent and what comes back, not what is valid: checks belong to the 3.1 document.

mod downgrade;

use serde_json::{Map, Value, json};

use super::bundle;
use super::model::{Contract, Method};
use super::names::{self, Components};

pub(crate) use downgrade::{DROPPED, KEPT};

/// The 3.0.3 document: one POST a method, one type of success, one type of error.
pub(crate) fn openapi(contract: &Contract) -> Value {
    let info = &contract.root["info"];
    let paths: Map<String, Value> =
        contract.methods.iter().map(|method| (format!("/{}", method.name), path_item(method))).collect();
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {
            "title": info["title"],
            "description": "For code generators. It drops what OpenAPI 3.0 cannot say; openapi.json has the whole contract.",
            "version": info["version"],
        },
        "paths": paths,
        "components": { "schemas": schemas(contract) },
    });
    for member in ["servers", "tags"] {
        if let Some(value) = contract.root.get(member) {
            document[member] = value.clone();
        }
    }
    document
}

fn path_item(method: &Method) -> Value {
    let components = Components::of(&method.name);
    let json_of =
        |component: &str| json!({ "application/json": { "schema": { "$ref": names::reference(component) } } });
    json!({
        "post": {
            "tags": [method.tag],
            "operationId": method.name,
            "summary": method.summary,
            "description": method.description.trim_end(),
            "requestBody": { "required": true, "content": json_of(&components.params) },
            "responses": {
                "200": { "description": "The call succeeded.", "content": json_of(&components.answer) },
                "4XX": { "description": "The call cannot succeed as it was sent.", "content": json_of("ErrorEnvelope") },
                "5XX": { "description": "The portal failed, or asks to wait.", "content": json_of("ErrorEnvelope") },
            },
        },
    })
}

/// Every component except the envelopes, which are part of the answers here.
fn schemas(contract: &Contract) -> Map<String, Value> {
    let bundled = bundle::schemas(contract);
    let flat = |(name, schema): (&String, &Value)| {
        let schema = if name.ends_with(".answer") { flattened(&bundled, schema) } else { schema.clone() };
        (name.clone(), downgrade::schema(&schema))
    };
    bundled.iter().filter(|(name, _)| ![bundle::ENVELOPE, bundle::PAGE].contains(&name.as_str())).map(flat).collect()
}

/// An answer with the members of its envelopes as its own.
fn flattened(schemas: &Map<String, Value>, answer: &Value) -> Value {
    let envelopes = answer["allOf"].as_array().into_iter().flatten();
    let envelopes = envelopes.filter_map(|envelope| schemas.get(names::referred(envelope["$ref"].as_str()?)?));
    let mut flat = schemas.get(bundle::ENVELOPE).cloned().unwrap_or_default();
    flat["title"] = answer["title"].clone();
    let mut required: Vec<&Value> = Vec::new();
    for part in envelopes.chain(std::iter::once(answer)) {
        for (name, member) in part["properties"].as_object().into_iter().flatten() {
            flat["properties"][name] = member.clone();
        }
        required.extend(part["required"].as_array().into_iter().flatten());
    }
    flat["required"] = json!(required);
    flat
}
