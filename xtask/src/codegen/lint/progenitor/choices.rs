//! Limits of enums, alternatives and null.

use std::collections::BTreeMap;

use serde_json::Value;

use super::view::{Limit, Schema, View};

const BY_HAND: &str = "make it a shared schema with a type written by hand";

pub(super) fn limits(view: &View<'_>) -> Vec<Limit> {
    view.schemas
        .iter()
        .flat_map(|schema| [values, alternatives, combined, nothing].map(|limits| limits(schema)))
        .flatten()
        .collect()
}

/// Enums: values stay apart as identifiers, and an answer may bring a new one.
fn values(schema: &Schema<'_>) -> Vec<Limit> {
    let Some(values) = schema.value["enum"].as_array() else { return Vec::new() };
    let mut limits = Vec::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        match value {
            Value::String(text) => {
                if let Some(first) = taken.insert(variant(text), text) {
                    let message =
                        format!("the generator panics on {first:?} and {text:?}, which become one variant; {BY_HAND}");
                    limits.push(schema.limit(&format!("/enum/{index}"), message));
                }
            }
            Value::Bool(_) => {
                let message = format!("the generator takes every truth value for an enum of {value}; {BY_HAND}");
                limits.push(schema.limit(&format!("/enum/{index}"), message));
            }
            _ => {}
        }
    }
    if schema.decoded && !taken.is_empty() {
        let message = format!("an answer with a new value could not be decoded; {BY_HAND}");
        limits.push(schema.limit("/enum", message));
    }
    limits
}

/// The variant that the generator makes of a value; characters that no identifier has become `X`.
fn variant(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words = kept.split('-').filter(|word| !word.is_empty()).collect::<String>();
    if words.is_empty() { "x".repeat(text.chars().count().max(1)) } else { words.to_lowercase() }
}

/// `oneOf`, `anyOf` and `not`.
fn alternatives(schema: &Schema<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for key in ["oneOf", "anyOf"] {
        if schema.value.get(key).is_some() {
            let nullable = schema.named && schema.value["nullable"] == true;
            let effect = if nullable {
                "a nullable choice becomes a type that contains itself and does not compile"
            } else {
                "the generator takes the first alternative that fits, ignores any discriminator, and drops the rest of the data"
            };
            limits.push(schema.limit(&format!("/{key}"), format!("{effect}; {BY_HAND}")));
        }
    }
    if schema.value.get("not").is_some() {
        limits.push(
            schema.limit("/not", format!("the generator panics on `not`; drop it in the projection or {BY_HAND}")),
        );
    }
    limits
}

/// `allOf` whose parts contradict each other.
fn combined(schema: &Schema<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut kind: Option<&Value> = schema.value.get("type");
    let mut members: BTreeMap<&String, &Value> = BTreeMap::new();
    for (index, part) in schema.value["allOf"].as_array().into_iter().flatten().enumerate() {
        let own = part.get("type");
        let clash = own.zip(kind).is_some_and(|(own, first)| own != first)
            || part["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .any(|(name, member)| members.insert(name, member).is_some_and(|first| first != member));
        if clash {
            let message = format!("the generator accepts anything where parts of `allOf` disagree; {BY_HAND}");
            limits.push(schema.limit(&format!("/allOf/{index}"), message));
        }
        kind = kind.or(own);
    }
    limits
}

/// `nullable` without a type, and on members that may also be absent.
fn nothing(schema: &Schema<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let value = schema.value;
    if value["nullable"] == true && value.get("type").is_none() && value.get("oneOf").or(value.get("anyOf")).is_none() {
        let message = "the generator may take `nullable` without `type` for a list; name the type";
        limits.push(schema.limit("/nullable", message));
    }
    let required: Vec<_> = value["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, member) in value["properties"].as_object().into_iter().flatten() {
        if member["nullable"] == true && !required.contains(&name.as_str()) {
            let message = format!(
                "the generated code cannot tell null from absent and drops the null; require {name:?} or {BY_HAND}"
            );
            limits.push(schema.limit(&format!("/properties/{}", crate::codegen::lint::token(name)), message));
        }
    }
    limits
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{document, finds};

    fn params(id: Value) -> Value {
        let object = json!({ "type": "object", "additionalProperties": {} });
        document(json!({ "type": "object", "properties": { "id": id } }), object)
    }

    fn answer(result: Value) -> Value {
        document(
            json!({ "type": "object" }),
            json!({ "type": "object", "properties": { "result": result }, "required": ["result"], "additionalProperties": {} }),
        )
    }

    #[test]
    fn choices_that_the_generator_gets_wrong() {
        let mut nullable = answer(json!({ "type": "string" }));
        nullable["components"]["schemas"]["Choice"] = json!({ "nullable": true, "oneOf": [{ "type": "string" }] });
        let cases = [
            ("values that differ in case", params(json!({ "type": "string", "enum": ["a", "A"] }))),
            ("values without letters", params(json!({ "type": "string", "enum": [">", "<", "!", "%"] }))),
            ("values of one spelling", params(json!({ "type": "string", "enum": ["not found", "not-found"] }))),
            ("one truth value", params(json!({ "type": "boolean", "enum": [false] }))),
            ("enum in an answer", answer(json!({ "type": "string", "enum": ["Y", "N"] }))),
            ("oneOf", params(json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }))),
            ("anyOf", params(json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] }))),
            ("named and nullable", nullable),
            ("not", params(json!({ "not": { "type": "string" } }))),
            ("allOf of two types", params(json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }))),
            (
                "allOf of two members",
                params(json!({ "allOf": [
                { "type": "object", "properties": { "a": { "type": "string" } } },
                { "type": "object", "properties": { "a": { "type": "integer" } } },
            ] })),
            ),
            ("nullable without a type", params(json!({ "nullable": true }))),
            ("optional and nullable", params(json!({ "type": "integer", "nullable": true }))),
        ];
        insta::assert_snapshot!(finds(super::limits, cases));
    }

    #[test]
    fn an_empty_value_and_a_sole_allof_are_fine() {
        let fine = params(json!({ "type": "string", "enum": ["", "Y", "N"] }));
        assert_eq!(super::limits(&super::View::new(&fine, &[])), []);
        let fine = params(json!({ "allOf": [{ "type": "string" }] }));
        assert_eq!(super::limits(&super::View::new(&fine, &[])), []);
    }
}
