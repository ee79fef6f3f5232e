//! `b24 check --write` and `b24 sweep` against a sandbox over the network, which is known by its webhook only and so is
//! treated like a portal that others use.
#![cfg(unix)]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use support::{Served, b24, signal, text};

/// Cases that make enough records to be stopped among them, and no more.
const CASES: &str = "crm.company.contact.add";

/// A sandbox, and a directory for ledgers.
struct Live {
    sandbox: Served,
    state: tempfile::TempDir,
}

impl Live {
    fn start() -> Self {
        Self { sandbox: Served::start(&[]), state: tempfile::tempdir().expect("a temporary folder") }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = b24();
        command.args(args).args(["--portal", self.sandbox.address("webhook"), "--rate", "off"]);
        command.env("B24_STATE_DIR", self.state.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary runs")
    }

    /// Starts a run that writes, and comes back when it has sent so many requests.
    fn run_up_to(&self, requests: u64) -> Child {
        let before = self.exchanges();
        let mut command = self.command(&["check", "--write", "--filter", CASES]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        while self.exchanges() < before + requests {
            assert!(child.try_wait().expect("a child").is_none(), "the run ended before");
        }
        child
    }

    fn exchanges(&self) -> u64 {
        self.get(self.sandbox.address("control"), "health")["exchanges"].as_u64().expect("a number")
    }

    /// How many records bear the suite's mark.
    fn marked(&self) -> u64 {
        let total = |kind: &str| {
            let list = format!("crm.{kind}.list?filter%5BORIGINATOR_ID%5D=b24-conformance");
            self.get(self.sandbox.address("webhook"), &list)["total"].as_u64().expect("a number")
        };
        total("company") + total("contact")
    }

    fn get(&self, base: &str, path: &str) -> Value {
        self.send("GET", base, path, "")
    }

    fn send(&self, verb: &str, base: &str, path: &str, body: &str) -> Value {
        let rest = base.strip_prefix("http://").expect("an address");
        let (host, folder) = rest.split_once('/').expect("a path");
        let mut stream = TcpStream::connect(host).expect("the sandbox listens");
        let head = format!("{verb} /{folder}{path} HTTP/1.0\r\nhost: {host}\r\ncontent-type: application/json");
        write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str(body).expect("JSON")
    }

    fn sweep(&self) -> Output {
        self.run(&["sweep", "--write"])
    }

    fn ledgers(&self) -> usize {
        files(&self.state.path().join("ledger")).len()
    }
}

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(dir).map(|found| found.map(|entry| entry.expect("an entry").path()).collect()).unwrap_or_default()
}

#[track_caller]
fn ended(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn a_run_that_is_killed_leaves_nothing_after_a_sweep() {
    let live = Live::start();
    for requests in [3, 11, 40, 90] {
        let mut child = live.run_up_to(requests);
        child.kill().expect("killed");
        child.wait().expect("it ended");
        assert!(live.marked() > 0 && live.ledgers() == 1, "killed after {requests} requests");
        ended(&live.sweep(), 0);
        assert_eq!((live.marked(), live.ledgers()), (0, 0), "killed after {requests} requests");
    }
}

#[test]
fn without_a_ledger_or_with_half_of_one_the_mark_is_enough() {
    let live = Live::start();
    for keep in [0.0, 0.4] {
        let mut child = live.run_up_to(30);
        child.kill().expect("killed");
        child.wait().expect("it ended");
        for file in files(&live.state.path().join("ledger")) {
            let whole = std::fs::read(&file).expect("read");
            std::fs::write(&file, &whole[..(whole.len() as f64 * keep) as usize]).expect("written");
        }
        let listed = live.run(&["sweep", "--dry-run"]);
        ended(&listed, 0);
        assert!(text(&listed.stdout).contains("by its mark  would be removed"), "{}", text(&listed.stdout));
        assert!(live.marked() > 0, "a dry run removes nothing");
        ended(&live.sweep(), 0);
        assert_eq!(live.marked(), 0);
    }
    ended(&live.sweep(), 0);
}

#[test]
fn an_interrupted_run_removes_what_it_made_and_still_reports() {
    for name in ["INT", "TERM"] {
        let live = Live::start();
        let child = live.run_up_to(40);
        signal(&child, name);
        let output = child.wait_with_output().expect("it ended");
        ended(&output, 130);
        assert_eq!((live.marked(), live.ledgers()), (0, 0), "SIG{name}");
        assert!(text(&output.stdout).contains("the run was interrupted"), "{}", text(&output.stdout));
    }
}

#[test]
fn a_sweep_leaves_a_run_alone_that_goes_on() {
    let live = Live::start();
    let child = live.run_up_to(20);
    signal(&child, "STOP");
    let output = live.sweep();
    ended(&output, 0);
    assert!(text(&output.stderr).contains("still goes on"), "{}", text(&output.stderr));
    assert!(live.marked() > 0);
    signal(&child, "CONT");
    ended(&child.wait_with_output().expect("it ended"), 0);
    assert_eq!((live.marked(), live.ledgers()), (0, 0));
}

#[test]
fn a_sweep_touches_nobody_elses_records() {
    let live = Live::start();
    let add = |origin: &[&str]| {
        let mut args = vec!["call", "crm.company.add", "fields[TITLE]=shop"];
        args.extend(origin);
        let mut command = b24();
        command.args(args).args(["--portal", live.sandbox.address("webhook")]);
        ended(&command.output().expect("the binary runs"), 0);
    };
    add(&["fields[ORIGINATOR_ID]=shop", "fields[ORIGIN_ID]=19aab-3f/1"]);
    add(&["fields[ORIGINATOR_ID]=b24-conformance", "fields[ORIGIN_ID]=order 17"]);
    add(&["fields[ORIGINATOR_ID]=b24-conformance", "fields[ORIGIN_ID]=19aab-3f/1"]);
    let output = live.sweep();
    ended(&output, 0);
    assert!(text(&output.stdout).ends_with("1 removed\n"), "{}", text(&output.stdout));
    assert_eq!(live.marked(), 1);
}

#[test]
fn a_sweep_says_what_it_needs() {
    let live = Live::start();
    ended(&live.run(&["sweep"]), 2);
    ended(&live.run(&["sweep", "--write", "example.bitrix24.com"]), 2);
    let mut nowhere = b24();
    ended(&nowhere.args(["sweep", "--dry-run"]).output().expect("the binary runs"), 2);
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
    let portal = format!("http://{free}/rest/1/not-a-real-code/");
    let mut refused = b24();
    let output = refused.args(["sweep", "--write", "--portal", &portal]).output();
    ended(&output.expect("the binary runs"), 3);
}

#[test]
fn a_run_announces_what_it_will_do_and_changes_nothing_of_the_portals_own() {
    let live = Live::start();
    let snapshot = |name: &str| {
        let control = live.sandbox.address("control");
        live.send("POST", control, "snapshots", &format!("{{\"name\":\"{name}\"}}"));
        let taken = live.get(control, &format!("snapshots/{name}"));
        ["companies", "contacts", "links"].map(|kind| taken[kind].clone())
    };
    let before = snapshot("before");
    let output = live.run(&["check", "--write", "--cases", "2"]);
    ended(&output, 0);
    let told = text(&output.stderr);
    for part in ["requests in", "companies and contacts are made", "what cannot be undone", "ledger"] {
        assert!(told.contains(part), "{part:?} is not in {told}");
    }
    assert!(before.iter().all(|records| !records.as_array().is_none_or(Vec::is_empty)), "{before:?}");
    assert_eq!(snapshot("after"), before);
    assert_eq!((live.marked(), live.ledgers()), (0, 0));
}

#[test]
fn over_the_network_every_case_ends_as_in_the_embedded_run() {
    let live = Live::start();
    let outcomes = |output: Output| -> Vec<(String, String)> {
        ended(&output, 0);
        let events = text(&output.stdout).lines().map(|line| serde_json::from_str::<Value>(line).expect("an event"));
        let cases = events.filter(|event| event["event"] == "case-finished" && event["outcome"] != "skip");
        let word = |case: &Value, name: &str| case[name].as_str().expect("text").to_owned();
        cases.map(|case| (word(&case, "id"), word(&case, "outcome"))).collect()
    };
    let args = ["check", "--write", "--cases", "2", "--steps", "10", "--filter", "crm.contact", "--json"];
    let over_the_network = outcomes(live.run(&args));
    let embedded = outcomes(b24().args(&args[..1]).args(&args[2..]).output().expect("the binary runs"));
    assert!(over_the_network.len() > 150, "{}", over_the_network.len());
    for case in &over_the_network {
        assert!(embedded.contains(case), "{case:?}");
    }
}
