//! PHP's bracket notation: `fields[PHONE][0][VALUE]=1` as JSON.

use serde_json::{Map, Value};

/// Levels of nesting that a portal reads.
pub const MAX_DEPTH: usize = 64;

/// Why bracketed parameters could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BracketError {
    /// More than [`MAX_DEPTH`] brackets in one name.
    #[error("parameter nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
}

/// Decodes an urlencoded query or form as PHP's `parse_str` does.
pub fn parse_query(query: &str) -> Result<Map<String, Value>, BracketError> {
    let _ = query;
    todo!()
}

/// Assembles names and values that are decoded already, such as the parts of a multipart body.
pub fn assemble<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Result<Map<String, Value>, BracketError> {
    let _ = pairs.into_iter();
    todo!()
}
