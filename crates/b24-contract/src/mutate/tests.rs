//! Each mutation is found by the judge where it says, and only there.

mod valid;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::judge::schema::Schemas;
use crate::{ExampleKind, Method, contract, judge, normalise};
use valid::any_valid;

/// The law: the value itself is valid, and the judge finds each mutation at its pointer, at its clause, and nothing else.
#[track_caller]
fn holds(schemas: &Schemas, components: Components, name: &str, value: &Value) {
    let judged = |value: &Value| schemas.judge(name, value).expect("a schema of the document");
    assert_eq!(judged(value), [], "{name}: {value}");
    for Mutation { value, pointer, clause, how } in mutate_in(components, name, value, |_| true) {
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

#[test]
fn ways_know_every_mutation_of_documented_payloads_and_repeat_it() {
    for example in contract().examples.iter().filter(|example| example.kind == ExampleKind::Answer) {
        let name = format!("{}.answer", example.method);
        let known: HashSet<(ClauseId, String)> = ways(&name).into_iter().map(|way| (way.clause, way.how)).collect();
        for mutation in mutate(&name, &example.payload) {
            let Mutation { clause, how, .. } = mutation.clone();
            assert!(known.contains(&(clause.clone(), how.clone())), "{clause}!{how} of {name}");
            assert_eq!(mutate_so(&name, &example.payload, &Way { clause, how }), Some(mutation));
        }
    }
    assert_eq!(ways("NoSuchSchema"), []);
}

/// A document with every keyword that mutations know and the contract does not use yet.
fn fixture() -> Value {
    json!({ "components": { "schemas": {
        "Code": { "type": ["string", "null"], "minLength": 2, "maxLength": 4 },
        "Base": { "type": "object", "required": ["id"], "properties": { "id": { "const": 5 }, "on": { "enum": [true] } } },
        "Pair": { "type": "array", "prefixItems": [{ "type": "boolean" }], "items": { "$ref": "#/components/schemas/Code" },
            "minItems": 1, "maxItems": 3 },
        "Shape": {
            "if": { "type": ["boolean", "integer"] },
            "then": { "const": false },
            "else": {
                "if": { "type": "array" },
                "then": { "type": "array", "maxItems": 0 },
                "else": { "type": "object", "additionalProperties": { "$ref": "#/components/schemas/Code" } },
            },
        },
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
    let mutations = mutate_in(components, "Row", &row, |_| true);
    let lines: Vec<_> = mutations
        .iter()
        .map(|Mutation { value, pointer, clause, how }| {
            let planted = value.pointer(pointer).expect("the mutated part");
            format!("{clause}!{how} at {pointer:?}: {planted}")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_shape_is_broken_in_the_branch_that_a_value_is_in() {
    let document = fixture();
    let components = Components::of(&document).expect("it has components");
    let schemas = Schemas::of(&document).expect("it compiles");
    let broken = |value: Value| {
        holds(&schemas, components, "Shape", &value);
        let mutations = mutate_in(components, "Shape", &value, |_| true).into_iter();
        mutations.map(|found| format!("{}!{} {}", found.clause, found.how, found.value)).collect::<Vec<_>>()
    };
    assert_eq!(broken(json!(false)), ["Shape#/then!const true"]);
    assert_eq!(broken(json!([])), ["Shape#/else/then!maxItems [null]"]);
    let outside = |found: &String| found.starts_with("Shape#/else/else!");
    let of_object = broken(json!({ "a": "ab" }));
    let types: Vec<_> = of_object.iter().filter(|found| outside(found)).collect();
    assert_eq!(
        types,
        ["Shape#/else/else!type:string \"\"", "Shape#/else/else!type:number 0.5", "Shape#/else/else!type:null null"]
    );
    assert!(of_object.iter().any(|found| found == r#"Code#!minLength {"a":"a"}"#), "{of_object:?}");
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
