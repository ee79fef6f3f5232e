//! The order of a list.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Fields to sort by, the first one first.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Order(IndexMap<String, Direction>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Direction {
    #[serde(rename = "ASC")]
    Ascending,
    #[serde(rename = "DESC")]
    Descending,
}

impl Order {
    /// Ascending by id, the order in which a list can be continued after any record.
    pub(crate) fn by_id() -> Self {
        Self(IndexMap::from([("ID".to_owned(), Direction::Ascending)]))
    }

    /// Sorts by another field where those before it are equal.
    pub(crate) fn push(&mut self, field: String, direction: Direction) {
        self.0.insert(field, direction);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The direction, if the id comes first: nothing that follows it changes anything.
    pub(crate) fn direction_of_id(&self) -> Option<Direction> {
        self.0.first().filter(|(field, _)| field.eq_ignore_ascii_case("ID")).map(|(_, direction)| *direction)
    }
}
