//! The published list of clauses and the embedded contract say the same.

use std::collections::BTreeSet;

use b24_contract::{ClauseId, Method, contract};
use serde_json::Value;

fn published(kind: &str) -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/dist/clauses.json");
    let list = std::fs::read_to_string(path).expect("the list can be read");
    let list: Value = serde_json::from_str(&list).expect("the list is JSON");
    let ids = list[kind].as_array().expect("the kind is listed");
    ids.iter().map(|id| id.as_str().expect("an id is text").to_owned()).collect()
}

/// The list and the contract name the same clauses; whatever is on one side only is told.
fn same(kind: &str, embedded: impl IntoIterator<Item = ClauseId>) {
    let embedded: BTreeSet<String> = embedded.into_iter().map(|id| id.to_string()).collect();
    let published = published(kind);
    let unlike: Vec<_> = embedded.symmetric_difference(&published).collect();
    assert!(unlike.is_empty(), "not on both sides: {unlike:?}");
}

#[test]
fn schemas() {
    same("schemas", contract().schema_locations().into_iter().map(|(id, _)| id));
}

#[test]
fn errors() {
    same("errors", contract().errors.iter().map(|error| error.id.clone()));
}

#[test]
fn rules() {
    same("rules", contract().rules.iter().map(|rule| rule.id.clone()));
}

#[test]
fn every_clause_has_a_case() {
    let cases = b24_conformance::plan(contract());
    let checked: BTreeSet<&str> = cases.iter().flat_map(|case| &case.clauses).map(ClauseId::as_str).collect();
    let clauses: BTreeSet<String> = ["errors", "rules", "schemas"].into_iter().flat_map(published).collect();
    let missing: Vec<&String> = clauses.iter().filter(|id| !checked.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "no case checks {missing:?}");
}

#[test]
fn every_method_has_cases_of_its_own() {
    let cases = b24_conformance::plan(contract());
    let without: Vec<&Method> =
        Method::ALL.iter().filter(|method| !cases.iter().any(|case| case.group == method.name())).collect();
    assert!(without.is_empty(), "{without:?}");
}
