//! Colours and symbols of the terminal report.

use crate::outcome::Outcome;

/// Colours, or none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// Whether ANSI colours are written.
    pub(super) color: bool,
}

impl Style {
    /// What matters.
    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What may be skipped over.
    pub(super) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Text in the colour of an outcome.
    pub(super) fn of(self, outcome: Outcome, text: &str) -> String {
        match outcome {
            Outcome::Skip => self.paint("2", text),
            Outcome::Pass => self.paint("32", text),
            Outcome::Note => self.paint("33", text),
            Outcome::Fail => self.paint("31", text),
            Outcome::Error => self.paint("35", text),
        }
    }

    /// The sign of an outcome.
    pub(super) fn symbol(self, outcome: Outcome) -> String {
        let sign = match outcome {
            Outcome::Skip => "–",
            Outcome::Pass => "✓",
            Outcome::Note => "!",
            Outcome::Fail => "✗",
            Outcome::Error => "?",
        };
        self.of(outcome, sign)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
