//! The run file: one event a line, as JSON.

mod reader;

use schemars::schema_for;

use crate::Event;

pub use reader::Reader;

/// An event as a line of the run file, line break included.
pub fn line(event: &Event) -> String {
    let mut line = serde_json::to_string(event).unwrap_or_default();
    line.push('\n');
    line
}

/// The JSON Schema of one line.
pub fn schema() -> serde_json::Value {
    schema_for!(Event).to_value()
}
