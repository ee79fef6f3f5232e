//! What a user may do with records.

use b24_contract::{Entity, Permission, Right};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rights of a user by kind of record. A kind that is not named gives none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rights {
    /// Rights on companies.
    pub company: EntityRights,
    /// Rights on contacts.
    pub contact: EntityRights,
}

/// What may be done with records of one kind. A right that is not named is not given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntityRights {
    /// See records.
    pub read: bool,
    /// Create records.
    pub add: bool,
    /// Change records.
    pub edit: bool,
    /// Remove records.
    pub delete: bool,
}

impl Rights {
    /// Every right on everything.
    pub fn all() -> Self {
        let all = EntityRights { read: true, add: true, edit: true, delete: true };
        Self { company: all, contact: all }
    }

    /// Whether they include a permission.
    pub fn include(&self, permission: Permission) -> bool {
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
