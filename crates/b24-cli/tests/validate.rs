//! `b24 validate`: what is read from where, how it ends, and what it does not show.

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use support::{b24, text};

const WRONG: &str = r#"{"result":[{"CONTACT_ID":7,"SORT":"10","ROLE_ID":0,"IS_PRIMARY":"Y"}],"time":{"start":1.5,"finish":1.5,"duration":0,"processing":0,"date_start":"1970-01-01T00:00:01+00:00","date_finish":"1970-01-01T00:00:01+00:00"}}"#;

fn validate(args: &[&str], dir: &Path) -> Output {
    b24().arg("validate").args(args).current_dir(dir).output().expect("the binary runs")
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn a_folder_is_judged_and_a_broken_file_is_named() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(dir.path().join("crm.company.contact.items.get")).expect("made");
    std::fs::write(dir.path().join("crm.company.contact.items.get/a.json"), WRONG).expect("written");
    std::fs::write(dir.path().join("notes.txt"), "no payload").expect("written");
    let output = validate(&["."], dir.path());
    ends(&output, 1);
    let place = "fail ./crm.company.contact.items.get/a.json /result/0/SORT ContactBinding#/properties/SORT ";
    assert!(text(&output.stdout).contains(place), "{}", text(&output.stdout));
    std::fs::write(dir.path().join("broken.har"), "{\"log\":\n{\"entries\":[}").expect("written");
    let output = validate(&["."], dir.path());
    ends(&output, 2);
    assert!(text(&output.stderr).contains("./broken.har: line 2, column 13: "), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(place), "what is readable is judged");
}

#[test]
fn every_way_to_end() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    file("profile.json", r#"{"x":1}"#);
    file("empty.har", r#"{"log":{"entries":[]}}"#);
    file("x.json", WRONG);
    ends(&validate(&["profile.json"], dir.path()), 0);
    ends(&validate(&["--method", "crm.company.contact.items.get", "x.json"], dir.path()), 1);
    ends(&validate(&["--only", "requests", "--method", "crm.company.contact.items.get", "x.json"], dir.path()), 0);
    ends(&validate(&["no-such-file.json"], dir.path()), 2);
    ends(&validate(&[], dir.path()), 2);
    ends(&validate(&["empty.har"], dir.path()), 4);
    ends(&validate(&["profile.json", "--report", "no/such/folder.xml"], dir.path()), 5);
}

#[test]
fn standard_input_is_a_file_too_and_json_is_one_object() {
    let mut command = b24();
    command.args(["validate", "--json", "--method", "crm.company.contact.items.get", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary runs");
    child.stdin.take().expect("piped").write_all(WRONG.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    ends(&output, 1);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["departures"][0]["file"], "standard input");
    assert_eq!(found["departures"][0]["pointer"], "/result/0/SORT");
}

#[test]
fn no_secret_and_no_customer_is_in_text_json_or_reports() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let har = serde_json::json!({ "log": { "entries": [{
        "startedDateTime": "2026-11-22T10:00:00Z",
        "time": 5,
        "request": {
            "method": "POST",
            "url": "https://example.bitrix24.com/rest/1/canary0code/crm.company.get?auth=canary0token",
            "headers": [{ "name": "Cookie", "value": "PHPSESSID=canary0cookie0session" }],
            "postData": { "mimeType": "application/json", "text": r#"{"id":"canary0customer"}"# },
        },
        "response": { "status": 200, "headers": [{ "name": "set-cookie", "value": "a=canary0cookie0answer" }],
            "content": { "text": r#"{"result":{"ID":7,"TITLE":"canary0title","echo":"canary0code"}}"# } },
    }] } });
    std::fs::write(dir.path().join("a.har"), har.to_string()).expect("written");
    let reports = ["a.html", "a.xml", "a.ndjson"];
    let mut args = vec!["a.har", "--all"];
    reports.iter().for_each(|report| args.extend(["--report", report]));
    let output = validate(&args, dir.path());
    ends(&output, 1);
    let mut shown = format!("{}{}", text(&output.stdout), text(&output.stderr));
    shown += text(&validate(&["a.har", "--json"], dir.path()).stdout);
    for report in reports {
        shown += &std::fs::read_to_string(dir.path().join(report)).expect("the report was written");
    }
    assert!(!shown.contains("canary0"), "{shown}");
}
