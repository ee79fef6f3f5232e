//! A canary as webhook code, as access token and as control token: no artefact of any command may hold it.

mod support;

use std::process::Output;

use support::{Served, b24};

const CODE: &str = "canary0webhook0code";
const TOKEN: &str = "canary0access0token";
const CONTROL: &str = "canary0control0token";

#[track_caller]
fn silent(what: &str, text: &str) {
    let lower = text.to_lowercase();
    assert!(!lower.contains("canary0"), "{what} holds the canary:\n{text}");
}

#[track_caller]
fn silent_output(what: &str, output: &Output) {
    silent(what, &String::from_utf8_lossy(&output.stdout));
    silent(what, &String::from_utf8_lossy(&output.stderr));
}

/// A sandbox whose main webhook and access token are canaries.
fn served(dir: &std::path::Path) -> Served {
    let config = dir.join("sandbox.toml");
    let text = format!(
        "control_token = \"{CONTROL}\"\n\
         [[webhooks]]\nname = \"webhook\"\nuser = 1\ncode = \"{CODE}\"\n\
         [[tokens]]\nname = \"oauth\"\nuser = 1\ntoken = \"{TOKEN}\"\n"
    );
    std::fs::write(&config, text).expect("written");
    Served::start(&["--config", config.to_str().expect("a plain path")])
}

#[test]
fn no_artefact_of_any_command_holds_a_canary() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let sandbox = served(dir.path());
    let webhook = sandbox.address("webhook");
    assert!(webhook.contains(CODE), "the canary is in place: {}", sandbox.announcement);
    let endpoint = sandbox.announcement["oauth"]["endpoint"].as_str().expect("an endpoint");

    let reports = ["html", "xml", "ndjson"].map(|suffix| dir.path().join(format!("verdict.{suffix}")));
    let mut check = b24();
    check.args([
        "check",
        "--write",
        "--rate",
        "off",
        "--cases",
        "2",
        "--filter",
        "crm.company.contact",
        "--portal",
        webhook,
    ]);
    for report in &reports {
        check.arg("--report").arg(report);
    }
    let output = check.output().expect("the binary runs");
    assert!(!output.stdout.is_empty());
    silent_output("check", &output);
    for report in &reports {
        silent("a report", &std::fs::read_to_string(report).expect("the report was written"));
    }
    let read = ["check", "--json", "--rate", "off", "--filter", "company.get", "--portal", webhook];
    silent_output("check --json", &b24().args(read).output().expect("it runs"));

    let get = "crm.company.contact.items.get";
    let ends = [format!("id={CODE}"), format!("auth={TOKEN}"), "id=0".to_owned(), "id=32".to_owned()];
    for param in &ends {
        silent_output(
            "call",
            &b24().args(["call", get, param, "--json", "--portal", webhook]).output().expect("it runs"),
        );
        let mut call = b24();
        call.args(["call", get, param, "--portal", endpoint, "--token", TOKEN]);
        silent_output("call with a token", &call.output().expect("it runs"));
    }
}

#[test]
fn bad_addresses_and_unreachable_portals_do_not_repeat_the_secret() {
    for address in [
        format!("https://example.bitrix24.com/{CODE}/"),
        format!("https://example.bitrix24.com/rest/{CODE}/"),
        format!("ftp://example.bitrix24.com/rest/1/{CODE}/"),
        format!("https://user:{CODE}@example.bitrix24.com/rest/1/{CODE}/"),
        format!("https://example.bitrix24.com/rest/1/{CODE}/profile.json"),
        CODE.to_owned(),
        format!("http://127.0.0.1:9/rest/1/{CODE}/"),
        format!("https://127.0.0.1:9/rest/1/{CODE}/"),
    ] {
        silent_output("check", &b24().args(["check", "--portal", &address]).output().expect("it runs"));
        silent_output("call", &b24().args(["call", "profile", "--portal", &address]).output().expect("it runs"));
    }
    let mut check = b24();
    check.args(["check", "--no-such-flag"]).env("B24_PORTAL", format!("https://example.bitrix24.com/rest/1/{CODE}/"));
    silent_output("usage", &check.output().expect("it runs"));
    let mut help = b24();
    help.args(["check", "--help"]).env("B24_PORTAL", format!("https://example.bitrix24.com/rest/1/{CODE}/"));
    silent_output("help", &help.output().expect("it runs"));
}

#[cfg(unix)]
#[test]
fn a_command_beside_the_sandbox_gets_the_secret_and_no_log_does() {
    let serve = |command: &[&str]| {
        let mut serve = b24();
        serve.args(["serve", "--webhook-code", CODE, "--control-token", CONTROL, "--"]).args(command);
        serve.env("B24_LOG", "trace").output().expect("it runs")
    };
    let call = format!("'{}' call profile; test \"$B24_WEBHOOK\" = 1/{CODE}", env!("CARGO_BIN_EXE_b24"));
    let output = serve(&["sh", "-c", &call]);
    assert_eq!(output.status.code(), Some(0), "the command has the code");
    assert!(!output.stderr.is_empty(), "something was logged");
    silent_output("serve with a command", &output);
    silent_output("serve with a missing command", &serve(&["no-such-program", CODE]));
}
