//! `b24 serve --tls`: where certificates are kept, and what a command trusts.
#![cfg(unix)]

mod support;

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

use support::{Served, b24, signal};

const BINARY: &str = env!("CARGO_BIN_EXE_b24");
/// Variables that name certificates to trust.
const TRUSTED: [&str; 4] = ["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"];

/// `b24 serve --tls` beside a command, with a data folder of its own and nothing set outside.
fn serve(data: &std::path::Path, command: &[&str]) -> Command {
    let mut serve = b24();
    for name in TRUSTED {
        serve.env_remove(name);
    }
    serve
        .args(["serve", "--tls", "--"])
        .args(command)
        .env("XDG_DATA_HOME", data)
        .env("HOME", data)
        .stdin(Stdio::null());
    serve
}

fn variables(output: &Output) -> HashMap<String, String> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.into(), value.into())).collect()
}

#[test]
fn a_command_finds_https_and_trusts_it() {
    let data = tempfile::tempdir().expect("a folder");
    let output = serve(data.path(), &["env"]).output().expect("the binary runs");
    let seen = variables(&output);
    assert!(seen["B24_HOOK"].starts_with("https://127.0.0.1:"), "{seen:?}");
    assert_eq!(seen["B24_HOOK"], format!("https://{}/rest/{}/", seen["B24_DOMAIN"], seen["B24_WEBHOOK"]));
    for name in ["B24_PORTAL", "B24_WEBHOOK_URL", "BITRIX24_WEBHOOK", "FAST_BITRIX24_TEST_WEBHOOK", "B24_CONTROL"] {
        assert!(seen[name].starts_with("http://127.0.0.1:"), "{name}: {seen:?}");
    }
    let kept = if cfg!(target_os = "macos") { "Library/Application Support/b24/tls" } else { "b24/tls" };
    assert_eq!(seen["NODE_EXTRA_CA_CERTS"], data.path().join(kept).join("ca.pem").display().to_string());
    for name in &TRUSTED[1..] {
        assert_eq!(seen[*name], seen["SSL_CERT_FILE"], "{name}");
    }
    assert!(!std::path::Path::new(&seen["SSL_CERT_FILE"]).exists(), "it goes with the command");
}

#[test]
fn a_client_that_trusts_the_bundle_is_answered_and_another_one_is_not() {
    let data = tempfile::tempdir().expect("a folder");
    let call = format!("'{BINARY}' call server.time --portal $B24_HOOK");
    let trusting = serve(data.path(), &["sh", "-c", &call]).output().expect("the binary runs");
    assert!(trusting.status.success(), "{trusting:?}");
    let none = tempfile::NamedTempFile::new().expect("a file");
    let call = format!("SSL_CERT_FILE={} {call}", none.path().display());
    let other = serve(data.path(), &["sh", "-c", &call]).output().expect("the binary runs");
    assert_eq!(other.status.code(), Some(3), "{other:?}");
}

#[test]
fn certificates_from_outside_stay_trusted() {
    let data = tempfile::tempdir().expect("a folder");
    let outside = data.path().join("outside.pem");
    std::fs::write(&outside, "outside-certificate").expect("written");
    let show = "cat \"$REQUESTS_CA_BUNDLE\"; echo; echo \"$NODE_EXTRA_CA_CERTS\" \"$SSL_CERT_FILE\"";
    let mut serve = serve(data.path(), &["sh", "-c", show]);
    let output = serve.env("NODE_EXTRA_CA_CERTS", &outside).env("REQUESTS_CA_BUNDLE", &outside).output();
    let text = String::from_utf8(output.expect("the binary runs").stdout).expect("text");
    assert_eq!(text.matches("outside-certificate").count(), 1, "{text}");
    let ca = std::fs::read_dir(data.path()).expect("a folder").count();
    assert!(ca >= 2 && text.contains("-----BEGIN CERTIFICATE-----"), "{text}");
    let (node, ssl) = text.lines().last().and_then(|line| line.split_once(' ')).expect("two files");
    assert_eq!(node, ssl, "Node.js reads one file only");
}

#[test]
fn the_announcement_names_the_address_and_the_certificate() {
    let dir = tempfile::tempdir().expect("a folder");
    let dir = dir.path().join("tls");
    let flags = ["--host", "b24.test", "--tls-listen", "127.0.0.1:0", "--tls-dir", dir.to_str().expect("a plain path")];
    let sandbox = Served::start(&flags);
    assert!(sandbox.address("https_webhook").starts_with("https://127.0.0.1:"));
    assert_eq!(sandbox.address("ca"), dir.join("ca.pem").display().to_string());
}

#[test]
fn without_a_home_a_folder_is_asked_for() {
    let mut serve = b24();
    for name in ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"] {
        serve.env_remove(name);
    }
    let output = serve.args(["serve", "--tls", "--listen", "127.0.0.1:0"]).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--tls-dir"), "{output:?}");
}

#[test]
fn the_log_is_json_when_asked_for() {
    let mut child = b24()
        .args(["serve", "--json", "--listen", "127.0.0.1:0", "--log-format", "json"])
        .env("B24_LOG", "info")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("it is piped")).read_line(&mut line).expect("a line");
    let entry: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!((&entry["level"], &entry["message"]), (&"INFO".into(), &"listening".into()), "{entry}");
    signal(&child, "TERM");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    use std::io::Write as _;
    let mut sandbox = Served::start(&[]);
    let address = sandbox.address("control").trim_start_matches("http://").split('/').next().expect("one").to_owned();
    let mut busy = std::net::TcpStream::connect(&address).expect("a connection");
    // The rest of the body never comes.
    let head = "POST /rest/1/sandbox/profile HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
    busy.write_all(head.as_bytes()).expect("sent");
    let mut leave = String::new();
    BufReader::new(&busy).read_line(&mut leave).expect("the body is waited for");
    assert_eq!(leave.trim_end(), "HTTP/1.1 100 Continue");
    let started = std::time::Instant::now();
    signal(&sandbox.child, "INT");
    while std::net::TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
    assert_eq!(sandbox.child.try_wait().expect("it can be asked"), None, "a call is under way");
    signal(&sandbox.child, "INT");
    assert_eq!(sandbox.child.wait().expect("it ends").code(), Some(130));
    assert!(started.elapsed() < std::time::Duration::from_secs(4), "it waited for the call");
}
