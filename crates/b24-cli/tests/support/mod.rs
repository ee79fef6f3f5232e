//! What the tests of the binary share.
#![allow(dead_code)] // each test uses a part of it

pub(crate) mod ill;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

/// The binary, without settings of the person who runs the tests.
pub(crate) fn b24() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_b24"));
    for name in ["B24_PORTAL", "B24_TOKEN", "B24_LOG", "B24_WEBHOOK_CODE", "B24_CONTROL_TOKEN", "B24_TLS_DIR"] {
        command.env_remove(name);
    }
    // What runs keep for later stays away from the person's own.
    command.env("B24_STATE_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/state"));
    command
}

/// Runs a script of the shell beside a sandbox.
pub(crate) fn script(flags: &[&str], script: &str) -> Output {
    let mut serve = b24();
    serve.arg("serve").args(flags).args(["--", "sh", "-c", script]).stdin(Stdio::null());
    serve.output().expect("the binary runs")
}

/// What a program printed.
pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

/// A running `b24 serve` on a free port. It is killed when dropped.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) announcement: serde_json::Value,
}

impl Served {
    pub(crate) fn start(flags: &[&str]) -> Self {
        let mut child = b24()
            .args(["serve", "--json", "--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the binary runs");
        let mut line = String::new();
        let stdout = child.stdout.as_mut().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut line).expect("the first line comes");
        let announcement = serde_json::from_str(&line).expect("the first line is JSON");
        Self { child, announcement }
    }

    pub(crate) fn address(&self, name: &str) -> &str {
        self.announcement[name].as_str().expect("the announcement has this member")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal by name, such as `INT`.
#[cfg(unix)]
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("sh").arg("-c").arg(format!("kill -{name} {}", child.id())).status();
    assert!(status.expect("the shell runs").success());
}
