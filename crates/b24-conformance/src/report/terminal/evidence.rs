//! One piece of evidence on a terminal.

use std::fmt::Write as _;

use super::style::Style;
use crate::event::{CaseFinished, Evidence};
use crate::outcome::Outcome;

/// Most calls of a replay that are shown; a longer one would bury the report.
const LONGEST_REPLAY: usize = 24;

/// The evidence, indented below its case. A note is short; a failure also shows the answer and how to get it. What the
/// case's own line says is not repeated, nor is what the evidence before it showed.
pub(super) fn text(style: Style, case: &CaseFinished, evidence: &Evidence, before: Option<&Evidence>) -> String {
    let mut text = String::new();
    let place = if evidence.pointer.is_empty() { String::new() } else { format!("{} ", evidence.pointer) };
    let times = match evidence.times {
        1 => String::new(),
        times => style.dim(&format!("  ({times} times)")),
    };
    let _ = writeln!(
        text,
        "      {}{times}",
        style.of(evidence.outcome, &printable(&format!("{place}{}", evidence.message)))
    );
    let shows = |shown: &Evidence| (shown.outcome, shown.clause.clone(), shown.answer.clone(), shown.replay.clone());
    if before.is_some_and(|before| shows(before) == shows(evidence)) {
        return text;
    }
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "      {} {}", style.dim(&format!("{name:8}")), value);
        }
    };
    let of_the_case = evidence.clause.as_str() == case.id;
    if evidence.outcome < Outcome::Fail {
        line("clause", if of_the_case { "" } else { evidence.clause.as_str() });
        return text;
    }
    line("clause", evidence.clause.as_str());
    line("says", if of_the_case { "" } else { evidence.says.trim() });
    line("source", evidence.url.as_deref().unwrap_or(&evidence.source));
    line("answer", &printable(evidence.answer.as_deref().unwrap_or_default()));
    match evidence.replay.len() {
        0..=LONGEST_REPLAY => {
            for (place, replay) in evidence.replay.iter().enumerate() {
                line(if place == 0 { "replay" } else { "" }, replay);
            }
        }
        long => line("replay", &format!("{long} calls; --report FILE keeps them")),
    }
    text
}

/// Text of a portal that cannot steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
