//! Tests of what a stub may be.

use super::*;

fn answered(text: &str) -> (u16, Value) {
    let answer = Stub::parse(text.as_bytes()).expect("a stub").answer(|| json!("now"));
    (answer.status, answer.body)
}

#[test]
fn a_recorded_answer_is_a_stub_and_stays_as_it_is() {
    let recorded = json!({ "result": [{ "ID": "1" }], "next": 50, "total": 60, "time": { "duration": 0.1 } });
    assert_eq!(answered(&recorded.to_string()), (200, recorded));
    let refused = json!({ "error": "ACCESS_DENIED", "error_description": "Access denied." });
    assert_eq!(answered(&refused.to_string()), (400, refused));
}

#[test]
fn a_result_gets_the_time_that_it_lacks_and_an_error_has_none() {
    assert_eq!(answered(r#"{ "result": null }"#), (200, json!({ "result": null, "time": "now" })));
    assert_eq!(answered(r#"{ "error": "" }"#), (400, json!({ "error": "" })));
}

#[test]
fn the_status_is_the_stubs_own_and_no_part_of_the_answer() {
    assert_eq!(answered(r#"{ "status": 503, "error": "X" }"#), (503, json!({ "error": "X" })));
    assert_eq!(answered(r#"{ "status": 201, "result": 1, "time": 0 }"#), (201, json!({ "result": 1, "time": 0 })));
}

#[test]
fn members_keep_their_order() {
    let (_, body) = answered(r#"{ "total": 1, "result": { "b": 1, "a": 2 }, "time": 0 }"#);
    assert_eq!(body.to_string(), r#"{"total":1,"result":{"b":1,"a":2},"time":0}"#);
}

#[test]
fn what_is_no_answer_is_refused_with_its_reason() {
    for (text, reason) in [
        ("", "it is no JSON: EOF while parsing a value at line 1 column 0"),
        ("{ \"result\": 1, }", "it is no JSON: trailing comma at line 1 column 16"),
        ("[]", "a stub is an object with `result` or `error`, as a portal answers"),
        ("{}", "it has neither `result` nor `error`"),
        (r#"{ "ID": 1 }"#, "it has neither `result` nor `error`"),
        (r#"{ "result": 1, "error": "" }"#, "it has both `result` and `error`, and a portal answers one of them"),
        (r#"{ "error": { "code": 1 } }"#, "`error` must be a text"),
        (r#"{ "result": 1, "status": 199 }"#, "`status` is 199, no status from 200 to 599"),
        (r#"{ "result": 1, "status": "200" }"#, "`status` is \"200\", no status from 200 to 599"),
    ] {
        assert_eq!(Stub::parse(text.as_bytes()).expect_err("no stub"), reason, "{text}");
    }
}
