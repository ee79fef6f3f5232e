//! One piece of evidence on a terminal.

use std::fmt::Write as _;

use super::style::Style;
use crate::event::Evidence;
use crate::outcome::Outcome;

/// The evidence, indented below its case. A note takes two lines; a failure also shows the answer and how to get it.
pub(super) fn text(style: Style, evidence: &Evidence) -> String {
    let mut text = String::new();
    let place = if evidence.pointer.is_empty() { String::new() } else { format!("{} ", evidence.pointer) };
    let times = match evidence.times {
        1 => String::new(),
        times => style.dim(&format!("  ({times} times)")),
    };
    let _ = writeln!(text, "      {}{times}", style.of(evidence.outcome, &printable(&format!("{place}{}", evidence.message))));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "      {} {}", style.dim(&format!("{name:8}")), value);
        }
    };
    line("clause", evidence.clause.as_str());
    if evidence.outcome < Outcome::Fail {
        return text;
    }
    line("says", evidence.says.trim());
    line("source", evidence.url.as_deref().unwrap_or(&evidence.source));
    line("answer", &printable(evidence.answer.as_deref().unwrap_or_default()));
    for (place, replay) in evidence.replay.iter().enumerate() {
        line(if place == 0 { "replay" } else { "" }, replay);
    }
    text
}

/// Text of a portal that cannot steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
