//! Batches: many commands in one request, and what came of each.
//!
//! A command is a method with its parameters as a query. Its values may refer to results of earlier commands:
//!
//! ```
//! use b24_contract::batch::{Command, section, substitute};
//! use serde_json::{Map, json};
//!
//! let command = Command::parse("crm.company.get?id=$result[add]&x%5B%5D=a%26b")?;
//! assert_eq!(command.method, "crm.company.get");
//! let results = Map::from_iter([("add".to_owned(), json!(32))]);
//! assert_eq!(json!(substitute(&command.params, &results)?), json!({ "id": "32", "x": ["a&b"] }));
//!
//! assert_eq!(section([]), json!([]));
//! assert_eq!(section([("0".to_owned(), json!(true))]), json!([true]));
//! assert_eq!(section([("add".to_owned(), json!(32))]), json!({ "add": 32 }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Documentation: <https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html>.

mod reference;
mod section;
#[cfg(test)]
mod tests;
mod unfold;

use serde_json::{Map, Value};

use crate::php::{self, BracketError};

pub use reference::{TooLarge, substitute};
pub use section::{entries, section};
pub use unfold::{Unfolded, status_of, unfold};

/// Commands that a portal runs in one batch, as the documentation's page of batches says. The ones after it fail.
pub const LIMIT: usize = 50;

/// Bytes that the references of one command may put into its parameters: as many as a whole request has elsewhere. No
/// source says what portals bear.
pub const MAX_INSERTED: usize = 2 * 1024 * 1024;

/// Name of the method that runs batches.
pub(crate) const METHOD: &str = "batch";

/// A command under its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Key in `cmd`, which is its key in every section of the answer. A list's keys are the numbers from 0.
    pub key: String,
    /// The command, where it can be read.
    pub command: Result<Command, CommandError>,
}

/// A method with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// Method name as it is written.
    pub method: String,
    /// Parameters as PHP reads a query: decoded, all values text. References are left as they stand.
    pub params: Map<String, Value>,
}

/// Why a command could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// It is no text.
    #[error("a command must be text")]
    NoText,
    /// Its parameters cannot be read.
    #[error(transparent)]
    Brackets(#[from] BracketError),
}

impl Command {
    /// Reads a command such as `crm.company.get?id=32`. Without `?` there are no parameters.
    ///
    /// # Errors
    ///
    /// [`BracketError`] where PHP would drop a parameter silently.
    pub fn parse(text: &str) -> Result<Self, BracketError> {
        let (method, query) = text.split_once('?').unwrap_or((text, ""));
        Ok(Self { method: method.to_owned(), params: php::parse_query(query)? })
    }
}

/// The commands of the parameter `cmd`, in their order; `None` when it is neither a list nor an object.
pub fn commands(cmd: &Value) -> Option<Vec<Entry>> {
    let entry = |(key, value): (String, &Value)| {
        let text = value.as_str().ok_or(CommandError::NoText);
        Entry { key, command: text.and_then(|text| Ok(Command::parse(text)?)) }
    };
    Some(entries(cmd)?.into_iter().map(entry).collect())
}
