//! `b24 serve --data`: what was acknowledged outlives the process, however it ends.
#![cfg(unix)]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc;

use serde_json::Value;
use support::{Served, b24, signal};

fn serve(file: &Path) -> Served {
    Served::start(&["--seed-data", "empty", "--data", file.to_str().expect("a plain path")])
}

/// The answer to a call of the main webhook, if one comes.
fn call(webhook: &str, method: &str, body: &str) -> Option<Value> {
    let (host, path) = webhook.strip_prefix("http://")?.split_once('/')?;
    let mut stream = TcpStream::connect(host).ok()?;
    write!(
        stream,
        "POST /{path}{method} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()
}

#[test]
fn no_acknowledged_write_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("portal.sqlite");
    let mut acknowledged = Vec::new();
    for killed_after in [5, 40, 1] {
        let sandbox = serve(&file);
        let webhook = sandbox.address("webhook").to_owned();
        let (tell, told) = mpsc::channel();
        let writer = std::thread::spawn(move || {
            while let Some(answer) = call(&webhook, "crm.company.add", r#"{"fields":{"TITLE":"Kept"}}"#) {
                tell.send(answer["result"].as_i64().expect("an id")).expect("somebody listens");
            }
        });
        acknowledged.extend(told.iter().take(killed_after));
        // The writer goes on until the process is gone, in the middle of whatever it does.
        signal(&sandbox.child, "KILL");
        acknowledged.extend(told.iter());
        writer.join().expect("the writer ends when nobody answers");
    }
    let sandbox = serve(&file);
    let list = |start: usize| {
        let body = format!(r#"{{"select":["ID"],"start":{start}}}"#);
        call(sandbox.address("webhook"), "crm.company.list", &body).expect("an answer")
    };
    let total = list(0)["total"].as_u64().expect("a number") as usize;
    let pages = (0..total).step_by(50).flat_map(|start| list(start)["result"].as_array().cloned().expect("a list"));
    let kept: Vec<i64> =
        pages.map(|company| company["ID"].as_str().and_then(|id| id.parse().ok()).expect("an id")).collect();
    assert!(acknowledged.len() >= 46, "{acknowledged:?}");
    let lost: Vec<&i64> = acknowledged.iter().filter(|id| !kept.contains(id)).collect();
    assert!(lost.is_empty(), "lost {lost:?} of {acknowledged:?}");
}

#[test]
fn a_file_that_cannot_be_used_is_named_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "no database").expect("a file");
    let used = folder.path().join("used.sqlite");
    let _sandbox = serve(&used);
    let missing = folder.path().join("missing").join("portal.sqlite");
    for (path, says) in [
        (notes, "notes.txt cannot be opened: file is not a database"),
        (used, "used.sqlite is in use by another process"),
        (missing, "portal.sqlite cannot be opened: No such file or directory"),
        (folder.path().to_owned(), "cannot be opened: Is a directory"),
    ] {
        let output = b24().args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&path).output();
        let output = output.expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.trim().lines().count()), (Some(5), 1), "{said}");
        assert!(said.contains(says), "{said}");
    }
}
