//! Two validators, independent of each other, read an OpenAPI document.

use super::install;
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Validates a document with `openapi-spec-validator` (Python) and with Redocly's rules for the specification
/// (JavaScript), which know it by its name in `tests/e2e/redocly.yaml`. Each finds mistakes that the other lets through,
/// such as a default of the wrong type, and a reference that leads nowhere.
pub(super) fn validate(document: &str, name: &str) -> Result<(), Error> {
    let root = files::root();
    let python = install::python()?;
    Program::new(&python.to_string_lossy()).args(["-m", "openapi_spec_validator", document]).run(&root)?;
    let redocly = install::npm()?.join("redocly");
    Program::new(&redocly.to_string_lossy())
        .args(["lint", "--config", "tests/e2e/redocly.yaml", "--format", "stylish", name])
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .run(&root)
}
