//! The run file: one event a line, as JSON.

use schemars::schema_for;

use crate::{Error, Event};

/// An event as a line of the run file, line break included.
pub fn line(event: &Event) -> String {
    let mut line = serde_json::to_string(event).unwrap_or_default();
    line.push('\n');
    line
}

/// Reads a run file. Empty lines are skipped.
///
/// # Errors
///
/// [`Error::RunFile`] names the first line that is no event.
pub fn read(text: &str) -> Result<Vec<Event>, Error> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let event = |(place, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| Error::RunFile { line: place + 1, reason: error.to_string() })
    };
    lines.map(event).collect()
}

/// The JSON Schema of one line.
pub fn schema() -> serde_json::Value {
    schema_for!(Event).to_value()
}
