//! Every exit code, as a table: scripts rely on them.

mod support;

use std::io::{Read as _, Write as _};
use std::process::Output;

use support::{Served, b24};

fn run(args: &[&str]) -> Output {
    b24().args(args).output().expect("the binary runs")
}

#[track_caller]
fn ends(args: &[&str], code: i32) -> Output {
    let output = run(args);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{stdout}\n{stderr}");
    output
}

/// A portal that answers every call with the same bytes.
fn canned(answer: &'static [u8]) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            std::thread::spawn(move || {
                let mut buffer = [0; 65536];
                let _ = stream.read(&mut buffer);
                let _ = stream.write_all(answer);
            });
        }
    });
    format!("http://{address}/rest/1/not-a-real-code/")
}

const HTML: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 20\r\nconnection: close\r\n\r\n<html>closed</html>\n";
const RIGHT_CODE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{\"result\":{}}";

#[test]
fn all_held_is_0() {
    ends(&["check", "--cases", "2"], 0);
    ends(&["spec"], 0);
    ends(&["explain"], 0);
    ends(&["explain", "system/expired-token"], 0);
    ends(&["explain", "crm.company.list"], 0);
    ends(&["explain", "ContactBinding"], 0);
    ends(&["--version"], 0);
}

#[test]
fn a_violated_contract_is_1() {
    let portal = canned(RIGHT_CODE);
    ends(&["check", "--portal", &portal, "--cases", "1"], 1);
}

#[test]
fn a_refused_call_is_1() {
    let sandbox = Served::start(&[]);
    let portal = sandbox.address("webhook");
    ends(&["call", "crm.company.contact.items.get", "id=32", "--portal", portal], 0);
    ends(&["call", "crm.company.contact.items.get", "id=0", "--portal", portal], 1);
    ends(&["call", "crm.no.such.method", "--portal", portal], 1);
}

#[test]
fn wrong_usage_is_2() {
    for args in [
        &["check", "--portal", "https://example.bitrix24.com/"] as &[&str],
        &["check", "--portal", "ftp://example.bitrix24.com/rest/1/not-a-real-code/"],
        &["check", "--portal", "@/no/such/file"],
        &["check", "--mock", "127.0.0.1:4010"],
        &["check", "--target", "/no/such/file.json"],
        &["check", "--portal", "http://127.0.0.1:9/rest/1/not-a-real-code/", "--mock", "http://127.0.0.1:9/"],
        &["check", "--reader", "http://127.0.0.1:9/rest/1/not-a-real-code/"],
        &["check", "--rate", "fast"],
        &["sweep", "--portal", "http://127.0.0.1:9/rest/1/not-a-real-code/"],
        &["check", "--write", "other.example", "--portal", "https://example.bitrix24.com/rest/1/not-a-real-code/"],
        &["check", "--write", "example.bitrix24.com"],
        &["check", "--report", "verdict.pdf"],
        &["check", "--no-such-flag"],
        &["call", "crm.company.contact.items.get"],
        &["call", "crm.company.contact.items.get", "id", "--portal", "http://127.0.0.1:9/rest/1/not-a-real-code/"],
        &["explain", "no/such-clause"],
        &["serve", "--listen", "nowhere"],
        &["serve", "--config", "/no/such/file.toml"],
        &[],
    ] {
        ends(args, 2);
    }
}

#[test]
fn an_unreachable_portal_or_a_refused_credential_is_3() {
    // Nothing listens on a port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
    let nowhere = format!("http://{free}/rest/1/not-a-real-code/");
    ends(&["check", "--portal", &nowhere], 3);
    ends(&["call", "crm.company.contact.items.get", "id=32", "--portal", &nowhere], 3);
    let sandbox = Served::start(&[]);
    let wrong = sandbox.address("webhook").replace("/sandbox/", "/not-a-real-code/");
    ends(&["check", "--portal", &wrong], 3);
    ends(&["call", "crm.company.contact.items.get", "id=32", "--portal", &wrong], 3);
}

#[test]
fn a_portal_that_only_answers_html_is_a_clear_end() {
    let portal = canned(HTML);
    let output = run(&["check", "--portal", &portal]);
    assert!(matches!(output.status.code(), Some(1 | 3)), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("503")
            || String::from_utf8_lossy(&output.stdout).contains("503")
    );
}

#[test]
fn nothing_checked_is_4() {
    let output = ends(&["check", "--filter", "system/expird-token"], 4);
    assert!(String::from_utf8_lossy(&output.stderr).contains("system/expired-token"), "no suggestion: {output:?}");
}

#[test]
fn a_report_that_cannot_be_written_is_5() {
    ends(&["check", "--cases", "1", "--filter", "protocol/form", "--report", "/no/such/folder/verdict.html"], 5);
}

#[test]
fn a_port_in_use_is_5_and_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    let output = ends(&["serve", "--listen", &address], 5);
    assert!(String::from_utf8_lossy(&output.stderr).contains(&address), "{output:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_is_130_and_sigterm_0() {
    for (name, code) in [("INT", 130), ("TERM", 0)] {
        let mut sandbox = Served::start(&[]);
        support::signal(&sandbox.child, name);
        assert_eq!(sandbox.child.wait().expect("it ends").code(), Some(code), "SIG{name}");
    }
}
