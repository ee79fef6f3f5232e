//! Schemathesis sends the sandbox data that fit the contract, and data that do not.

use super::install;
use super::sandbox::Sandbox;
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Runs it with `tests/e2e/schemathesis.toml`, which says what is not asked of a portal, and why.
pub(super) fn run() -> Result<(), Error> {
    let root = files::root();
    let python = install::python()?;
    let sandbox = Sandbox::start()?;
    let folder = install::folder()?.join("schemathesis");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let place = |path: &str| root.join(path).to_string_lossy().into_owned();
    Program::new(&python.to_string_lossy())
        .args(["-m", "schemathesis.cli", "--config-file", &place("tests/e2e/schemathesis.toml")])
        .args(["run", &place("spec/dist/openapi.json"), "--url", sandbox.webhook().trim_end_matches('/')])
        .env("PYTHONPATH", place("tests/e2e"))
        .run(&folder)
}
