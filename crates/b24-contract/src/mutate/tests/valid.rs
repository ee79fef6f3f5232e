//! Values that are valid under a schema of the contract.

use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

use super::embedded;
use crate::component::Components;

/// A component of the contract with a valid value.
pub(super) fn any_valid() -> impl Strategy<Value = (String, Value)> {
    let (_, components) = embedded();
    let named = components.names().map(|name| {
        let schema = components.get(name).expect("named by the components");
        valid(components, schema).prop_map(move |value| (name.to_owned(), value))
    });
    Union::new(named)
}

fn valid(components: Components<'static>, schema: &'static Value) -> BoxedStrategy<Value> {
    if let Some((_, referred)) = components.referred(schema) {
        let mut parts = vec![valid(components, referred)];
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            let name = name.as_str().expect("a name");
            let member = valid(components, &referred["additionalProperties"]);
            parts.push(member.prop_map(move |value| json!({ name: value })).boxed());
        }
        return if parts.len() > 1 { merged(parts) } else { parts.remove(0) };
    }
    if let Some(value) = schema.get("const") {
        return Just(value.clone()).boxed();
    }
    if schema.get("if").is_some() {
        let branch = |keyword: &str| valid(components, &schema[keyword]);
        return prop_oneof![branch("then"), branch("else")].boxed();
    }
    match schema.get("type") {
        Some(Value::String(kind)) => of_type(components, schema, kind),
        Some(kinds) => {
            let kinds = kinds.as_array().expect("one type or several").iter();
            Union::new(kinds.map(|kind| of_type(components, schema, kind.as_str().expect("a type")))).boxed()
        }
        None => Just(json!([1, "x", null])).boxed(),
    }
}

fn of_type(components: Components<'static>, schema: &'static Value, kind: &str) -> BoxedStrategy<Value> {
    let number = |name: &str| schema.get(name).and_then(Value::as_i64);
    match kind {
        "null" => Just(Value::Null).boxed(),
        "integer" => (number("minimum").unwrap_or(i64::MIN)..=number("maximum").unwrap_or(i64::MAX))
            .prop_map(Value::from)
            .boxed(),
        "number" => {
            let bound = |name: &str| number(name).map(|bound| bound as f64);
            let (least, greatest) = (bound("minimum").unwrap_or(-1e12), bound("maximum").unwrap_or(1e12));
            prop_oneof![(least..=greatest).prop_map(Value::from), Just(json!(least as i64))].boxed()
        }
        "boolean" => any::<bool>().prop_map(Value::Bool).boxed(),
        "string" => match (schema.get("enum").and_then(Value::as_array), schema.get("pattern").and_then(Value::as_str))
        {
            (Some(options), _) => prop::sample::select(options.clone()).boxed(),
            (None, Some(pattern)) => {
                let pattern = pattern.trim_start_matches('^').trim_end_matches('$').replace("\\d", "[0-9]");
                let texts = proptest::string::string_regex(&pattern).expect("a pattern without anchors");
                texts.prop_map(Value::String).boxed()
            }
            (None, None) => {
                let shortest = number("minLength").map_or(0, |limit| usize::try_from(limit).expect("a length"));
                let letters = prop::collection::vec(any::<char>(), shortest..shortest + 9);
                letters.prop_map(|letters| Value::String(letters.into_iter().collect())).boxed()
            }
        },
        "array" => {
            let longest = number("maxItems").map_or(3, |limit| usize::try_from(limit).expect("a length").min(3));
            prop::collection::vec(valid(components, &schema["items"]), 0..=longest).prop_map(Value::Array).boxed()
        }
        "object" => object(components, schema),
        other => panic!("no values of type {other}"),
    }
}

fn object(components: Components<'static>, schema: &'static Value) -> BoxedStrategy<Value> {
    let mut parts = vec![];
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        parts.push(valid(components, part));
    }
    for (name, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let required = schema["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
        let member = valid(components, member);
        let member = if required { member.prop_map(Some).boxed() } else { prop::option::of(member).boxed() };
        let part =
            |member: Option<Value>| Value::Object(member.map(|member| (name.clone(), member)).into_iter().collect());
        parts.push(member.prop_map(part).boxed());
    }
    let other = match schema.get("additionalProperties") {
        Some(others) if others.as_object().is_some_and(|others| !others.is_empty()) => valid(components, others),
        _ => Just(json!([1, "x", null])).boxed(),
    };
    parts.push(("UF_[A-Z]{1,5}", other).prop_map(|(name, value)| json!({ name: value })).boxed());
    merged(parts)
}

/// One object of the members of several.
fn merged(parts: Vec<BoxedStrategy<Value>>) -> BoxedStrategy<Value> {
    let merge = |parts: Vec<Value>| {
        let members = parts.into_iter().filter_map(|part| part.as_object().cloned()).flatten();
        Value::Object(members.collect::<Map<_, _>>())
    };
    parts.prop_map(merge).boxed()
}
