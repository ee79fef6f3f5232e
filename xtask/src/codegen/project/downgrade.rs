//! One JSON Schema of 2020-12 in the vocabulary of OpenAPI 3.0.

use serde_json::{Map, Value, json};

/// Keywords that only restrict what is valid, and annotations that 3.0 does not know. A generator can do without them.
pub(crate) const DROPPED: &[&str] = &[
    "$comment",
    "const",
    "contains",
    "dependentRequired",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "propertyNames",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Keywords that keep their meaning, or are translated.
pub(crate) const KEPT: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "deprecated",
    "description",
    "else",
    "enum",
    "if",
    "items",
    "oneOf",
    "properties",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "writeOnly",
];

/// The schema for a 3.0 document. References lose their siblings, integers are 64 bits wide, `const` is an `enum` of
/// one, `[T, "null"]` is nullable, `if`/`then`/`else` is a choice of two.
pub(super) fn schema(source: &Value) -> Value {
    let Some(members) = source.as_object() else { return source.clone() };
    if let Some(target) = members.get("$ref") {
        return json!({ "$ref": target });
    }
    let mut target = Map::new();
    for (key, value) in members {
        match key.as_str() {
            "type" => kind(value, &mut target),
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let properties: Map<_, _> = properties.map(|(name, member)| (name.clone(), schema(member))).collect();
                target.insert(key.clone(), Value::Object(properties));
            }
            "items" | "additionalProperties" => {
                target.insert(key.clone(), schema(value));
            }
            "allOf" | "anyOf" | "oneOf" => {
                target.insert(key.clone(), value.as_array().into_iter().flatten().map(schema).collect());
            }
            "if" => {
                let branches = ["then", "else"].map(|branch| members.get(branch).map_or_else(|| json!({}), schema));
                target.insert("oneOf".into(), json!(branches));
            }
            "then" | "else" => {}
            "const" => {
                target.insert("enum".into(), json!([value]));
            }
            key if DROPPED.contains(&key) => {}
            _ => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
    if target.get("type").is_some_and(|kind| kind == "integer") {
        target.insert("format".into(), json!("int64"));
    }
    Value::Object(target)
}

fn kind(value: &Value, target: &mut Map<String, Value>) {
    let Some(kinds) = value.as_array() else {
        target.insert("type".into(), value.clone());
        return;
    };
    let named: Vec<_> = kinds.iter().filter(|kind| *kind != "null").collect();
    if named.len() < kinds.len() {
        target.insert("nullable".into(), json!(true));
    }
    if let [only] = named[..] {
        target.insert("type".into(), only.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_3_0_cannot_say_is_translated_or_dropped() {
        let source = json!({
            "type": "object",
            "properties": {
                "ID": { "$ref": "#/components/schemas/ContactId", "description": "lost beside a reference" },
                "SORT": { "type": ["integer", "null"], "minimum": 1, "multipleOf": 5 },
                "KIND": { "const": "Y" },
                "DATE": { "type": "string", "format": "date-time", "pattern": "^2", "examples": ["2026"] },
                "fields": {
                    "if": { "type": "array" },
                    "then": { "type": "array", "items": { "type": "integer" } },
                    "else": { "type": "object", "additionalProperties": {} },
                },
            },
            "not": { "required": ["error"] },
            "additionalProperties": {},
        });
        insta::assert_snapshot!(format!("{:#}", schema(&source)));
    }
}
