//! Every exit code of every command, as tables: scripts rely on them.

#![cfg(unix)]

mod support;

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};

use support::ill::{Ill, IllPortal, nowhere};
use support::{Served, b24, signal, text};

/// A code, the command that must end with it, and a part of what the command must tell.
type Row<'a> = (i32, &'a [&'a str], &'a str);

/// A case that is quick, reads only, and holds.
const QUICK: &str = "crm.company.fields/types";
/// Another one, which needs a second user.
const DENIED: &str = "crm.company.fields/anybody";
/// An address that is right and never asked.
const UNASKED: &str = "http://127.0.0.1:9/rest/1/not-a-real-code/";

fn holds(dir: &Path, table: &[Row<'_>]) {
    for (code, args, told) in table {
        let output = b24().args(*args).current_dir(dir).stdin(Stdio::null()).output().expect("the binary runs");
        let all = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(*code), "{args:?}\n{all}");
        assert!(all.contains(told), "{told:?} is not told by {args:?}:\n{all}");
        assert!(matches!(code, 0 | 1 | 4) || !output.stderr.is_empty(), "nothing tells why {args:?} ended with {code}");
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Interrupts a command once it waits for a portal that does not answer.
fn interrupted(dir: &Path, args: &[&str]) -> Output {
    let portal = IllPortal::start(Ill::Silent);
    let mut command = b24();
    command.current_dir(dir).args(args).args(["--portal", &portal.webhook]).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    while !portal.is_called() {
        assert!(child.try_wait().expect("a child").is_none(), "{args:?} ended without a call");
    }
    signal(&child, "INT");
    child.wait_with_output().expect("it ends")
}

#[test]
fn check() {
    let dir = folder();
    let written = |name: &str, content: &str| std::fs::write(dir.path().join(name), content).expect("written");
    let known = |clause: &str| {
        format!(
            "[[expect]]\nclause = {clause:?}\ntarget = \"*\"\nreason = \"x\"\nowner = \"y\"\nexpires = 2099-12-31\n"
        )
    };
    written("stale.toml", &known(QUICK));
    written("unknown.toml", &known("no/such-clause"));
    let sandbox = Served::start(&[]);
    let portal = sandbox.address("webhook");
    let wrong = portal.replace("/sandbox/", "/not-a-real-code/");
    holds(
        dir.path(),
        &[
            (0, &["check", "--filter", QUICK], "1 passed"),
            (1, &["check", "--filter", QUICK, "--expect", "stale.toml"], "no longer departs"),
            (2, &["check", "--expect", "unknown.toml"], "no/such-clause"),
            (2, &["check", "--expect", "none.toml"], "none.toml"),
            (2, &["check", "--portal", "https://example.bitrix24.com/"], "webhook"),
            (2, &["check", "--portal", "ftp://example.bitrix24.com/rest/1/not-a-real-code/"], "webhook"),
            (2, &["check", "--portal", "@/no/such/file"], "/no/such/file"),
            (2, &["check", "--mock", "127.0.0.1:4010"], "mock"),
            (2, &["check", "--target", "/no/such/file.json"], "/no/such/file.json"),
            (2, &["check", "--portal", UNASKED, "--mock", "http://127.0.0.1:9/"], "--mock"),
            (2, &["check", "--reader", UNASKED], "--portal"),
            (2, &["check", "--rate", "fast"], "50,2"),
            (2, &["check", "--timeout", "never"], "seconds"),
            (2, &["check", "--write", "other.example", "--portal", UNASKED], "127.0.0.1"),
            (2, &["check", "--write", "example.bitrix24.com"], "--portal"),
            (2, &["check", "--report", "verdict.pdf"], "verdict.pdf"),
            (2, &["check", "--no-such-flag"], "--no-such-flag"),
            (3, &["check", "--portal", &nowhere()], "could not be reached"),
            (3, &["check", "--portal", &wrong], "refused the credentials"),
            (4, &["check", "--filter", "system/expird-token"], "system/expired-token"),
            (4, &["check", "--filter", "walk/", "--portal", portal], "skip"),
            (5, &["check", "--filter", QUICK, "--report", "no/such/folder/verdict.html"], "no/such/folder"),
        ],
    );
    let output = interrupted(dir.path(), &["check"]);
    assert_eq!(output.status.code(), Some(130), "{output:?}");
}

#[test]
fn check_of_a_portal_that_is_ill() {
    let dir = folder();
    let empty = Ill::Same(r#"{"result":{}}"#);
    for (ill, flags, code, told) in [
        (Ill::Html, &[][..], 3, "no REST interface: HTTP 503, text/html"),
        (Ill::Silent, &["--timeout", "0.1"], 3, "no complete answer within 0.1 s"),
        (Ill::HalfWay, &[], 3, "ended before the answer was complete"),
        (Ill::TenMegabytes, &[], 1, "longer than 2097152 bytes"),
        (Ill::NoText, &[], 1, "UTF-8"),
        (empty, &[], 1, QUICK),
    ] {
        let portal = IllPortal::start(ill).webhook;
        let check = ["check", "--portal", &portal, "--rate", "off", "--filter", QUICK];
        holds(dir.path(), &[(code, &[&check[..], flags].concat(), told)]);
    }
}

#[test]
fn call() {
    const READ: &str = "crm.company.contact.items.get";
    let sandbox = Served::start(&[]);
    let portal = sandbox.address("webhook");
    let wrong = portal.replace("/sandbox/", "/not-a-real-code/");
    let dir = folder();
    holds(
        dir.path(),
        &[
            (0, &["call", READ, "id=32", "--portal", portal], "CONTACT_ID"),
            (1, &["call", READ, "id=0", "--portal", portal], "ownerEntityID"),
            (1, &["call", "crm.no.such.method", "--portal", portal], "Method not found"),
            (2, &["call", READ], "--portal"),
            (2, &["call", READ, "id", "--portal", UNASKED], "key=value"),
            (2, &["call", READ, "id:={", "--portal", UNASKED], "JSON"),
            (2, &["call", READ, "--portal", "example.bitrix24.com"], "URL"),
            (3, &["call", READ, "id=32", "--portal", &nowhere()], ""),
            (3, &["call", READ, "id=32", "--portal", &wrong], "INVALID_CREDENTIALS"),
        ],
    );
    for (ill, flags, code, told) in [
        (Ill::Html, &[][..], 3, "503"),
        (Ill::Silent, &["--timeout", "0.1"], 3, "time"),
        (Ill::HalfWay, &[], 3, ""),
        (Ill::NoText, &[], 3, ""),
        (Ill::TenMegabytes, &[], 0, "xxx"),
    ] {
        let portal = IllPortal::start(ill).webhook;
        holds(dir.path(), &[(code, &[&["call", READ, "id=32", "--portal", &portal], flags].concat(), told)]);
    }
    assert_eq!(interrupted(dir.path(), &["call", READ, "id=32"]).status.code(), Some(130));
}

#[test]
fn validate() {
    const RIGHT: &str = r#"{"x":1}"#;
    const WRONG: &str = r#"{"result":[{"CONTACT_ID":"7"}],"time":{}}"#;
    let dir = folder();
    let written = |name: &str, content: &str| std::fs::write(dir.path().join(name), content).expect("written");
    written("profile.json", RIGHT);
    written("crm.company.contact.items.get.json", WRONG);
    written("empty.har", r#"{"log":{"entries":[]}}"#);
    written("broken.json", "{");
    holds(
        dir.path(),
        &[
            (0, &["validate", "profile.json"], ""),
            (1, &["validate", "crm.company.contact.items.get.json"], "ContactBinding#/properties/CONTACT_ID"),
            (2, &["validate", "broken.json"], "broken.json"),
            (2, &["validate", "none.json"], "none.json"),
            (2, &["validate"], "FILE"),
            (4, &["validate", "empty.har"], "nothing was judged"),
            (5, &["validate", "profile.json", "--report", "no/such/folder.xml"], "no/such/folder.xml"),
        ],
    );
    let mut command = b24();
    command.args(["validate", "--all", "--method", "crm.company.contact.items.get", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    writeln!(stdin, "{WRONG}\n{WRONG}").expect("written");
    // What it tells of the first shows that it reads.
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut first).expect("a line comes");
    signal(&child, "INT");
    let mut told = String::new();
    let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
    stderr.read_line(&mut told).expect("a line comes");
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{first}{told}");
}

#[test]
fn proxy() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    let dir = folder();
    holds(
        dir.path(),
        &[
            (2, &["proxy"], "--upstream"),
            (2, &["proxy", "--upstream", "example.bitrix24.com"], "upstream"),
            (2, &["proxy", "--upstream", UNASKED, "--listen", "nowhere"], "nowhere"),
            (5, &["proxy", "--upstream", UNASKED, "--listen", &address], &address),
            (5, &["proxy", "--upstream", UNASKED, "--report", "no/such/folder.xml"], "no/such/folder.xml"),
        ],
    );
    let origin = |webhook: String| webhook.split("/rest/").next().expect("an origin").to_owned();
    let dead = origin(nowhere());
    let wrong = origin(IllPortal::start(Ill::Same(r#"{"result":{}}"#)).webhook);
    for (upstream, calls, flags, code) in [
        (&wrong, 1, &[][..], 0),
        (&wrong, 1, &["--fail-on-violation"], 1),
        (&wrong, 0, &["--fail-on-violation"], 4),
        (&dead, 1, &["--fail-on-violation"], 4),
    ] {
        let mut command = b24();
        command.args(["proxy", "--json", "--listen", "127.0.0.1:0", "--upstream", upstream]).args(flags);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("the first line comes");
        let first: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let through = format!("{}rest/1/not-a-real-code/", first["listen"].as_str().expect("an address"));
        for _ in 0..calls {
            let call = b24().args(["call", "crm.company.fields", "--portal", &through]).output();
            assert!(call.expect("the binary runs").status.code().is_some());
        }
        signal(&child, "INT");
        stdout.read_to_string(&mut line).expect("text");
        assert_eq!(child.wait().expect("it ends").code(), Some(code), "{upstream} {flags:?}\n{line}");
    }
}

/// A portal that lies about fields, with a file that describes it, and with the run files of a check of it and of one that
/// keeps the contract.
fn lying(dir: &Path) -> Served {
    let deviations = [format!("{QUICK}!one-forgotten"), format!("{DENIED}!refused")];
    let sandbox = Served::start(&["--deviate", &deviations[0], "--deviate", &deviations[1]]);
    std::fs::write(dir.join("lies.json"), sandbox.announcement.to_string()).expect("written");
    let check = ["check", "--filter", "crm.company.fields/", "--report"];
    let bad = [&check[..], &["bad.ndjson", "--target", "lies.json", "--strict"]].concat();
    holds(dir, &[(0, &[&check[..], &["good.ndjson"]].concat(), "passed"), (1, &bad, QUICK), (1, &bad, DENIED)]);
    sandbox
}

#[test]
fn replay() {
    let dir = folder();
    let lies = lying(dir.path());
    let broken =
        std::fs::read_to_string(dir.path().join("bad.ndjson")).expect("there").replace("\"event\"", "\"evnt\"");
    std::fs::write(dir.path().join("broken.ndjson"), broken).expect("written");
    let older = std::fs::read_to_string(dir.path().join("bad.ndjson")).expect("there");
    let older = older.replacen("\"contract\":\"", "\"contract\":\"0.0.1-", 1);
    std::fs::write(dir.path().join("older.ndjson"), older).expect("written");
    std::fs::write(dir.path().join("broken.json"), "{\n\"contract\": 1").expect("written");
    let portal = lies.address("webhook");
    let found = ["replay", "bad.ndjson", "--case", QUICK];
    let denied = ["replay", "bad.ndjson", "--case", DENIED];
    holds(
        dir.path(),
        &[
            (0, &found, "not seen"),
            (1, &[&found[..], &["--portal", portal]].concat(), "the portal is at fault"),
            (1, &[&denied[..], &["--target", "lies.json"]].concat(), "the portal is at fault"),
            (2, &["replay", "bad.ndjson"], "--case"),
            (2, &["replay", "bad.ndjson", "--case", "no/such-case"], "no/such-case"),
            (2, &["replay", "bad.ndjson", "--case", &QUICK[..QUICK.len() - 1]], &format!("the nearest are {QUICK}")),
            (2, &["replay", "broken.json"], "line 2"),
            (0, &["replay", "older.ndjson", "--case", QUICK], "found against version 0.0.1"),
            (2, &["replay", "broken.ndjson", "--case", QUICK], "broken.ndjson, line 1"),
            (2, &["replay", "/no/such/file.json"], "/no/such/file.json"),
            (2, &[&found[..], &["--write", "example.bitrix24.com"]].concat(), "--portal"),
            (3, &[&found[..], &["--portal", &nowhere()]].concat(), "could not be reached"),
            (4, &[&denied[..], &["--portal", portal]].concat(), "it cannot be told"),
        ],
    );
    assert_eq!(interrupted(dir.path(), &found).status.code(), Some(130));
}

#[test]
fn sweep() {
    let dir = folder();
    let sandbox = Served::start(&[]);
    let (portal, reader) = (sandbox.address("webhook"), sandbox.address("reader"));
    let wrong = portal.replace("/sandbox/", "/not-a-real-code/");
    std::fs::create_dir(dir.path().join("state")).expect("made");
    std::fs::write(dir.path().join("state/ledger"), "no folder").expect("written");
    let marked = ["fields[ORIGINATOR_ID]=b24-conformance", "fields[ORIGIN_ID]=19aab-3f/1", "--portal", portal];
    let silent = IllPortal::start(Ill::Silent).webhook;
    holds(
        dir.path(),
        &[
            (0, &[&["call", "crm.company.add", "fields[TITLE]=x"], &marked[..]].concat(), ""),
            (1, &["sweep", "--write", "--portal", reader, "--rate", "off"], "crm.company.delete"),
            (0, &["sweep", "--dry-run", "--portal", portal], "would be removed"),
            (0, &["sweep", "--write", "--portal", portal], "1 removed"),
            (2, &["sweep"], "--portal"),
            (2, &["sweep", "--portal", UNASKED], "--write"),
            (2, &["sweep", "--write", "example.bitrix24.com", "--portal", UNASKED], "127.0.0.1"),
            (3, &["sweep", "--write", "--portal", &nowhere()], "could not be reached"),
            (3, &["sweep", "--write", "--portal", &wrong], "refused the credentials"),
            (3, &["sweep", "--write", "--timeout", "0.1", "--portal", &silent], "no complete answer"),
            (5, &["sweep", "--write", "--portal", portal, "--state-dir", "state"], "state/ledger"),
        ],
    );
    assert_eq!(interrupted(dir.path(), &["sweep", "--write"]).status.code(), Some(130));
}

#[test]
fn report_and_compare() {
    let dir = folder();
    let _portal = lying(dir.path());
    std::fs::write(dir.path().join("broken.ndjson"), "<html>\n").expect("written");
    std::fs::write(dir.path().join("empty.ndjson"), "").expect("written");
    std::fs::write(dir.path().join("none.har"), r#"{"log":{"entries":[]}}"#).expect("written");
    holds(
        dir.path(),
        &[
            (0, &["report", "bad.ndjson"], QUICK),
            (0, &["report", "bad.ndjson", "-o", "bad.html", "-o", "bad.xml"], ""),
            (2, &["report", "broken.ndjson"], "broken.ndjson, line 1"),
            (2, &["report", "empty.ndjson", "-o", "empty.xml"], "empty.ndjson, line 1"),
            (2, &["report", "/no/such/run.ndjson"], "/no/such/run.ndjson"),
            (2, &["report", "bad.ndjson", "-o", "bad.pdf"], "bad.pdf"),
            (2, &["report"], "RUN"),
            (5, &["report", "bad.ndjson", "-o", "no/such/folder/bad.html"], "no/such/folder"),
            (0, &["compare", "good.ndjson", "good.ndjson"], "0 differ"),
            (1, &["compare", "good.ndjson", "bad.ndjson"], QUICK),
            (2, &["compare", "good.ndjson"], "B"),
            (2, &["compare", "good.ndjson", "broken.ndjson"], "broken.ndjson, line 1"),
            (2, &["compare", "good.ndjson", "/no/such/run.ndjson"], "/no/such/run.ndjson"),
            (4, &["validate", "none.har", "--report", "unchecked.ndjson"], ""),
            (4, &["compare", "unchecked.ndjson", "unchecked.ndjson"], "0 differ"),
        ],
    );
}

#[test]
fn explain_spec_and_the_rest() {
    let dir = folder();
    holds(
        dir.path(),
        &[
            (0, &["explain"], "system/expired-token"),
            (0, &["explain", "system/expired-token"], "expired_token"),
            (0, &["explain", "crm.company.list"], "crm.company.list"),
            (0, &["explain", "ContactBinding"], "ContactBinding#"),
            (2, &["explain", "system/expird-token"], "system/expired-token"),
            (0, &["spec"], "openapi"),
            (0, &["spec", "run-file"], "$schema"),
            (0, &["spec", "replay"], "evidence"),
            (2, &["spec", "swagger"], "swagger"),
            (0, &["--version"], "b24 "),
            (2, &[], "Usage"),
            (2, &["chekc"], "check"),
        ],
    );
}

#[test]
fn serve() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    let dir = folder();
    holds(
        dir.path(),
        &[
            (0, &["serve", "--list-deviations"], QUICK),
            (2, &["serve", "--listen", "nowhere"], "nowhere"),
            (2, &["serve", "--config", "/no/such/file.toml"], "/no/such/file.toml"),
            (2, &["serve", "--listen", "127.0.0.1:0", "--deviate", "no/such-clause!lies"], "no/such-clause"),
            (5, &["serve", "--listen", &address], &address),
            (7, &["serve", "--", "sh", "-c", "echo ended >&2; exit 7"], "ended"),
        ],
    );
    for (name, code) in [("INT", 130), ("TERM", 0)] {
        let mut sandbox = Served::start(&[]);
        signal(&sandbox.child, name);
        assert_eq!(sandbox.child.wait().expect("it ends").code(), Some(code), "SIG{name}");
    }
}

/// A result that cannot be written is the tool's failure, whatever the result says.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_5() {
    let dir = folder();
    let _portal = lying(dir.path());
    for args in [
        &["check", "--filter", QUICK][..],
        &["report", "bad.ndjson"],
        &["compare", "good.ndjson", "bad.ndjson"],
        &["replay", "bad.ndjson", "--case", QUICK],
        &["validate", "good.ndjson"],
        &["explain"],
        &["spec"],
    ] {
        let full = File::options().write(true).open("/dev/full").expect("a device that is full");
        let ended = b24().args(args).current_dir(dir.path()).stdout(full).stderr(Stdio::null()).status();
        assert_eq!(ended.expect("the binary runs").code(), Some(5), "{args:?}");
    }
}
