//! SQL with the values that are bound to it.

use rusqlite::types::Value;
use rusqlite::{ParamsFromIter, params_from_iter};

/// A piece of SQL. Values never become part of its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Sql {
    /// The text, with a `?` for each value.
    pub(super) text: String,
    values: Vec<Value>,
}

impl Sql {
    /// SQL without values.
    pub(super) fn from(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.text.push('?');
        self.values.push(value.into());
        self
    }

    /// Adds another piece.
    pub(super) fn append(&mut self, other: Sql) -> &mut Self {
        self.text.push_str(&other.text);
        self.values.extend(other.values);
        self
    }

    /// The values for a statement.
    pub(super) fn params(&self) -> ParamsFromIter<&Vec<Value>> {
        params_from_iter(&self.values)
    }
}
