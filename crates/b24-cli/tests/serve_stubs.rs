//! `b24 serve` and the methods that the sandbox does not have: stubs, and what is told at the end.
#![cfg(unix)]

mod support;

use std::fs;
use std::process::{Output, Stdio};

use support::{b24, signal, text};

const BINARY: &str = env!("CARGO_BIN_EXE_b24");

/// Calls some methods beside a sandbox.
fn calls(flags: &[&str], methods: &[&str], exit: u8) -> Output {
    let calls: Vec<_> = methods.iter().map(|method| format!("{BINARY} call {method} 2>&1; ")).collect();
    let script = format!("{}exit {exit}", calls.concat());
    support::script(flags, &script)
}

#[test]
fn what_was_missing_is_told_and_the_exit_code_stays() {
    let output = calls(&[], &["crm.deal.get", "crm.deal.list", "crm.deal.list", "scope"], 3);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("NOT_IN_SANDBOX"), "{}", text(&output.stdout));
    insta::assert_snapshot!(text(&output.stderr), @r"
    warning: the sandbox does not have these methods; --stub DIR answers them from DIR/<method>.json
      2 × crm.deal.list
      1 × crm.deal.get
    ");
}

#[test]
fn stubs_answer_and_nothing_is_missing() {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join("crm.deal.get.json"), r#"{ "result": { "TITLE": "A stub" } }"#).expect("written");
    let flag = directory.path().to_str().expect("a plain path");
    let output = calls(&["--stub", flag], &["crm.deal.get"], 0);
    assert!(text(&output.stdout).contains("A stub"), "{}", text(&output.stdout));
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn the_log_names_stubs_of_methods_that_nobody_documents() {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join("my.own.method.json"), r#"{ "result": 1 }"#).expect("written");
    let flag = directory.path().to_str().expect("a plain path");
    let script = format!("{BINARY} call my.own.method >/dev/null; {BINARY} call no.such.method >/dev/null 2>&1; true");
    let mut serve = b24();
    serve.env("B24_LOG", "info").args(["serve", "--stub", flag, "--", "sh", "-c", &script]).stdin(Stdio::null());
    let output = serve.output().expect("the binary runs");
    let log = text(&output.stderr);
    assert!(log.contains("my.own.method") && log.contains("unknown"), "{log}");
    assert!(!log.contains("no.such.method"), "{log}");
}

#[test]
fn a_stub_that_is_none_is_named_and_the_command_is_not_run() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("crm.deal.get.json");
    fs::write(&file, r#"{ "results": 1 }"#).expect("written");
    let output = calls(&["--stub", directory.path().to_str().expect("a plain path")], &["scope"], 0);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    let expected = format!("error: stub {}: it has neither `result` nor `error`\n", file.display());
    assert_eq!(text(&output.stderr), expected);
}

#[test]
fn without_a_command_it_is_told_too() {
    let mut served = b24();
    served.args(["serve", "--json", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = served.spawn().expect("the binary runs");
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("stdout is piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).expect("the first line comes");
    let announced: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let portal = announced["webhook"].as_str().expect("an address");
    let called = b24().args(["call", "crm.deal.list"]).env("B24_PORTAL", portal).output().expect("the binary runs");
    assert_eq!(called.status.code(), Some(1), "{called:?}");
    signal(&child, "TERM");
    let output = child.wait_with_output().expect("it ends");
    assert!(text(&output.stderr).ends_with("1 × crm.deal.list\n"), "{}", text(&output.stderr));
}
