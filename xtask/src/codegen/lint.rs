//! Lints the specification: every finding at once, each with its file, method and JSON pointer.

mod errors;
mod examples;
mod grammar;
mod ids;
mod layout;
mod progenitor;
mod references;
mod rules;
#[cfg(test)]
pub(crate) mod test;
mod vocabulary;

use std::fmt;

use super::load::{Document, Spec};
use super::model::Contract;
use super::project;
use crate::error::Error;

/// Something in the specification that must change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, from the repository's root.
    file: String,
    /// The method that it concerns, unless it concerns all.
    method: Option<String>,
    /// JSON pointer into the file; empty for the file as a whole.
    pointer: String,
    /// What is wrong and what to do.
    message: String,
}

impl Finding {
    /// A finding in `document`.
    fn at(document: &Document, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::in_file(&document.path, pointer, message)
    }

    /// A finding in a file by its path, which also tells the method.
    fn in_file(path: &str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let method = path.strip_prefix("spec/methods/").and_then(|rest| rest.split('/').next()).map(str::to_owned);
        Self { file: path.to_owned(), method, pointer: pointer.into(), message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if !self.pointer.is_empty() {
            write!(f, "#{}", self.pointer)?;
        }
        if let Some(method) = &self.method {
            write!(f, " ({method})")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Lints the specification and returns it typed. What cannot be read as typed values is reported by its grammar; lints
/// that need typed values then wait for the next run.
pub(crate) fn check(spec: &Spec) -> Result<Contract, Error> {
    let mut findings = grammar::findings(spec);
    let well_formed = findings.is_empty();
    findings.extend(layout::findings(spec));
    findings.extend(ids::findings(spec));
    findings.extend(vocabulary::findings(spec));
    let references = references::findings(spec);
    let resolved = references.is_empty();
    findings.extend(references);
    if !well_formed {
        return Err(reported(findings));
    }
    let contract = Contract::from_spec(spec)?;
    findings.extend(errors::findings(spec, &contract));
    findings.extend(rules::findings(spec, &contract));
    if resolved {
        findings.extend(examples::findings(spec, &contract));
        findings.extend(progenitor::findings(&contract, &project::openapi(&contract)));
    }
    if findings.is_empty() { Ok(contract) } else { Err(reported(findings)) }
}

fn reported(mut findings: Vec<Finding>) -> Error {
    findings.sort();
    findings.dedup();
    let count = findings.len();
    let findings = findings.iter().map(|finding| format!("{finding}\n")).collect();
    Error::Lint { findings, count }
}

/// JSON pointer token for a key.
pub(crate) fn token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
