//! Users and what they may do.

use b24_contract::{Entity, Permission, Right};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A user of the portal, who stands behind webhooks and access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Identifier, at least 1; part of a webhook's URL.
    pub id: u64,
    /// Name for people.
    #[serde(default)]
    pub name: String,
    /// What the user may do: everything, unless told otherwise.
    #[serde(default = "Rights::all")]
    pub rights: Rights,
}

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

impl User {
    /// The administrator, a user without rights and one who may only read.
    pub(super) fn usual() -> Vec<Self> {
        let user = |id, name: &str, rights| User { id, name: name.to_owned(), rights };
        let read = EntityRights { read: true, ..EntityRights::default() };
        vec![
            user(1, "Administrator", Rights::all()),
            user(2, "Nobody", Rights::default()),
            user(3, "Reader", Rights { company: read, contact: read }),
        ]
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_all_rights_until_some_are_named() {
        let user: User = serde_json::from_str(r#"{"id": 1}"#).expect("a user");
        assert_eq!(user.rights, Rights::all());
        let user: User = serde_json::from_str(r#"{"id": 1, "rights": {"company": {"edit": true}}}"#).expect("a user");
        let may = |entity, right| user.rights.include(Permission { entity, right });
        assert!(may(Entity::Company, Right::Edit));
        assert!(!may(Entity::Company, Right::Read));
        assert!(!may(Entity::Contact, Right::Edit));
    }
}
