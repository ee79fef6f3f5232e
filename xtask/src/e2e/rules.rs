//! The rules of the specification, executed by a program that shares no line with the suite.

use super::install;
use super::sandbox::Sandbox;
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Runs the Python runner against a fresh sandbox.
pub(super) fn run() -> Result<(), Error> {
    let python = install::python()?;
    let sandbox = Sandbox::start()?;
    let announcement = install::folder()?.join("announcement.json");
    std::fs::write(&announcement, sandbox.announced.to_string()).map_err(Error::file(&announcement))?;
    Program::new(&python.to_string_lossy())
        .args(["tests/sdk/run_rules.py", "--announcement", &announcement.to_string_lossy()])
        .run(&files::root())
}
