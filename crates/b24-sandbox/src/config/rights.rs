//! What a user may do with records.

use b24_contract::{Entity, Permission, Right};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::extent::Extent;

/// Rights of a user by kind of record. A kind that is not named gives none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rights {
    /// Rights on companies.
    pub company: EntityRights,
    /// Rights on contacts.
    pub contact: EntityRights,
}

/// What may be done with records of one kind, and with which of them. A right that is not named is not given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntityRights {
    /// See records.
    pub read: Extent,
    /// Create records; with `own` only such as the user is responsible for.
    pub add: Extent,
    /// Change records, and give them to somebody else.
    pub edit: Extent,
    /// Remove records.
    pub delete: Extent,
}

impl Rights {
    /// Every right on everything.
    pub fn all() -> Self {
        Self { company: EntityRights::all(), contact: EntityRights::all() }
    }

    /// The records that a permission is a permission for.
    pub fn extent(&self, permission: Permission) -> Extent {
        let rights = match permission.entity {
            Entity::Company => self.company,
            Entity::Contact => self.contact,
        };
        match permission.right {
            Right::Read => rights.read,
            Right::Add => rights.add,
            Right::Edit => rights.edit,
            Right::Delete => rights.delete,
        }
    }
}

impl EntityRights {
    /// Every right on every record of the kind.
    pub fn all() -> Self {
        Self { read: Extent::All, add: Extent::All, edit: Extent::All, delete: Extent::All }
    }
}
