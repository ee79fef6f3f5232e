//! What is counted and found, over entries of every kind.

use serde_json::{Value, json};

use super::*;

fn judged(settings: Validation, name: &str, text: &str) -> (Validator, Vec<Departure>, Vec<Event>) {
    let mut validator = Validator::new(settings);
    let (mut departures, mut events) = (Vec::new(), Vec::new());
    validator
        .read(name, text.as_bytes(), &Hints::default(), |judged| {
            departures.extend(judged.departures.clone());
            events.extend(judged.event.clone());
        })
        .expect("readable");
    (validator, departures, events)
}

fn lines(entries: &[Value]) -> String {
    entries.iter().map(|entry| format!("{entry}\n")).collect()
}

fn time() -> Value {
    json!({ "start": 1724078791.1, "finish": 1724078791.2, "duration": 0.1, "processing": 0.05,
        "date_start": "2024-08-19T14:46:31+00:00", "date_finish": "2024-08-19T14:46:31+00:00" })
}

fn mixed() -> String {
    let row = json!({ "CONTACT_ID": 7, "SORT": "10", "ROLE_ID": 0, "IS_PRIMARY": "Y" });
    let bad = json!({ "result": [row, row], "time": time() });
    lines(&[
        json!({ "method": "crm.company.contact.items.get", "params": { "id": 32 }, "body": bad }),
        json!({ "method": "crm.company.contact.items.get", "params": {}, "body": bad }),
        json!({ "method": "crm.company.get", "params": { "ID": "7" }, "status": 400, "body": { "error": "", "error_description": "Not found" } }),
        json!({ "method": "CRM.deal.list", "params": { "x": 1 }, "status": 200, "body": { "result": [], "total": 0, "time": time() } }),
        json!({ "method": "crm.own.thing", "params": {}, "status": 503, "body": "<html>" }),
        json!({ "method": "batch", "params": { "cmd": { "a": "crm.company.contact.items.get?id=x", "b": "crm.company.get?id=$result[a]" } },
            "body": { "result": { "result": { "a": [row] }, "result_error": { "b": { "error": "", "error_description": "Not found" } },
            "result_total": [], "result_next": [], "result_time": { "a": time() } }, "time": time() } }),
    ])
}

#[test]
fn each_departure_names_file_entry_pointer_and_clause() {
    let (validator, departures, _) = judged(Validation::default(), "calls.ndjson", &mixed());
    insta::assert_snapshot!("text", validator.text());
    insta::assert_snapshot!("all", departures.iter().map(Departure::line).collect::<String>());
    assert_eq!(validator.meaning(), Meaning::Violated);
}

#[test]
fn only_the_half_that_is_asked_for_is_judged() {
    for (side, other) in [(Side::Request, Side::Answer), (Side::Answer, Side::Request)] {
        let settings = Validation { side: Some(side), ..Validation::default() };
        let (_, departures, _) = judged(settings, "calls.ndjson", &mixed());
        assert!(departures.iter().any(|departure| departure.side == side));
        assert!(departures.iter().all(|departure| departure.side != other));
    }
}

#[test]
fn of_what_the_suite_sent_only_the_answers_are_judged_and_nothing_that_is_veiled() {
    let (_, _, events) = judged(Validation { keep_values: true, ..Validation::default() }, "calls.ndjson", &mixed());
    let run: String = events.iter().map(crate::report::run_file::line).collect();
    let (validator, departures, _) = judged(Validation::default(), "run.ndjson", &run);
    assert!(!departures.is_empty() && departures.iter().all(|departure| departure.side == Side::Answer));
    assert_eq!(validator.findings().counted.calls, 6);
    let (_, _, veiled) = judged(Validation::default(), "calls.ndjson", &mixed());
    let run: String = veiled.iter().map(crate::report::run_file::line).collect();
    let (validator, departures, _) = judged(Validation::default(), "run.ndjson", &run);
    assert!(departures.is_empty(), "{departures:?}");
    assert_eq!(validator.findings().counted.not_judged.get(VEILED), Some(&6));
}

#[test]
fn values_of_customers_are_in_no_event_unless_they_are_kept() {
    let body = json!({ "result": { "ID": 7, "TITLE": "Canary & Sons" }, "time": time() });
    let text = lines(&[json!({ "method": "crm.company.get", "params": { "id": "Canary" }, "body": body })]);
    let all = |keep_values| {
        let (validator, _, mut events) = judged(Validation { keep_values, ..Validation::default() }, "x.ndjson", &text);
        events.extend(validator.finished());
        events.iter().map(crate::report::run_file::line).collect::<String>() + &validator.text()
    };
    assert!(!all(false).contains("Canary"), "{}", all(false));
    assert!(all(true).contains("Canary & Sons"));
}

#[test]
fn the_events_are_those_of_a_run() {
    let (validator, _, mut events) = judged(Validation::default(), "calls.ndjson", &mixed());
    events.insert(0, validator.started(RunKind::Validation, None));
    events.extend(validator.finished());
    let cases: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::CaseFinished(case) => {
                let remark = case.remark.as_deref().unwrap_or_default();
                let found = case
                    .evidence
                    .iter()
                    .map(|evidence| format!("\n    {} × {} {}", evidence.times, evidence.clause, evidence.message));
                Some(format!("{} {}: {remark}{}", case.outcome.word(), case.id, found.collect::<String>()))
            }
            _ => None,
        })
        .collect();
    insta::assert_snapshot!("cases", cases.join("\n"));
    for event in &events {
        if let Event::CaseFinished(case) = event {
            for evidence in &case.evidence {
                let of = evidence.exchange.as_ref().expect("evidence shows an exchange");
                let is_it = |event: &&Event| matches!(event, Event::Exchange(told) if told.of == *of);
                assert_eq!(events.iter().filter(is_it).count(), 1, "{of:?}");
            }
        }
    }
}

#[test]
fn nothing_recognised_is_no_success() {
    let (validator, _, _) = judged(Validation::default(), "x.har", r#"{"log":{"entries":[]}}"#);
    assert_eq!(validator.meaning(), Meaning::NothingChecked);
    let held = lines(&[json!({ "method": "crm.own.thing", "body": { "result": 1, "time": time() } })]);
    assert_eq!(judged(Validation::default(), "x.ndjson", &held).0.meaning(), Meaning::Held);
}

#[test]
fn names_and_kinds_of_departures_are_bounded() {
    let entry = |number: usize| json!({ "method": format!("crm.m{number}"), "status": 400, "body": { "error": 7, "error_description": "" } });
    let text = lines(&(0..1500).map(entry).collect::<Vec<_>>());
    let (validator, _, _) = judged(Validation::default(), "x.ndjson", &text);
    let findings = validator.findings();
    assert_eq!(findings.methods.len(), MOST_METHODS + 1);
    assert_eq!(findings.methods[FURTHER].calls, 1000);
    assert!(findings.departures.len() <= 1000 && findings.counted.calls == 1500);
}
