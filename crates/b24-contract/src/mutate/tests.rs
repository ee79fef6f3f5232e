//! Each mutation is found by the judge where it says, and only there.

use proptest::prelude::*;
use serde_json::{Map, json};

use super::*;
use crate::judge::schema::Schemas;
use crate::{ExampleKind, Method, contract, judge, normalise};

/// The law: the value itself is valid, and the judge finds each mutation at its pointer, at its clause, and nothing else.
#[track_caller]
fn holds(schemas: &Schemas, components: Components, name: &str, value: &Value) {
    let judged = |value: &Value| schemas.judge(name, value).expect("a schema of the document");
    assert_eq!(judged(value), [], "{name}: {value}");
    for Mutation { value, pointer, clause, how } in mutate_in(components, name, value) {
        let findings = judged(&value);
        assert!(findings.iter().any(|finding| finding.clause == clause), "{clause}!{how}: {findings:#?} in {value}");
        assert!(findings.iter().all(|finding| finding.pointer == pointer), "{clause}!{how}: {findings:#?} in {value}");
    }
}

fn embedded() -> (Schemas<'static>, Components<'static>) {
    let document = &contract().openapi;
    (Schemas::of(document).expect("it compiles"), Components::of(document).expect("it has components"))
}

fn ids(name: &str, value: &Value) -> Vec<String> {
    mutate(name, value).iter().map(|mutation| format!("{}!{}", mutation.clause, mutation.how)).collect()
}

#[test]
fn a_binding_is_broken_in_every_way_its_schema_knows() {
    let binding = json!({ "CONTACT_ID": 7, "SORT": 100, "ROLE_ID": 0, "IS_PRIMARY": "Y" });
    insta::assert_snapshot!(ids("ContactBinding", &binding).join("\n"));
}

#[test]
fn values_are_planted_next_to_what_was_there() {
    let planted = |name: &str, value: Value, id: &str| {
        let mutations = mutate(name, &value);
        let found = mutations.into_iter().find(|mutation| format!("{}!{}", mutation.clause, mutation.how) == id);
        found.map(|mutation| (mutation.pointer, mutation.value))
    };
    let text = |pointer: &str, value: Value| Some((pointer.to_owned(), value));
    assert_eq!(planted("Sort", json!(100), "Sort#!type:string"), text("", json!("100")));
    assert_eq!(planted("Sort", json!(100), "Sort#!maximum"), text("", json!(2_147_483_648_i64)));
    assert_eq!(planted("Sort", json!(100), "Sort#!minimum"), text("", json!(-2_147_483_649_i64)));
    assert_eq!(planted("YesNo", json!("Y"), "YesNo#!enum"), text("", json!("y")));
    assert_eq!(planted("ContactId", json!(7), "ContactId#!minimum"), text("", json!(0)));
    let envelope = json!({ "error": "", "error_description": "x" });
    assert_eq!(
        planted("ErrorEnvelope", envelope.clone(), "ErrorEnvelope#!present:result"),
        text("", json!({ "error": "", "error_description": "x", "result": null })),
    );
    assert_eq!(
        planted("ErrorEnvelope", envelope, "ErrorEnvelope#/properties/error!missing"),
        text("", json!({ "error_description": "x" })),
    );
}

#[test]
fn a_list_is_broken_at_the_first_entry_that_has_the_clause() {
    let rows = json!([{ "SORT": 1, "CONTACT_ID": 1, "ROLE_ID": 0, "IS_PRIMARY": "N" }]);
    let longer = Value::Array(vec![rows[0].clone(); 3]);
    let name = "crm.company.contact.items.get.result";
    assert_eq!(ids(name, &rows), ids(name, &longer));
    assert!(mutate(name, &longer).iter().all(|mutation| ["", "/0"].iter().any(|at| mutation.pointer.starts_with(at))));
    assert!(ids(name, &json!([])).iter().all(|id| id.starts_with("crm.company.contact.items.get.result#!type:")));
}

#[test]
fn an_unknown_schema_has_no_mutations() {
    assert_eq!(mutate("NoSuchSchema", &json!({})), []);
}

#[test]
fn documented_examples_obey_the_law() {
    let (schemas, components) = embedded();
    for example in &contract().examples {
        let method = Method::parse(&example.method).expect("checked by the document's test");
        match (example.kind, &example.payload) {
            (ExampleKind::Answer, payload) => holds(&schemas, components, &format!("{method}.answer"), payload),
            (ExampleKind::Result, payload) => holds(&schemas, components, &format!("{method}.result"), payload),
            (ExampleKind::Error, payload) => holds(&schemas, components, "ErrorEnvelope", payload),
            (ExampleKind::Request, Value::Object(params)) => {
                let params = Value::Object(normalise(method, params.clone()));
                holds(&schemas, components, &format!("{method}.params"), &params);
            }
            (ExampleKind::Request, other) => panic!("{} has the parameters {other}", example.id),
        }
    }
}

/// A document with every keyword that mutations know and the contract does not use yet.
fn fixture() -> Value {
    json!({ "components": { "schemas": {
        "Code": { "type": ["string", "null"], "minLength": 2, "maxLength": 4 },
        "Base": { "type": "object", "required": ["id"], "properties": { "id": { "const": 5 }, "on": { "enum": [true] } } },
        "Pair": { "type": "array", "prefixItems": [{ "type": "boolean" }], "items": { "$ref": "#/components/schemas/Code" },
            "minItems": 1, "maxItems": 3 },
        "Row": {
            "allOf": [{ "$ref": "#/components/schemas/Base" }],
            "required": ["other", "a/b~c"],
            "properties": {
                "id": true,
                "on": true,
                "a/b~c": { "$ref": "#/components/schemas/Pair", "description": "A pair." },
                "other": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5 },
                "map": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } },
                "tag": { "type": "string", "pattern": "^[a-z]+$" },
                "list": { "enum": [[1], [2]] },
            },
            "additionalProperties": false,
        },
    } } })
}

#[test]
fn every_keyword_is_broken_in_a_fixture() {
    let document = fixture();
    let components = Components::of(&document).expect("it has components");
    let schemas = Schemas::of(&document).expect("it compiles");
    let row = json!({
        "id": 5, "on": true, "a/b~c": [true, "ab", null], "other": 0.5, "map": { "x": 1 }, "tag": "abc", "list": [1],
    });
    holds(&schemas, components, "Row", &row);
    let mutations = mutate_in(components, "Row", &row);
    let lines: Vec<_> = mutations
        .iter()
        .map(|Mutation { value, pointer, clause, how }| {
            let planted = value.pointer(pointer).expect("the mutated part");
            format!("{clause}!{how} at {pointer:?}: {planted}")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// Values that are valid under a schema of the contract.
fn valid(components: Components<'static>, schema: &'static Value) -> BoxedStrategy<Value> {
    if let Some((_, referred)) = components.referred(schema) {
        let mut parts = vec![valid(components, referred)];
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            let name = name.as_str().expect("a name");
            parts.push(
                valid(components, &referred["additionalProperties"])
                    .prop_map(move |value| json!({ name: value }))
                    .boxed(),
            );
        }
        return if parts.len() > 1 { merged(parts) } else { parts.remove(0) };
    }
    if let Some(value) = schema.get("const") {
        return Just(value.clone()).boxed();
    }
    let number = |name: &str| schema.get(name).and_then(Value::as_i64);
    match schema["type"].as_str().expect("every schema of the contract has one type") {
        "integer" => (number("minimum").unwrap_or(i64::MIN)..=number("maximum").unwrap_or(i64::MAX))
            .prop_map(Value::from)
            .boxed(),
        "number" => {
            let (least, greatest) =
                (number("minimum").expect("bounded") as f64, number("maximum").expect("bounded") as f64);
            prop_oneof![(least..=greatest).prop_map(Value::from), Just(json!(least as i64))].boxed()
        }
        "boolean" => any::<bool>().prop_map(Value::Bool).boxed(),
        "string" => match (schema.get("enum").and_then(Value::as_array), schema.get("pattern").and_then(Value::as_str))
        {
            (Some(options), _) => prop::sample::select(options.clone()).boxed(),
            (None, Some(pattern)) => {
                let pattern = pattern.trim_start_matches('^').trim_end_matches('$').replace("\\d", "[0-9]");
                proptest::string::string_regex(&pattern)
                    .expect("a pattern without anchors")
                    .prop_map(Value::String)
                    .boxed()
            }
            (None, None) if schema.get("minLength").is_some() => ".{1,9}".prop_map(Value::String).boxed(),
            (None, None) => any::<String>().prop_map(Value::String).boxed(),
        },
        "array" => prop::collection::vec(valid(components, &schema["items"]), 0..4).prop_map(Value::Array).boxed(),
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
        parts.push(
            member
                .prop_map(move |member| {
                    Value::Object(member.map(|member| (name.clone(), member)).into_iter().collect())
                })
                .boxed(),
        );
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

fn any_valid() -> impl Strategy<Value = (String, Value)> {
    let (_, components) = embedded();
    let named = components.names().map(|name| {
        let schema = components.get(name).expect("named by the components");
        valid(components, schema).prop_map(move |value| (name.to_owned(), value))
    });
    proptest::strategy::Union::new(named)
}

proptest! {
    #[test]
    fn valid_values_obey_the_law((name, value) in any_valid()) {
        let (schemas, components) = embedded();
        holds(&schemas, components, &name, &value);
    }

    #[test]
    fn the_public_judge_finds_what_was_planted((name, value) in any_valid()) {
        for mutation in mutate(&name, &value) {
            let findings = judge::value(&name, &mutation.value);
            prop_assert!(findings.iter().any(|finding| finding.clause == mutation.clause && finding.pointer == mutation.pointer));
        }
    }
}
