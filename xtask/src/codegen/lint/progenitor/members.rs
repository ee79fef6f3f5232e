//! Limits of objects and of restrictions on values.

use std::collections::BTreeMap;

use serde_json::Value;

use super::view::{Limit, Schema, View};
use crate::codegen::lint::token;
use crate::codegen::names;

pub(super) fn limits(view: &View<'_>) -> Vec<Limit> {
    view.schemas
        .iter()
        .flat_map(|schema| [fields, unknown, restrictions].map(|limits| limits(schema)))
        .flatten()
        .collect()
}

/// Members that become the same field.
fn fields(schema: &Schema<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for name in schema.value["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
        if let Some(first) = taken.insert(names::snake(name), name) {
            let message = format!("{first:?} and {name:?} become the same field; the generated code does not compile");
            limits.push(schema.limit(&format!("/properties/{}", token(name)), message));
        }
    }
    limits
}

/// Members that the schema does not name, in what generated code decodes.
fn unknown(schema: &Schema<'_>) -> Vec<Limit> {
    let is_object = schema.text("type") == Some("object") || schema.value.get("properties").is_some();
    if !schema.decoded || !is_object {
        return Vec::new();
    }
    let (below, found) = match schema.value.get("additionalProperties") {
        Some(Value::Object(_)) => return Vec::new(),
        Some(Value::Bool(false)) => ("/additionalProperties", "an answer with a new member could not be decoded"),
        Some(_) => ("/additionalProperties", "`true` loses members that the schema does not name"),
        None => ("", "members that the schema does not name are lost"),
    };
    vec![schema.limit(below, format!("{found}; write `additionalProperties: {{}}`, which keeps them"))]
}

/// Keywords that make generated types stricter than the data, or of another type.
fn restrictions(schema: &Schema<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut report = |key: &str, message: &str| {
        if schema.value.get(key).is_some() {
            limits.push(schema.limit(&format!("/{key}"), message));
        }
    };
    match schema.text("type") {
        Some("string") => {
            report("format", "a formatted text loses its spelling or fails to decode; drop `format` in the projection");
            for key in ["pattern", "minLength", "maxLength"] {
                report(key, "the generated type refuses other texts; drop the keyword in the projection");
            }
        }
        Some("integer") => {
            for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
                report(key, "bounds change the integer's type, as to NonZeroU64; drop them in the projection");
            }
        }
        None if schema.value["type"].is_array() => {
            report("type", "OpenAPI 3.0 knows no list of types; the document does not parse");
        }
        _ => {}
    }
    limits
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{document, finds};

    fn params(schema: Value) -> Value {
        document(schema, json!({ "type": "object", "additionalProperties": {} }))
    }

    fn answer(schema: Value) -> Value {
        document(json!({ "type": "object" }), schema)
    }

    fn member(schema: Value) -> Value {
        params(json!({ "type": "object", "properties": { "x": schema } }))
    }

    #[test]
    fn members_and_restrictions_that_the_generator_gets_wrong() {
        let cases = [
            ("names that differ in case", params(json!({ "type": "object", "properties": { "id": {}, "ID": {} } }))),
            ("unknown members in an answer", answer(json!({ "type": "object" }))),
            ("any members in an answer", answer(json!({ "type": "object", "additionalProperties": true }))),
            ("no other members in an answer", answer(json!({ "type": "object", "additionalProperties": false }))),
            ("formatted text", member(json!({ "type": "string", "format": "date-time" }))),
            ("pattern", member(json!({ "type": "string", "pattern": "^a" }))),
            ("length", member(json!({ "type": "string", "minLength": 1, "maxLength": 2 }))),
            ("bounds", member(json!({ "type": "integer", "minimum": 1 }))),
            ("list of types", member(json!({ "type": ["integer", "null"] }))),
        ];
        insta::assert_snapshot!(finds(super::limits, cases));
    }
}
