//! Lints the specification: every finding at once, each with its file, line, clause or method, and JSON pointer.

mod documented;
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
    /// The line in it, from 1, once the finding has been [located](Finding::located).
    line: Option<u64>,
    /// What it concerns: a rule, error or example by its id, else a method; nothing where it concerns all.
    subject: Option<String>,
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
        Self { file: path.to_owned(), line: None, subject: method, pointer: pointer.into(), message: message.into() }
    }

    /// The finding with its line, and with the id of the clause or example that it stands in.
    fn located(self, spec: &Spec) -> Self {
        let Some(document) = spec.document(&self.file) else { return self };
        let ids = outwards(&self.pointer).filter_map(|around| document.value.pointer(around)?.get("id")?.as_str());
        let subject = ids.last().map(str::to_owned).or_else(|| self.subject.clone());
        Self { line: document.line(&self.pointer), subject, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        if let Some(subject) = &self.subject {
            write!(f, " {subject}:")?;
        }
        write!(f, " {}", self.message)?;
        if self.pointer.is_empty() { Ok(()) } else { write!(f, " (at {})", self.pointer) }
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
        return Err(reported(spec, findings));
    }
    let contract = Contract::from_spec(spec)?;
    findings.extend(documented::findings(spec, &contract));
    findings.extend(errors::findings(spec, &contract));
    findings.extend(rules::findings(spec, &contract));
    if resolved {
        findings.extend(examples::findings(spec, &contract));
        findings.extend(progenitor::findings(&contract, &project::openapi(&contract)));
    }
    if findings.is_empty() { Ok(contract) } else { Err(reported(spec, findings)) }
}

fn reported(spec: &Spec, findings: Vec<Finding>) -> Error {
    let mut findings: Vec<_> = findings.into_iter().map(|finding| finding.located(spec)).collect();
    findings.sort();
    findings.dedup();
    let count = findings.len();
    let findings = findings.iter().map(|finding| format!("{finding}\n")).collect();
    Error::Lint { findings, count }
}

/// A JSON pointer and those of all that is around its place, from the inside out.
pub(crate) fn outwards(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0))
}

/// JSON pointer token for a key.
pub(crate) fn token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
