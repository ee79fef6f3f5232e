//! PHP's bracket notation: `fields[PHONE][0][VALUE]=1` as JSON.
//!
//! Queries, urlencoded forms and the parts of a multipart body all name their values in this notation. They are read
//! as PHP's `parse_str` reads them, oddities included, because that is what a portal does:
//!
//! ```
//! let params = b24_contract::php::parse_query("id=32&fields[PHONE][0][VALUE]=555&select%5B%5D=ID&select%5B%5D=TITLE")?;
//! assert_eq!(
//!     serde_json::Value::Object(params),
//!     serde_json::json!({ "id": "32", "fields": { "PHONE": [{ "VALUE": "555" }] }, "select": ["ID", "TITLE"] }),
//! );
//! # Ok::<(), b24_contract::php::BracketError>(())
//! ```

mod array;
mod name;

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use array::Array;
pub(crate) use name::is_called;

/// Levels of nesting that a portal reads.
pub const MAX_DEPTH: usize = 64;

/// Why bracketed parameters could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BracketError {
    /// More than [`MAX_DEPTH`] brackets in one name.
    #[error("parameter nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
}

/// Decodes an urlencoded query or form as PHP's `parse_str` does. All values are text; bytes that are no UTF-8 become
/// replacement characters.
///
/// # Errors
///
/// [`BracketError::TooDeep`], where PHP would drop the parameter silently.
pub fn parse_query(query: &str) -> Result<Map<String, Value>, BracketError> {
    let mut root = Array::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        root.assign(&name::steps(&decode(name))?, decode(value).into_owned());
    }
    Ok(root.into_members())
}

/// Assembles names and values that are decoded already, such as the parts of a multipart body.
///
/// # Errors
///
/// [`BracketError::TooDeep`], where PHP would drop the parameter silently.
pub fn assemble<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Result<Map<String, Value>, BracketError> {
    let mut root = Array::default();
    for (name, value) in pairs {
        root.assign(&name::steps(name)?, value);
    }
    Ok(root.into_members())
}

/// Undoes urlencoding: `+` is a space, `%XX` a byte, and a `%` that begins no escape is itself.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['+', '%']) {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode(spaced.as_bytes()).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests;
