//! What is sent again, and what a clause is told to say.

use b24_contract::contract;
use b24_contract::rule::Call;
use serde_json::json;

use super::*;
use crate::variable::RESULT;
use crate::wire::{Brackets, Request, compose};

fn step(method: &str, params: Value, writes: bool, takes: Option<&str>) -> Step {
    let call =
        Call { call: method.to_owned(), params: params.as_object().cloned().unwrap_or_default(), ..Call::default() };
    let takes = takes.map(|name| (name.to_owned(), RESULT.to_owned())).into_iter().collect();
    Step { takes, ..Step::new(compose(&call, Brackets::Raw), writes) }
}

fn again(steps: &[Step], decisive: &[usize]) -> Vec<usize> {
    replayed(steps, decisive).into_iter().collect()
}

#[test]
fn only_what_the_decisive_call_depends_on_is_sent_again() {
    let steps = [
        step("company", json!({}), true, Some("c")),
        step("company", json!({}), true, Some("d")),
        step("contact", json!({}), true, Some("a")),
        step("contact", json!({ "COMPANY_ID": "$d" }), true, Some("b")),
        step("link", json!({ "id": "$c", "CONTACT_ID": "$a" }), true, None),
        step("link", json!({ "id": "$d", "CONTACT_ID": "$a" }), true, None),
        step("get", json!({ "id": "$c" }), false, None),
        step("get", json!({ "id": "$c" }), false, None),
        step("link", json!({ "id": "$c", "CONTACT_ID": "$b" }), true, None),
        step("get", json!({ "id": "$c" }), false, None),
    ];
    assert_eq!(again(&steps, &[6]), [0, 2, 4, 6], "neither other companies nor reading");
    assert_eq!(again(&steps, &[9]), [0, 1, 2, 3, 4, 8, 9], "a record that needs another");
    assert_eq!(again(&steps, &[6, 7]), [0, 2, 4, 6, 7], "two calls that are compared");
    assert_eq!(again(&steps, &[]), [0; 0]);
}

#[test]
fn what_was_planted_for_a_call_belongs_to_it() {
    let plant = |number| Step { plants: true, ..Step::new(Request::plant("system/x", number), false) };
    let steps = [plant(0), step("get", json!({}), false, None), plant(1), step("get", json!({}), false, None)];
    assert_eq!(again(&steps, &[3]), [2, 3]);
}

#[test]
fn every_clause_is_told_in_its_own_words() {
    let said = |clause: &str| says(contract(), &ClauseId::new(clause));
    insta::assert_snapshot!(
        [
            "system/expired-token",
            "protocol/time/ordered",
            "ContactBinding#/properties/ROLE_ID",
            "YesNo#",
            "no/such-clause"
        ]
        .map(|clause| format!("{clause}: {}", said(clause)))
        .join("\n")
    );
    for (clause, _) in contract().schema_locations() {
        assert!(!said(clause.as_str()).is_empty(), "{clause}");
    }
}
