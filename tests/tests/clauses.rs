//! The published list of clauses and the embedded contract say the same.

use std::collections::BTreeSet;

use b24_contract::contract;
use serde_json::Value;

fn published(kind: &str) -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/dist/clauses.json");
    let list = std::fs::read_to_string(path).expect("the list can be read");
    let list: Value = serde_json::from_str(&list).expect("the list is JSON");
    let ids = list[kind].as_array().expect("the kind is listed");
    ids.iter().map(|id| id.as_str().expect("an id is text").to_owned()).collect()
}

#[test]
fn schemas() {
    let embedded: BTreeSet<_> = contract().schema_locations().iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(embedded, published("schemas"));
}

#[test]
fn errors() {
    let embedded: BTreeSet<_> = contract().errors.iter().map(|error| error.id.to_string()).collect();
    assert_eq!(embedded, published("errors"));
}

#[test]
fn rules() {
    let embedded: BTreeSet<_> = contract().rules.iter().map(|rule| rule.id.to_string()).collect();
    assert_eq!(embedded, published("rules"));
}

#[test]
fn every_clause_has_a_case() {
    for kind in ["errors", "rules", "schemas"] {
        for id in published(kind) {
            let cases = b24_conformance::cases_of(&b24_contract::ClauseId::new(id.clone()));
            assert!(!cases.is_empty(), "{id}");
        }
    }
}
