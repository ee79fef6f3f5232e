//! What customers entered into a portal that others use appears in nothing that the suite writes.

use std::time::Duration;

use b24_conformance::report::{self, run_file};
use b24_conformance::{Event, Options, Outcome, Rate, Replay, Started, Target, run};
use b24_contract::Secret;
use b24_tests::{Liar, Reply, SEED};
use serde_json::{Value, json};

/// What stands in the records of customers.
const CANARY: &str = "canary0customer";

/// Fields that people fill in.
const FIELDS: [&str; 8] = ["TITLE", "NAME", "LAST_NAME", "SECOND_NAME", "COMMENTS", "POST", "ADDRESS", "VALUE"];

/// Puts the canary into every text that a person could have entered. Records of the suite stay.
fn fill(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(fill),
        Value::Object(members) if members.get("ORIGINATOR_ID") == Some(&json!("b24-conformance")) => {}
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if FIELDS.contains(&name.as_str()) => *text = format!("{CANARY} {text}"),
                    _ => fill(member),
                }
            }
        }
        _ => {}
    }
}

/// Everything that the suite writes about a run against a portal that others use.
async fn artefacts(liar: &Liar, options: &Options) -> Vec<(&'static str, String)> {
    let announced = serde_json::to_value(liar.announcement()).expect("JSON");
    let webhook = announced["webhook"].as_str().expect("a webhook");
    let target = Target::of_webhook(&Secret::new(webhook)).expect("a webhook");
    let mut events: Vec<Event> = Vec::new();
    let mut terminal = report::Terminal::new(false);
    let mut text = String::new();
    run(&target, options, |event| {
        text.push_str(&terminal.text(event));
        events.push(event.clone());
    })
    .await
    .expect("the run ends");
    let started: Option<&Started> = events.iter().find_map(|event| match event {
        Event::Started(started) => Some(started),
        _ => None,
    });
    let replays = events.iter().filter_map(|event| match event {
        Event::CaseFinished(case) if case.outcome >= Outcome::Note => Some(case),
        _ => None,
    });
    let replays = replays.flat_map(|case| Replay::of_case(started.expect("it began"), &case.id, &case.evidence));
    let run = report::Run::of(&events);
    vec![
        ("terminal", text),
        ("run file", events.iter().map(run_file::line).collect()),
        ("HTML", report::html(&run)),
        ("JUnit", report::junit(&run)),
        ("replays", replays.map(|replay| replay.to_text()).collect()),
    ]
}

fn options(write: bool) -> Options {
    Options {
        seed: SEED,
        cases: 2,
        steps: 10,
        sample: 8,
        write,
        rate: Rate::Unlimited,
        throttle_wait: Duration::from_millis(1),
        ..Options::default()
    }
}

/// Cases that make records and list them among those of customers.
fn lists() -> Options {
    Options { filter: Some("crm.company.list".to_owned()), ..options(true) }
}

#[track_caller]
fn none_leaks(artefacts: &[(&'static str, String)]) {
    let mut leaks: Vec<String> = Vec::new();
    for (name, text) in artefacts {
        assert!(text.len() > 100 || *name == "replays", "{name}: {text}");
        let lines = text.lines().filter(|line| line.contains(CANARY)).map(|line| {
            let before: String = line.split(CANARY).next().unwrap_or_default().chars().rev().take(200).collect();
            let before: String = before.chars().rev().collect();
            format!("{name}: {before}{CANARY}")
        });
        leaks.extend(lines.take(8));
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_tells_nothing_of_what_customers_entered() {
    let liar = Liar::start(|reply| fill(&mut reply.json)).await;
    none_leaks(&artefacts(&liar, &options(false)).await);
}

async fn called(webhook: &str, method: &str, params: Value) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let call = http.post(format!("{webhook}{method}")).header("content-type", "application/json");
    let answer = call.body(params.to_string()).send().await.expect("sent").text().await.expect("an answer");
    serde_json::from_str(&answer).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_tells_nothing_of_what_customers_entered() {
    let liar = Liar::start(|_| ()).await;
    let announced = serde_json::to_value(liar.announcement()).expect("JSON");
    let webhook = announced["webhook"].as_str().expect("a webhook");
    for (kind, field) in [("company", "TITLE"), ("contact", "NAME")] {
        let listed = called(webhook, &format!("crm.{kind}.list"), json!({})).await;
        let records = listed["result"].as_array().expect("records");
        assert!(!records.is_empty());
        for record in records {
            let fields =
                json!({ field: CANARY, "COMMENTS": CANARY, "PHONE": [{ "VALUE": CANARY, "VALUE_TYPE": "WORK" }] });
            called(webhook, &format!("crm.{kind}.update"), json!({ "id": record["ID"], "fields": fields })).await;
        }
    }
    none_leaks(&artefacts(&liar, &lists()).await);
}

/// Puts values of the wrong type beside what customers entered.
fn distort(reply: &mut Reply) {
    fill(&mut reply.json);
    let Some(result) = reply.json.get_mut("result") else { return };
    let mut rows: Vec<&mut Value> = match result {
        Value::Array(rows) => rows.iter_mut().collect(),
        other => vec![other],
    };
    for row in rows.iter_mut().filter_map(|row| row.as_object_mut()) {
        for name in ["SORT", "OPENED", "HAS_PHONE", "ASSIGNED_BY_ID"] {
            if row.contains_key(name) {
                row.insert(name.to_owned(), json!({ "TITLE": CANARY, CANARY_KEY: [CANARY] }));
            }
        }
        if row.contains_key("TITLE") {
            row.insert("TITLE".to_owned(), json!([CANARY, { "VALUE": CANARY }]));
        }
    }
}

/// A key that no portal has.
const CANARY_KEY: &str = "SOMETHING";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_without_what_stands_in_it() {
    let liar = Liar::start(distort).await;
    none_leaks(&artefacts(&liar, &options(false)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remark_on_an_error_that_names_a_customer_does_without_its_text() {
    let liar = Liar::start(|reply| {
        if reply.path.ends_with("/crm.company.add") {
            reply.status = 400;
            reply.json = json!({ "error": "DUPLICATE", "error_description": format!("{CANARY} is there already") });
        }
    })
    .await;
    let filter = Some("crm.company.contact.items.set/".to_owned());
    let artefacts = artefacts(&liar, &Options { filter, ..options(true) }).await;
    let (_, run_file) = &artefacts[1];
    let cases = run_file.lines().map(|line| serde_json::from_str::<Value>(line).expect("an event"));
    let remarks: Vec<String> = cases.filter_map(|event| event["remark"].as_str().map(str::to_owned)).collect();
    assert!(remarks.iter().any(|remark| remark.contains("DUPLICATE")), "{remarks:?}");
    assert!(!remarks.iter().any(|remark| remark.contains(CANARY)), "{remarks:?}");
}
