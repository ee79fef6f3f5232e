//! Writes a draft of expectations after a run: what still departs stays, what no longer does goes, what is new is added
//! with its reason and owner left to be said.

use std::collections::BTreeSet;

use jiff::civil::Date;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{ExpectationsError, GROUP, today};
use crate::event::{Event, Evidence};
use crate::outcome::Outcome;

/// Days for which a new departure is expected.
const DAYS: i64 = 90;

/// What the head of a new file says.
const HEAD: &str = "\
# Known departures of portals from the contract. Each needs a reason and an owner before `b24 check --expect` takes it,
# ends on its day, and fails the check once the portal no longer departs.
";

/// What a run says that a file of expectations should say, gathered as the run goes on.
#[derive(Debug, Clone, Default)]
pub struct ExpectationsDraft {
    /// Host of the portal.
    host: Option<String>,
    /// Clauses that were found broken, expected or not.
    departed: BTreeSet<String>,
    /// Clauses whose expectation failed.
    failed: BTreeSet<String>,
}

impl ExpectationsDraft {
    /// Takes the next event of the run.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::Started(started) => {
                let portal = started.portal.as_deref().and_then(|portal| url::Url::parse(portal).ok());
                self.host = portal.and_then(|portal| portal.host_str().map(str::to_owned));
            }
            Event::CaseFinished(case) if case.group == GROUP => {
                let failed = case.clauses.iter().filter(|_| case.outcome == Outcome::Fail);
                self.failed.extend(failed.map(ToString::to_string));
            }
            Event::CaseFinished(case) => {
                let counts = |found: &&Evidence| found.outcome == Outcome::Fail || found.expected.is_some();
                let broken = case.evidence.iter().filter(counts);
                self.departed.extend(broken.map(|found| found.clause.to_string()));
            }
            Event::Exchange(_) | Event::Finished(_) => {}
        }
    }

    /// The text of a file called `file` brought up to date with the run. `text` is the present one; its comments and order
    /// stay. Entries about other portals are left alone, and so are those whose clause the run did not check.
    ///
    /// # Errors
    ///
    /// [`ExpectationsError`] when the present text is no TOML.
    pub fn applied(&self, file: &str, text: &str) -> Result<String, ExpectationsError> {
        self.applied_on(today(), file, text)
    }

    pub(super) fn applied_on(&self, today: Date, file: &str, text: &str) -> Result<String, ExpectationsError> {
        let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| ExpectationsError {
            file: file.to_owned(),
            line: error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1),
            wrong: error.message().trim().to_owned(),
        })?;
        // A document without entries has its comments at its end, where entries would come before them.
        let head = match (document.is_empty(), text.trim()) {
            (false, _) => String::new(),
            (true, "") => format!("{HEAD}\n"),
            (true, comments) => {
                document = DocumentMut::new();
                format!("{comments}\n\n")
            }
        };
        let Some(host) = &self.host else { return Ok(text.to_owned()) };
        let entries = document.entry("expect").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(entries) = entries.as_array_of_tables_mut() else { return Ok(text.to_owned()) };
        let about = |entry: &Table| matches!(member(entry, "target"), target if target == "*" || target.eq_ignore_ascii_case(host));
        let is_stale = |clause: &str| self.failed.contains(clause) && !self.departed.contains(clause);
        entries.retain(|entry| !(about(entry) && is_stale(member(entry, "clause"))));
        let known: BTreeSet<String> =
            entries.iter().filter(|entry| about(entry)).map(|entry| member(entry, "clause").to_owned()).collect();
        for clause in self.departed.difference(&known) {
            entries.push(new_entry(clause, host, today));
        }
        Ok(format!("{head}{document}"))
    }
}

fn member<'a>(entry: &'a Table, name: &str) -> &'a str {
    entry.get(name).and_then(Item::as_str).unwrap_or_default()
}

/// An entry whose reason and owner are still to be said.
fn new_entry(clause: &str, host: &str, today: Date) -> Table {
    let mut entry = Table::new();
    for (name, text) in [("clause", clause), ("target", host), ("reason", ""), ("owner", "")] {
        entry.insert(name, value(text));
    }
    let expires = today.saturating_add(jiff::Span::new().days(DAYS));
    // A day is a day of TOML too.
    if let Ok(day) = expires.to_string().parse::<toml_edit::Datetime>() {
        entry.insert("expires", value(day));
    }
    entry
}
