//! Recorded payloads as a stream of entries: single payloads, lines of them, run files, HAR files.
//!
//! One entry is in memory at a time, whatever the size of the file.

mod document;
mod har;
mod ndjson;
mod payload;
mod run_file;

use std::io::{BufRead, BufReader, Read};

use b24_contract::{Exchange, Method, documented};
use serde::Serialize;

use crate::capture::Seen;

/// Bytes that are looked at to tell lines from a document.
const PEEK: usize = 1 << 20;

/// What a payload says nothing about, for all entries of a source.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The method that bare payloads belong to.
    pub method: Option<String>,
    /// Which half of a call bare payloads are.
    pub side: Option<Side>,
}

/// One half of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The parameters of a call.
    Request,
    /// The answer to it.
    Answer,
}

/// One entry of a source.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Where it stands: number of the line, or of the entry in a HAR file or a list, from 1. A file that is one payload has
    /// none.
    pub(crate) place: Option<u64>,
    /// What it is.
    pub(crate) item: Item,
}

/// What an entry is.
#[derive(Debug)]
pub(crate) enum Item {
    /// A call, or one half of it.
    Call(Box<Recorded>),
    /// A call of REST 3.0, which is another protocol.
    Rest3,
    /// No REST call.
    NoCall,
}

/// A call, or the half of it that was recorded.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// The call, without secrets. Its method is empty where nobody knows it.
    pub(crate) exchange: Exchange,
    /// Whether its parameters are known.
    pub(crate) request: bool,
    /// Whether its answer is known.
    pub(crate) answer: bool,
    /// Whether the method was guessed from the answer's shape.
    pub(crate) taken_for: bool,
    /// Whether the suite sent it, which also sends what it knows to be wrong.
    pub(crate) of_suite: bool,
}

/// Why a source could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// Reading failed.
    #[error("it could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is no JSON, or not of a shape that is known.
    #[error("line {line}, column {column}: {reason}")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
}

impl Recorded {
    /// A call of which both halves are known.
    fn whole(exchange: Exchange) -> Self {
        Self { exchange, request: true, answer: true, taken_for: false, of_suite: false }
    }
}

impl From<Seen> for Item {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Call { exchange, request, answer } => {
                Item::Call(Box::new(Recorded { request, answer, ..Recorded::whole(*exchange) }))
            }
            Seen::Rest3 => Item::Rest3,
            Seen::NoCall => Item::NoCall,
        }
    }
}

/// Reads a source, whose name may tell what is in it, and hands over each entry.
pub(crate) fn read(
    name: &str,
    source: impl Read,
    hints: &Hints,
    on_entry: &mut dyn FnMut(Entry),
) -> Result<(), Unreadable> {
    let mut reader = BufReader::with_capacity(PEEK, source);
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    let hints = &hints.completed_by(name);
    let suffix = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_lines = match suffix.as_str() {
        "ndjson" | "jsonl" => true,
        "har" => false,
        _ => ndjson::looks_like(reader.fill_buf()?),
    };
    if is_lines { ndjson::read(reader, hints, on_entry) } else { document::read(reader, hints, None, on_entry) }
}

impl Hints {
    /// With the method that the name of a file begins with, or that the folder around it, or around that, is called.
    fn completed_by(&self, name: &str) -> Self {
        let mut parts = name.rsplit(['/', '\\']);
        let file = parts.next().unwrap_or_default();
        let method = self.method.clone().or_else(|| of_file(file));
        let folders = || parts.take(2).find_map(known).map(str::to_owned);
        Self { method: method.or_else(folders), side: self.side }
    }
}

/// The longest known name that a file's name begins with.
fn of_file(file: &str) -> Option<String> {
    let ends = file.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric()).map(|(at, _)| at);
    ends.rev().find_map(|end| known(&file[..end])).map(str::to_owned)
}

/// The documented spelling of a method's name.
fn known(name: &str) -> Option<&'static str> {
    Method::parse(name).map(Method::name).or_else(|| documented::name(name))
}

#[cfg(test)]
mod tests;
