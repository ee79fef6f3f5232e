//! The departments of a portal.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Id of the department that users belong to unless told otherwise.
const FIRST: u64 = 1;

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Identifier, at least 1.
    pub id: u64,
    /// Name for people.
    pub name: String,
    /// Id of the department that it is a part of.
    #[serde(default)]
    pub parent: Option<u64>,
    /// Id of the user who heads it.
    #[serde(default)]
    pub head: Option<u64>,
}

impl Department {
    /// A head office under the administrator, and a department of it.
    pub(super) fn usual() -> Vec<Self> {
        vec![
            Self { id: FIRST, name: "Head office".to_owned(), parent: None, head: Some(1) },
            Self { id: 2, name: "Sales".to_owned(), parent: Some(FIRST), head: None },
        ]
    }
}

/// The departments of a user of whom none are named.
pub(super) fn first() -> Vec<u64> {
    vec![FIRST]
}
