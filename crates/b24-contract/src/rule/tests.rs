//! Rules as they are written, read.

use serde_json::{Value, json};

use super::*;

fn rule(then: Value) -> Result<Rule, serde_json::Error> {
    rule_with("then", json!([then]))
}

/// A rule with one of its members replaced.
fn rule_with(member: &str, value: Value) -> Result<Rule, serde_json::Error> {
    let mut rule = json!({
        "id": "protocol/x/y",
        "says": "Something holds.",
        "source": { "documented": "page" },
        "needs": ["write", "control"],
        "given": [
            { "company": "$c", "fields": { "TITLE": "x" } },
            { "contact": "$a" },
            { "link": ["$c", "$a"], "SORT": 10, "IS_PRIMARY": "Y" },
        ],
        "when": { "call": "crm.x", "params": { "id": "$c" }, "as": "no-scope", "via": "form", "auth-in": "query" },
        "then": [{ "status": 200 }],
    });
    rule[member] = value;
    serde_json::from_value(rule)
}

#[test]
fn a_rule_is_read_with_all_its_parts() {
    let rule = rule(json!({ "result": null, "answer-headers": { "x": "y" }, "empty-body": true })).expect("a rule");
    assert_eq!(rule.needs, [Need::Write, Need::Control]);
    assert!(matches!(&rule.given[..], [
        Given::Company { company, fields },
        Given::Contact { contact, .. },
        Given::Link { link, sort: Some(10), is_primary: Some(primary) },
    ] if company == "$c" && fields["TITLE"] == "x" && contact == "$a" && link[1] == "$a" && primary == "Y"));
    let when = rule.when.expect("it has one");
    assert_eq!((when.credential, when.via, when.auth_in), (Credential::NoScope, crate::Encoding::Form, AuthIn::Query));
    let then = &rule.then[0];
    assert!(then.call.is_none() && then.empty_body && !then.success);
    assert_eq!((&then.result, then.answer_headers["x"].as_str()), (&Some(Value::Null), "y"));
}

#[test]
fn an_expectation_may_send_a_call_of_its_own() {
    let then = |then: Value| rule(then).map(|rule| rule.then[0].clone());
    let second = then(json!({ "call": "crm.y", "params": { "a": 1 }, "as": "oauth", "status": 200, "count": 0 }));
    let second = second.expect("a rule");
    let call = second.call.expect("it has one");
    assert_eq!((call.call.as_str(), call.credential, &call.params["a"]), ("crm.y", Credential::Oauth, &json!(1)));
    assert_eq!((second.status, second.count, second.result), (Some(200), Some(0), None));
    for broken in [json!({ "call": "crm.y", "as": "nobody" }), json!({ "call": 5 }), json!({ "status": "ok" })] {
        assert!(then(broken.clone()).is_err(), "{broken}");
    }
}

#[test]
fn several_records_have_numbered_variables() {
    let given = json!([
        { "company": "$c", "times": 2, "fields": { "TITLE": "x" } },
        { "contact": "$a", "times": 1 },
        { "call": "crm.x", "params": { "id": "$c1" }, "as": "oauth", "take": { "$p": "/result/PHONE/0/ID" } },
    ]);
    let rule = rule_with("given", given).expect("a rule");
    assert!(matches!(&rule.given[..], [
        Given::Company { company: first, fields },
        Given::Company { company: second, fields: same },
        Given::Contact { contact, .. },
        Given::Call(call),
    ] if (first.as_str(), second.as_str(), contact.as_str()) == ("$c1", "$c2", "$a1")
        && fields == same && fields["TITLE"] == "x"
        && call.call == "crm.x" && call.credential == Credential::Oauth && call.take["$p"] == "/result/PHONE/0/ID"));
    for broken in [
        json!([{ "company": "$c", "links": 1 }]),
        json!([{ "link": ["$c"] }]),
        json!([{ "contact": "$a", "times": "many" }]),
        json!([{ "person": "$p" }]),
        json!({ "company": "$c" }),
    ] {
        assert!(rule_with("given", broken.clone()).is_err(), "{broken}");
    }
}

#[test]
fn what_is_taken_belongs_to_the_call_or_to_the_expectation() {
    let rule = rule(json!({
        "call": "crm.y", "take": { "$t": "/total" },
        "every": { "A": 1 }, "values": { "/total": null }, "keys": { "/result/result": ["b", "a"] },
    }));
    let then = &rule.expect("a rule").then[0];
    assert!(then.call.as_ref().is_some_and(|call| call.take.is_empty()));
    assert_eq!((then.take["$t"].as_str(), &then.values["/total"]), ("/total", &Value::Null));
    assert_eq!(
        (then.every.as_ref().expect("given")["A"].clone(), &then.keys["/result/result"][..]),
        (json!(1), &["b".to_owned(), "a".to_owned()][..])
    );

    let when = rule_with("when", json!({ "call": "crm.x", "take": { "$t": "/total" } })).expect("a rule").when;
    assert_eq!(when.expect("it has one").take["$t"], "/total");
}
