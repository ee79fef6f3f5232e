//! `b24 serve -- COMMAND`: how the command finds the sandbox, how both end, and what signals do.
#![cfg(unix)]

mod support;

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use support::{b24, script, signal};

const BINARY: &str = env!("CARGO_BIN_EXE_b24");

/// Names of all variables that may lead a program to a portal.
const VARIABLES: [&str; 11] = [
    "B24_PORTAL",
    "B24_WEBHOOK_URL",
    "B24_HOOK",
    "BITRIX24_WEBHOOK",
    "BITRIX24_PHP_SDK_PLAYGROUND_WEBHOOK",
    "FAST_BITRIX24_TEST_WEBHOOK",
    "B24_DOMAIN",
    "B24_WEBHOOK",
    "B24_CONTROL",
    "B24_CONTROL_TOKEN",
    "B24_TOKEN",
];

fn serve(flags: &[&str], command: &[&str]) -> Command {
    let mut serve = b24();
    serve.arg("serve").args(flags).arg("--").args(command).stdin(Stdio::null());
    serve
}

#[track_caller]
fn ends(flags: &[&str], command: &[&str], code: i32) -> String {
    let output = serve(flags, command).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(code), "{flags:?} -- {command:?}: {output:?}");
    String::from_utf8(output.stderr).expect("text")
}

/// The variables that a command sees, of those named above.
fn seen(mut serve: Command) -> HashMap<String, String> {
    let output = serve.output().expect("the binary runs");
    let text = String::from_utf8(output.stdout).expect("text");
    let all = text.lines().filter_map(|line| line.split_once('='));
    all.filter(|(name, _)| VARIABLES.contains(name)).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A command that has said something and still runs.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    said: String,
}

impl Running {
    fn start(script: &str) -> Self {
        let mut serve = serve(&[], &["sh", "-c", script]);
        let mut child = serve.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut said = String::new();
        stdout.read_line(&mut said).expect("the first line comes");
        Self { child, stdout, said: said.trim_end().to_owned() }
    }

    /// Waits until nobody holds standard output any more: what else was said, and the exit code.
    fn end(mut self) -> (String, Option<i32>) {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("text");
        (rest, self.child.wait().expect("it ends").code())
    }
}

#[test]
fn the_command_s_exit_code_is_the_exit_code() {
    for (script, code) in [
        ("exit 0", 0),
        ("exit 1", 1),
        ("exit 42", 42),
        ("exit 255", 255),
        ("kill -TERM $$", 143),
        ("kill -KILL $$", 137),
        ("kill -SEGV $$", 139),
    ] {
        ends(&[], &["sh", "-c", script], code);
    }
}

#[test]
fn a_command_that_cannot_be_run_is_named() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("no-program");
    std::fs::write(&file, "text").expect("written");
    let file = file.to_str().expect("a plain path");
    let folder = dir.path().to_str().expect("a plain path");
    for (program, code) in [("no-such-program", 127), ("/no/such/program", 127), (file, 126), (folder, 126)] {
        let stderr = ends(&[], &[program, "an-argument"], code);
        assert!(stderr.contains(program) && !stderr.contains("an-argument"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

#[test]
fn without_a_sandbox_the_command_is_not_run() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mark = dir.path().join("mark");
    let touch = ["touch", mark.to_str().expect("a plain path")];
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    assert!(ends(&["--listen", &address], &touch, 5).contains(&address));
    ends(&["--listen", "0.0.0.0:0"], &touch, 2);
    ends(&["--config", "/no/such/file.toml"], &touch, 2);
    ends(&["--json"], &touch, 2);
    assert!(!mark.exists());
    ends(&[], &touch, 0);
    assert!(mark.exists(), "the same command runs beside a sandbox");
}

#[test]
fn a_command_that_was_forgotten_does_not_serve_for_ever() {
    assert!(ends(&[], &[], 2).contains("--"));
}

#[test]
fn standard_output_and_error_are_the_command_s_alone() {
    let output = script(&[], "printf result; printf remark >&2");
    assert_eq!((output.stdout.as_slice(), output.stderr.as_slice()), (b"result".as_slice(), b"remark".as_slice()));
}

#[test]
fn standard_input_is_the_command_s() {
    let mut running = Running::start("echo ready; cat");
    running.child.stdin.take().expect("stdin is piped").write_all(b"asked").expect("written");
    assert_eq!(running.end(), ("asked".to_owned(), Some(0)));
}

#[test]
fn every_variable_leads_to_the_sandbox() {
    let call = |address: &str| format!("'{BINARY}' call crm.company.contact.items.get id=32 {address}");
    let portal = script(&[], &call(""));
    let links: serde_json::Value = serde_json::from_slice(&portal.stdout).expect("JSON");
    assert_eq!(links.as_array().map(Vec::len), Some(3), "{portal:?}");
    for address in [
        "$B24_WEBHOOK_URL",
        "$B24_HOOK",
        "$BITRIX24_WEBHOOK",
        "$BITRIX24_PHP_SDK_PLAYGROUND_WEBHOOK",
        "$FAST_BITRIX24_TEST_WEBHOOK",
        "http://$B24_DOMAIN/rest/$B24_WEBHOOK/",
    ] {
        let output = script(&[], &call(&format!("--portal \"{address}\"")));
        assert_eq!(output.stdout, portal.stdout, "{address}: {output:?}");
    }
}

#[test]
fn variables_have_the_form_that_each_library_reads() {
    let seen = seen(serve(&["--listen", "0.0.0.0:0", "--webhook-code", "own", "--control-token", "t0ken"], &["env"]));
    let domain = &seen["B24_DOMAIN"];
    assert!(domain.starts_with("127.0.0.1:"), "{domain}");
    assert_eq!(seen["B24_WEBHOOK"], "1/own");
    assert_eq!(seen["B24_CONTROL"], format!("http://{domain}/_sandbox/"));
    assert_eq!(seen["B24_CONTROL_TOKEN"], "t0ken");
    for name in &VARIABLES[..6] {
        assert_eq!(seen[*name], format!("http://{domain}/rest/1/own/"), "{name}");
    }
}

#[test]
fn variables_from_outside_lead_nowhere_else() {
    let mut serve = serve(&[], &["env"]);
    for name in VARIABLES.iter().filter(|name| **name != "B24_CONTROL_TOKEN") {
        serve.env(name, "https://outside.example/rest/1/not-a-real-code/");
    }
    let seen = seen(serve);
    assert_eq!(seen.len(), VARIABLES.len() - 2, "neither a control token nor an access token: {seen:?}");
    assert!(seen.values().all(|value| !value.contains("outside")), "{seen:?}");
}

#[test]
fn two_at_a_time_have_a_portal_each() {
    let script = format!("'{BINARY}' call crm.company.add 'fields[TITLE]=Own' | tr '\\n' ' '; echo $B24_DOMAIN; cat");
    let (first, second) = (Running::start(&script), Running::start(&script));
    let said = |running: &Running| running.said.split_once(' ').map(|(id, at)| (id.to_owned(), at.trim().to_owned()));
    let (one, other) = (said(&first).expect("an id and an address"), said(&second).expect("an id and an address"));
    assert_eq!(one.0, other.0, "each is the first company of its portal");
    assert_ne!(one.1, other.1, "each has a port of its own");
    for mut running in [first, second] {
        drop(running.child.stdin.take());
        assert_eq!(running.end().1, Some(0));
    }
}

#[test]
fn the_sandbox_ends_with_the_command() {
    let output = script(&[], "printf $B24_DOMAIN");
    let address = String::from_utf8(output.stdout).expect("text");
    assert!(address.parse::<std::net::SocketAddr>().is_ok(), "{address}");
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn signals_are_passed_on_and_the_command_decides() {
    for name in ["INT", "TERM", "HUP", "QUIT"] {
        let script = format!("trap 'kill $!; wait; echo caught; exit 7' {name}; sleep 600 & echo ready; wait");
        let running = Running::start(&script);
        signal(&running.child, name);
        assert_eq!(running.end(), ("caught\n".to_owned(), Some(7)), "SIG{name}");
    }
}

/// Whether whoever runs the tests has this signal ignored, as `nohup` does; a shell cannot take that back.
fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal - 1) & 1 == 1
}

#[test]
fn a_signal_ends_the_command_and_what_it_waits_for() {
    let signals = [("INT", 2, 130), ("TERM", 15, 143), ("HUP", 1, 129)];
    for (name, _, code) in signals.into_iter().filter(|(_, number, _)| !is_ignored(*number)) {
        let running = Running::start("echo ready; sleep 600; echo the command went on");
        signal(&running.child, name);
        // The end of standard output shows that the inner program is gone too.
        assert_eq!(running.end(), (String::new(), Some(code)), "SIG{name}");
    }
}

#[test]
fn what_the_command_leaves_running_ends_with_it() {
    assert_eq!(Running::start("sleep 600 & echo ready; exit 3").end(), (String::new(), Some(3)));
}

#[test]
fn what_refuses_to_end_is_killed_at_the_next_signal() {
    let mut running = Running::start("trap '' TERM; sleep 600 & echo ready; exit 3");
    let started = std::time::Instant::now();
    while running.child.try_wait().expect("it can be asked").is_none() {
        // Until it is waited for, its id is its own.
        signal(&running.child, "TERM");
    }
    assert!(started.elapsed() < std::time::Duration::from_secs(4), "it waited for the time limit");
    assert_eq!(running.end(), (String::new(), Some(3)));
}
