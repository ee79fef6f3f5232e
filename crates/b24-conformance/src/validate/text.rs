//! What was found, for people: the departures, then a table of methods.

use std::fmt::Write as _;

use super::events::place;
use super::{Departure, Findings, Known, MethodCounts};
use crate::source::Side;

/// Most names of methods outside the contract that are listed.
const MOST_NAMED: usize = 20;

/// A departure, without the end of the line.
pub(super) fn line(departure: &Departure) -> String {
    let side = match departure.side {
        Side::Request => "request of",
        Side::Answer => "answer to",
    };
    let pointer = if departure.pointer.is_empty() { "(all)" } else { &departure.pointer };
    let place = place(departure).map(|place| format!("{place} ")).unwrap_or_default();
    let Departure { outcome, clause, message, method, .. } = departure;
    format!("{} {place}{pointer} {clause} {message} ({side} {method})", outcome.word())
}

/// All of it.
pub(super) fn of(findings: &Findings<'_>) -> String {
    let mut text = String::new();
    for departure in &findings.departures {
        let more = departure.times - 1;
        let more = if more == 0 { String::new() } else { format!(" and {more} more like it") };
        let _ = writeln!(text, "{}{more}", line(departure));
    }
    if findings.unlisted > 0 {
        let _ = writeln!(text, "and {} departures of further kinds", findings.unlisted);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&table(findings));
    text.push_str(&errors(findings));
    text.push('\n');
    for line in sums(findings) {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// A line a method of the contract; the others are named below.
fn table(findings: &Findings<'_>) -> String {
    let described: Vec<_> = findings.methods.iter().filter(|(_, counts)| counts.known == Known::Contract).collect();
    let mut text = String::new();
    if !described.is_empty() {
        let width = described.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let heads =
            ["calls", "commands", "answers", "errors", "fails", "notes"].map(|head| format!("{head:>9}")).concat();
        let _ = writeln!(text, "{:width$}{heads}", "method");
        for (name, counts) in described {
            let MethodCounts { calls, commands, answers, .. } = counts;
            let errors: u64 = counts.errors.values().sum();
            let fails = counts.request_fails + counts.answer_fails;
            let notes = counts.request_notes + counts.answer_notes;
            let numbers =
                [*calls, *commands, *answers, errors, fails, notes].map(|number| format!("{number:>9}")).concat();
            let _ = writeln!(text, "{name:width$}{numbers}");
        }
    }
    for (known, says) in [
        (Known::Documented, "Documented, but not described by the contract; only the envelope was judged:"),
        (Known::Nobody, "Nobody documents:"),
    ] {
        let named: Vec<String> = findings
            .methods
            .iter()
            .filter(|(_, counts)| counts.known == known)
            .map(|(name, counts)| format!("{name} {}", counts.calls + counts.commands))
            .collect();
        if named.is_empty() {
            continue;
        }
        let more = named.len().saturating_sub(MOST_NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let _ = writeln!(text, "\n{says}\n  {}{more}", named[..named.len().min(MOST_NAMED)].join(", "));
    }
    text
}

fn errors(findings: &Findings<'_>) -> String {
    let mut text = String::new();
    for (name, counts) in findings.methods {
        for (error, times) in &counts.errors {
            let _ = writeln!(text, "  {times:>6} × {error} in answers to {name}");
        }
    }
    if text.is_empty() { text } else { format!("\nErrors that answers told\n{text}") }
}

fn sums(findings: &Findings<'_>) -> Vec<String> {
    let counted = findings.counted;
    let mut lines = vec![format!(
        "{} of {} judged, {} of them in batches: {}, {}",
        plural(counted.calls + counted.commands, "call"),
        plural(counted.entries, "entry"),
        counted.commands,
        plural(counted.fails, "violation"),
        plural(counted.notes, "note"),
    )];
    for (number, says) in [
        (counted.no_call, "no REST call"),
        (counted.rest3, "calls of REST 3.0, which the contract does not cover"),
        (counted.without_answer, "without an answer"),
        (counted.without_request, "without their parameters"),
        (counted.taken_for, "answers taken for those of the only method with such a shape"),
    ] {
        if number > 0 {
            lines.push(format!("  {number} {says}"));
        }
    }
    lines.extend(counted.not_judged.iter().map(|(reason, number)| format!("  {number} not judged: {reason}")));
    lines
}

fn plural(number: u64, word: &str) -> String {
    match (number, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {word}s"),
    }
}
