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
    /// By id, the order in which a list can be continued after any record.
    pub(crate) fn by_id(direction: Direction) -> Self {
        Self(IndexMap::from([("ID".to_owned(), direction)]))
    }

    /// Sorts by another field where those before it are equal.
    pub(crate) fn push(&mut self, field: String, direction: Direction) {
        self.0.insert(field, direction);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sorts by id where all fields are equal: a portal that may choose there can choose otherwise on the next page.
    pub(crate) fn settle_ties(&mut self) {
        if !self.0.keys().any(|field| is_id(field)) {
            self.push("ID".to_owned(), Direction::Ascending);
        }
    }

    /// The direction of the ids, if they alone decide: nothing that follows an id changes anything. Without an order
    /// they ascend.
    pub(crate) fn direction(&self) -> Option<Direction> {
        match self.0.first() {
            Some((field, direction)) => is_id(field).then_some(*direction),
            None => Some(Direction::Ascending),
        }
    }
}

fn is_id(field: &str) -> bool {
    field.eq_ignore_ascii_case("ID")
}
