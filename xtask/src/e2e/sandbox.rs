//! A sandbox portal in a process of its own, for tools that know it by its address only.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Builds `b24` and says where it is. A build for tests checks each of its own answers against the contract.
pub(super) fn program() -> Result<PathBuf, Error> {
    Program::cargo("build").args(["--quiet", "--package", "b24-cli"]).run(&files::root())?;
    Ok(files::target().join("debug").join("b24"))
}

/// A running `b24 serve` with fresh data. It ends with this value.
pub(super) struct Sandbox {
    process: Child,
    /// What it announced: webhooks, tokens, the control address.
    pub(super) announced: Value,
}

impl Sandbox {
    /// Builds `b24` and starts it on a free port.
    pub(super) fn start() -> Result<Self, Error> {
        let program = program()?;
        let mut process = Command::new(&program)
            .args(["serve", "--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Error::file(&program))?;
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).map_err(Error::file(&program))?;
        }
        let sandbox = Self { process, announced: serde_json::from_str(&line).unwrap_or_default() };
        match sandbox.announced["webhook"].as_str() {
            Some(_) => Ok(sandbox),
            None => Err(Error::Step(format!("`b24 serve --json` announced no webhook, but {line:?}"))),
        }
    }

    /// Address of the webhook with all rights, which ends in `/`.
    pub(super) fn webhook(&self) -> &str {
        self.announced["webhook"].as_str().unwrap_or_default()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing of it is left.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
