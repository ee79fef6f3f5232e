//! `b24 proxy`: a client that calls a sandbox through it, and what is told in the end.
#![cfg(unix)]

mod support;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};

use serde_json::Value;
use support::{Served, b24, signal, text};

/// A running `b24 proxy --json`. It is killed when dropped.
struct Proxy {
    child: Child,
    stdout: BufReader<std::process::ChildStdout>,
    listen: String,
}

impl Proxy {
    fn start(flags: &[&str]) -> Self {
        let mut command = b24();
        command.args(["proxy", "--json", "--listen", "127.0.0.1:0"]).args(flags);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("the first line comes");
        let first: Value = serde_json::from_str(&line).expect("the first line is JSON");
        let listen = first["listen"].as_str().expect("an address").to_owned();
        Self { child, stdout, listen }
    }

    /// Interrupts it, and gives back the code that it ends with, its lines, and what it wrote beside them.
    fn end(mut self) -> (Option<i32>, Vec<Value>, String) {
        signal(&self.child, "INT");
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("text");
        let mut beside = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut beside).expect("text");
        let code = self.child.wait().expect("it ends").code();
        (code, rest.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(), beside)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Proxy {
    /// Calls a method through the proxy, whose upstream has the credential.
    fn call(&self, path: &str, args: &[&str]) -> String {
        let portal = format!("{}{path}", self.listen);
        let output = b24().args(["call", "--json", "--portal", &portal]).args(args).output().expect("it runs");
        text(&output.stdout).to_owned()
    }
}

#[test]
fn what_was_called_is_counted_and_what_departs_is_told() {
    let sandbox = Served::start(&[]);
    let origin = sandbox.address("webhook").split("/rest").next().expect("an origin").to_owned();
    let dir = tempfile::tempdir().expect("a temporary folder");
    let report = dir.path().join("proxy.ndjson");
    let proxy = Proxy::start(&[
        "--upstream",
        &origin,
        "--fail-on-violation",
        "--report",
        report.to_str().expect("a plain path"),
    ]);
    let path = "rest/1/sandbox/";
    let answer = proxy.call(path, &["crm.company.contact.items.get", "id=32"]);
    assert!(answer.contains("CONTACT_ID"), "{answer}");
    proxy.call(path, &["crm.company.get", "id=abc"]);
    proxy.call(path, &["crm.company.get", "id=abc"]);
    let (code, lines, beside) = proxy.end();
    assert_eq!(code, Some(1), "{beside}");
    let told: Vec<&Value> = lines.iter().filter_map(|line| line.get("departure")).collect();
    assert_eq!(told.len(), 1, "each kind is told once: {lines:?}");
    assert_eq!((&told[0]["side"], &told[0]["pointer"]), (&"request".into(), &"/id".into()));
    let sums = lines.last().expect("the last line has the numbers");
    assert_eq!(sums["calls"], 3);
    assert_eq!(sums["departures"][0]["times"], 2);
    let run = std::fs::read_to_string(&report).expect("the report was written");
    assert_eq!(run.matches("\"event\":\"exchange\"").count(), 3);
}

#[test]
fn without_violations_the_end_is_0_and_with_nothing_judged_4() {
    let sandbox = Served::start(&["--webhook-code", "canary0code"]);
    let webhook = sandbox.address("webhook");
    let proxy = Proxy::start(&["--upstream", webhook, "--fail-on-violation"]);
    let (code, lines, beside) = proxy.end();
    assert_eq!(code, Some(4), "{lines:?} {beside}");
    assert!(!format!("{lines:?}{beside}").contains("canary0"));
    let proxy = Proxy::start(&["--upstream", webhook]);
    assert_eq!(proxy.end().0, Some(0));
}

#[test]
fn addresses_that_are_none_are_refused() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    for (args, code) in [
        (&["--upstream", "example.bitrix24.com/canary0code"] as &[&str], 2),
        (&["--upstream", "https://example.bitrix24.com", "--listen", "nowhere"], 2),
        (&["--upstream", "https://example.bitrix24.com/rest/1/canary0code/", "--listen", &address], 5),
        (&[], 2),
    ] {
        let output = b24().arg("proxy").args(args).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(!text(&output.stderr).contains("canary0") && !output.stderr.is_empty());
    }
}
