//! Each member of an expectation, met and unmet.

use b24_contract::RawExchange;
use serde_json::json;

use super::*;
use crate::variable::Held;

fn exchange(status: u16, body: &str) -> Exchange {
    let raw = RawExchange {
        method: "crm.company.contact.items.get".to_owned(),
        status,
        headers: vec![("allow".to_owned(), "GET, POST".to_owned())],
        body: body.as_bytes().to_vec(),
        ..RawExchange::default()
    };
    Exchange::new(raw, &[])
}

/// What is unmet, a line each.
fn found(expectation: Value, status: u16, body: &str) -> Vec<String> {
    let expectation: Expectation = serde_json::from_value(expectation).expect("an expectation of the grammar");
    let variables = Variables::from([("c".to_owned(), Held::Number(7))]);
    unmet(&expectation, &exchange(status, body), &variables)
        .into_iter()
        .map(|unmet| format!("{} {}", unmet.pointer, unmet.message))
        .collect()
}

const LINKS: &str = r#"{"result":[{"CONTACT_ID":7,"SORT":10.0},{"CONTACT_ID":8,"SORT":20}],"time":{}}"#;
const ERROR: &str = r#"{"error":"","error_description":"The parameter ownerEntityID is invalid or not defined."}"#;

#[test]
fn what_is_met_is_not_mentioned() {
    let nothing: [String; 0] = [];
    for (expectation, status, body) in [
        (json!({ "status": 200, "count": 2, "success": true }), 200, LINKS),
        (json!({ "contains": { "CONTACT_ID": "$c", "SORT": 10 } }), 200, LINKS),
        (json!({ "result": [{ "SORT": 10, "CONTACT_ID": "$c" }, { "CONTACT_ID": 8, "SORT": 20 }] }), 200, LINKS),
        (json!({ "every": { "SORT": 10 } }), 200, r#"{"result":[]}"#),
        (json!({ "includes": ["crm", "$c"], "lacks": ["basic", 8] }), 200, r#"{"result":["user","crm",7]}"#),
        (json!({ "every": { "A": "${c}" } }), 200, r#"{"result":[{"A":"7","B":1},{"A":"7"}]}"#),
        (json!({ "values": { "/result/1/SORT": 20.0, "/result/0/CONTACT_ID": "$c", "/time": {} } }), 200, LINKS),
        (json!({ "keys": { "/result/0": ["CONTACT_ID", "SORT"], "": ["result", "time"] } }), 200, LINKS),
        (json!({ "present": ["/time", "/result/0"], "absent": ["/next"] }), 200, LINKS),
        (json!({ "error": "crm.company.contact.items.get/owner-invalid", "absent": ["/result"] }), 400, ERROR),
        (json!({ "contains": { "A": 1 } }), 200, r#"{"result":{"A":1,"B":2}}"#),
        (json!({ "result": null }), 200, r#"{"result":null}"#),
        (json!({ "answer-headers": { "Allow": "^GET, POST$" }, "empty-body": true }), 405, ""),
        (
            json!({ "xml": "<result><item>$c</item></result>" }),
            200,
            "<response><result><item>7</item></result></response>",
        ),
    ] {
        assert_eq!(found(expectation.clone(), status, body), nothing, "{expectation}");
    }
}

#[test]
fn what_is_unmet_is_told() {
    let shown: Vec<String> = [
        (json!({ "status": 200 }), 404, ERROR),
        (json!({ "error": "crm.company.contact.items.get/owner-invalid" }), 500, ERROR),
        (json!({ "error": "crm.company.contact.items.get/owner-invalid" }), 200, LINKS),
        (json!({ "success": true }), 400, ERROR),
        (json!({ "success": true }), 200, "<html>"),
        (json!({ "result": [] }), 200, LINKS),
        (json!({ "result": true }), 400, ERROR),
        (json!({ "contains": { "CONTACT_ID": "$c", "SORT": 99 } }), 200, LINKS),
        (json!({ "count": 3 }), 200, LINKS),
        (json!({ "count": 1 }), 200, r#"{"result":true}"#),
        (json!({ "every": { "CONTACT_ID": "$c" } }), 200, LINKS),
        (json!({ "every": { "A": 1 } }), 200, r#"{"result":{"A":1}}"#),
        (json!({ "includes": ["crm", "user"], "lacks": ["user"] }), 200, r#"{"result":["user"]}"#),
        (json!({ "lacks": ["user"] }), 200, r#"{"result":{"user":1}}"#),
        (json!({ "values": { "/result/0/SORT": "10", "/result/2": null } }), 200, LINKS),
        (json!({ "keys": { "/result/0": ["SORT", "CONTACT_ID"], "/result": [], "/next": [] } }), 200, LINKS),
        (json!({ "present": ["/time/start"], "absent": ["/result"] }), 200, LINKS),
        (json!({ "answer-headers": { "allow": "^PUT$", "x-none": "." } }), 200, LINKS),
        (json!({ "empty-body": true }), 200, LINKS),
        (json!({ "xml": "<result/>" }), 200, LINKS),
        (json!({ "xml": "<result/>" }), 200, "<html><br></html>"),
        (json!({ "xml": "<result/>" }), 200, "<answer/>"),
        (json!({ "xml": "<result/>" }), 200, "<response><result>1</result></response>"),
        (json!({ "xml": "<error/>" }), 200, "<response><result>1</result></response>"),
    ]
    .into_iter()
    .map(|(expectation, status, body)| {
        format!("{expectation}\n  {}", found(expectation.clone(), status, body).join("\n  "))
    })
    .collect();
    insta::assert_snapshot!(shown.join("\n"));
}
