//! Sources of every kind, as tools write them.

use serde_json::{Value, json};

use super::*;

/// Entries of a source, each as place, method, parameters, status, body, and what is known of it.
fn entries(name: &str, text: &str, hints: &Hints) -> Result<Vec<String>, Unreadable> {
    let mut found = Vec::new();
    read(name, text.as_bytes(), hints, &mut |entry| {
        let place = entry.place.map_or("-".to_owned(), |place| place.to_string());
        found.push(match entry.item {
            Item::NoCall => format!("{place} no call"),
            Item::Rest3 => format!("{place} REST 3.0"),
            Item::Call(recorded) => {
                let Recorded { exchange, request, answer, taken_for, of_suite } = *recorded;
                let mut words = vec![place, exchange.method().to_owned()];
                words.extend(request.then(|| format!("request {}", exchange.params())));
                let body = exchange.json().map_or(format!("{:?}", exchange.body()), Value::to_string);
                words.extend(answer.then(|| format!("answer {} {body}", exchange.status())));
                words.extend(taken_for.then(|| "taken for".to_owned()));
                words.extend(of_suite.then(|| "of the suite".to_owned()));
                words.join(" ")
            }
        });
    })?;
    Ok(found)
}

#[track_caller]
fn reads(name: &str, text: &str, expected: &[&str]) {
    assert_eq!(entries(name, text, &Hints::default()).expect("readable"), expected, "{name}");
}

#[test]
fn a_bare_payload_belongs_to_the_method_its_file_is_named_after() {
    for name in [
        "crm.company.get.json",
        "/data/CRM.company.get.answer-2.json",
        "crm.company.get/answer.json",
        "crm.company.get/2024/x.json",
    ] {
        reads(name, r#"{"id":1}"#, &[r#"- crm.company.get request {"id":1}"#]);
        let error = r#"{"error":"","error_description":"Not found"}"#;
        reads(name, error, &[&format!("- crm.company.get answer 400 {error}")]);
    }
    reads("profile.json", r#"{"result":true}"#, &[r#"- profile answer 200 {"result":true}"#]);
    reads("crm.deal.list.json", r#"{"result":[]}"#, &[r#"- crm.deal.list answer 200 {"result":[]}"#]);
    reads("recorded.json", r#"{"result":true}"#, &[r#"-  answer 200 {"result":true}"#]);
    reads("crm.companyx.json", "[]", &["-  request []"]);
}

#[test]
fn what_is_said_about_payloads_goes_before_how_they_look() {
    let read = |side, text| {
        let hints = Hints { method: Some("profile".to_owned()), side: Some(side) };
        entries("crm.company.get.json", text, &hints).expect("readable")
    };
    assert_eq!(read(Side::Answer, r#"{"id":1}"#), [r#"- profile answer 200 {"id":1}"#]);
    assert_eq!(read(Side::Request, r#"{"result":1}"#), [r#"- profile request {"result":1}"#]);
}

#[test]
fn an_answer_that_only_one_method_gives_is_taken_for_one_of_it() {
    let documented = b24_contract::contract().examples.iter();
    let answer =
        documented.clone().find(|example| example.id.as_str() == "crm.company.contact.items.get/example/answer");
    let answer = &answer.expect("a documented answer").payload;
    let read = entries("x.json", &answer.to_string(), &Hints::default()).expect("readable");
    assert_eq!(read.len(), 1);
    assert!(
        read[0].starts_with("- crm.company.contact.items.get answer") && read[0].ends_with("taken for"),
        "{read:?}"
    );
    reads("x.json", r#"{"result":[]}"#, &[r#"-  answer 200 {"result":[]}"#]);
}

#[test]
fn lines_may_be_payloads_with_their_method_exchanges_and_events() {
    let exchange = json!({
        "method": "profile", "verb": "POST", "target": "/profile", "credential": "webhook", "encoding": "json",
        "params": { "auth": "canary" }, "status": 200, "headers": [], "body": { "json": { "result": 1 } },
        "started": 0.0, "seconds": 0.0,
    });
    let event = json!({ "event": "exchange", "case": "a/b", "number": 1, "exchange": exchange });
    let lines = [
        json!({ "method": "crm.company.get", "params": { "id": 1 } }),
        json!({ "method": "crm.company.get", "status": 404, "body": "<html>" }),
        json!({ "method": "crm.company.get", "params": [], "headers": { "X": 1 }, "body": { "result": true } }),
        json!({ "method": "crm.company.get", "result": true }),
        exchange.clone(),
        json!({ "number": 7, "exchange": exchange }),
        event,
        json!({ "event": "finished", "counts": { "skip": 0, "pass": 0, "note": 0, "fail": 0, "error": 0 },
            "clauses_checked": 0, "clauses_total": 0, "requests": 0, "seed": 0, "seconds": 0.0, "created": [] }),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n\n")).collect();
    let expected = [
        r#"1 crm.company.get request {"id":1}"#,
        r#"3 crm.company.get answer 404 Text("<html>")"#,
        r#"5 crm.company.get request [] answer 200 {"result":true}"#,
        r#"7 crm.company.get answer 200 {"result":true}"#,
        r#"9 profile request {"auth":"***"} answer 200 {"result":1}"#,
        r#"11 profile request {"auth":"***"} answer 200 {"result":1}"#,
        r#"13 profile request {"auth":"***"} answer 200 {"result":1} of the suite"#,
    ];
    reads("x.ndjson", &text, &expected);
    // What is in lines is seen without a suffix too, and behind a mark of the byte order.
    reads("standard input", &format!("\u{feff}{text}"), &expected);
}

#[test]
fn lists_and_pages_of_a_journal_are_entries_too() {
    reads(
        "x.json",
        "[\n {\"method\":\"profile\",\"params\":{}},\n {\"method\":\"scope\",\"body\":{\"result\":[]}}\n]",
        &["1 profile request {}", r#"2 scope answer 200 {"result":[]}"#],
    );
    let exchange = r#"{"method":"profile","verb":"GET","target":"/profile","credential":"w","encoding":"query","params":{},
        "status":200,"headers":[],"body":"empty","started":0,"seconds":0}"#;
    reads(
        "x.json",
        &format!("{{\n\"exchanges\":[{{\"number\":4,\"exchange\":{exchange}}}],\"last\":4,\"lost\":0}}"),
        &["1 profile request {} answer 200 Empty"],
    );
}

#[test]
fn what_is_broken_is_named_with_its_place() {
    let told = |name: &str, text: &str| entries(name, text, &Hints::default()).expect_err("broken").to_string();
    assert_eq!(told("x.json", "{\"result\":\n [1,}"), "line 2, column 5: expected value");
    assert_eq!(told("x.ndjson", "{\"id\":1}\n{\"id\"}\n"), "line 2, column 6: expected `:`");
    assert_eq!(
        told("x.ndjson", "{\"id\":1}\n7\n"),
        "line 2, column 1: invalid type: integer `7`, expected a HAR file, a payload or a list of payloads"
    );
    assert_eq!(told("x.har", "{\"log\":{\"version\":\"1.2\"}}"), "line 1, column 24: missing field `entries`");
    assert!(told("x.har", r#"{"log":{"entries":[{"request":{"method":7}}]}}"#).contains("expected a string"));
    assert!(told("x.json", "").starts_with("line 1, column 1: "), "{}", told("x.json", ""));
    assert!(told("x.json", "{} x").contains("trailing characters"));
}

mod har;
