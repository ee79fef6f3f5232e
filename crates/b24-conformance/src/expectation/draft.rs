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

/// The text of a file of expectations brought up to date with a run. `text` is the present one; its comments and order
/// stay. Entries about other portals are left alone, and so are those whose clause the run did not check.
///
/// # Errors
///
/// [`ExpectationsError`] when the present text is no TOML.
pub fn draft(file: &str, text: &str, events: &[Event]) -> Result<String, ExpectationsError> {
    draft_on(today(), file, text, events)
}

pub(super) fn draft_on(today: Date, file: &str, text: &str, events: &[Event]) -> Result<String, ExpectationsError> {
    let text = if text.trim().is_empty() { HEAD } else { text };
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| ExpectationsError {
        file: file.to_owned(),
        line: error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        wrong: error.message().trim().to_owned(),
    })?;
    let Some(host) = host(events) else { return Ok(document.to_string()) };
    let run = Departures::of(events);
    let entries = document.entry("expect").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(entries) = entries.as_array_of_tables_mut() else { return Ok(document.to_string()) };
    let member = |entry: &Table, name: &str| entry.get(name).and_then(Item::as_str).unwrap_or_default().to_owned();
    let about = |entry: &Table| {
        let target = member(entry, "target");
        target == "*" || target.eq_ignore_ascii_case(&host)
    };
    entries.retain(|entry| !(about(entry) && run.stale.contains(&member(entry, "clause"))));
    let known: BTreeSet<String> =
        entries.iter().filter(|entry| about(entry)).map(|entry| member(entry, "clause")).collect();
    let expires = today.saturating_add(jiff::Span::new().days(DAYS));
    for clause in run.departed.difference(&known) {
        let mut entry = Table::new();
        entry.insert("clause", value(clause.as_str()));
        entry.insert("target", value(host.as_str()));
        entry.insert("reason", value(""));
        entry.insert("owner", value(""));
        if let Ok(day) = expires.to_string().parse::<toml_edit::Datetime>() {
            entry.insert("expires", value(day));
        }
        entries.push(entry);
    }
    Ok(document.to_string())
}

/// Host of the portal that was checked.
fn host(events: &[Event]) -> Option<String> {
    let portal = events.iter().find_map(|event| match event {
        Event::Started(started) => started.portal.as_deref(),
        _ => None,
    })?;
    url::Url::parse(portal).ok()?.host_str().map(str::to_owned)
}

/// What a run says of clauses.
struct Departures {
    /// Clauses that it found broken, expected or not.
    departed: BTreeSet<String>,
    /// Clauses whose expectation nothing bore out.
    stale: BTreeSet<String>,
}

impl Departures {
    fn of(events: &[Event]) -> Self {
        let cases = || {
            events.iter().filter_map(|event| match event {
                Event::CaseFinished(case) => Some(case),
                _ => None,
            })
        };
        let counts = |found: &&Evidence| found.outcome == Outcome::Fail || found.expected.is_some();
        let evidence = cases().flat_map(|case| &case.evidence).filter(counts);
        let departed: BTreeSet<String> = evidence.map(|found| found.clause.to_string()).collect();
        let failed = cases().filter(|case| case.group == GROUP && case.outcome == Outcome::Fail);
        let ended = failed.flat_map(|case| &case.clauses).map(ToString::to_string);
        let stale = ended.filter(|clause| !departed.contains(clause)).collect();
        Self { departed, stale }
    }
}
