//! A source of lines, each of which is an entry.

use std::io::BufRead;

use super::{Entry, Hints, Unreadable, document};

/// Whether a source begins with a line of JSON and goes on, so that each line is an entry.
pub(super) fn looks_like(beginning: &[u8]) -> bool {
    let mut lines = beginning.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first = lines.next().is_some_and(|line| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok());
    first && lines.next().is_some()
}

/// Reads all lines; empty ones are passed over.
pub(super) fn read(mut reader: impl BufRead, hints: &Hints, on_entry: &mut dyn FnMut(Entry)) -> Result<(), Unreadable> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        document::read(line.as_slice(), hints, Some(number), on_entry).map_err(|unreadable| match unreadable {
            Unreadable::Broken { column, reason, .. } => {
                Unreadable::Broken { line: usize::try_from(number).unwrap_or(usize::MAX), column, reason }
            }
            other => other,
        })?;
    }
    Ok(())
}
