//! The people of a portal.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::extent::Extent;
use super::rights::{EntityRights, Rights};
use super::{department, moment};

/// A user of the portal, who stands behind webhooks and access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Identifier, at least 1; part of a webhook's URL.
    pub id: u64,
    /// First name.
    #[serde(default)]
    pub name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// Whether the user administers the portal. Where it is not said, a user with every right does.
    #[serde(default)]
    pub admin: Option<bool>,
    /// Whether the user still belongs to the portal. One who has left may call `profile` through a webhook, which then
    /// tells nothing, and nothing else.
    #[serde(default = "yes")]
    pub active: bool,
    /// What ties the user to the portal.
    #[serde(default)]
    pub kind: UserKind,
    /// E-mail address.
    #[serde(default)]
    pub email: String,
    /// Telephone number at work.
    #[serde(default)]
    pub phone: String,
    /// Position in the firm.
    #[serde(default)]
    pub position: String,
    /// Gender, where it is known.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Birthday, such as `1990-05-14`.
    #[serde(default, with = "moment")]
    #[schemars(with = "Option<String>")]
    pub birthday: Option<Date>,
    /// Address of a photograph.
    #[serde(default)]
    pub photo: Option<String>,
    /// Time zone such as `Europe/Berlin`; the portal's own when empty.
    #[serde(default)]
    pub time_zone: String,
    /// Ids of the departments that the user belongs to: the first one, unless told otherwise.
    #[serde(default = "department::first")]
    pub departments: Vec<u64>,
    /// Day on which the user was added to the portal; 2024-01-01 unless told otherwise.
    #[serde(default, with = "moment")]
    #[schemars(with = "Option<String>")]
    pub registered: Option<Date>,
    /// First day of work, such as `2022-09-01`.
    #[serde(default, with = "moment")]
    #[schemars(with = "Option<String>")]
    pub employed: Option<Date>,
    /// What the user may do: everything, unless told otherwise.
    #[serde(default = "Rights::all")]
    pub rights: Rights,
}

/// What ties a user to a portal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UserKind {
    /// Works for the firm.
    #[default]
    Employee,
    /// A guest in the firm's extranet, for whom the methods of `access.intranet_only` are closed.
    Extranet,
    /// Known by mail or from a messenger only, and never signed in: calls in the user's name are refused.
    External,
}

/// Gender of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl User {
    /// A user of whom nothing is known but the id, with every right.
    pub fn new(id: u64) -> Self {
        Self {
            id,
            name: String::new(),
            last_name: String::new(),
            admin: None,
            active: true,
            kind: UserKind::default(),
            email: String::new(),
            phone: String::new(),
            position: String::new(),
            gender: None,
            birthday: None,
            photo: None,
            time_zone: String::new(),
            departments: department::first(),
            registered: None,
            employed: None,
            rights: Rights::all(),
        }
    }

    /// Whether the user administers the portal.
    pub fn is_admin(&self) -> bool {
        self.admin.unwrap_or(self.rights == Rights::all())
    }

    /// First and last name, as far as they are known.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.name, self.last_name).trim().to_owned()
    }

    /// The administrator, a user without rights, one who may only read and one who has left.
    pub(super) fn usual() -> Vec<Self> {
        let user = |id, name: &str, last_name: &str, position: &str| User {
            name: name.to_owned(),
            last_name: last_name.to_owned(),
            email: format!("{}.{}@example.com", name.to_lowercase(), last_name.to_lowercase()),
            position: position.to_owned(),
            ..User::new(id)
        };
        let read = EntityRights { read: Extent::All, ..EntityRights::default() };
        vec![
            User {
                phone: "+49 30 5550100".to_owned(),
                photo: Some("https://example.com/vera-brandt.png".to_owned()),
                ..user(1, "Vera", "Brandt", "Administrator")
            },
            User { rights: Rights::default(), departments: vec![2], ..user(2, "Noah", "Keller", "Trainee") },
            User {
                rights: Rights { company: read, contact: read },
                departments: vec![2],
                ..user(3, "Rita", "Lang", "Auditor")
            },
            User { active: false, rights: Rights::default(), ..user(4, "Emil", "Moser", "Accountant") },
        ]
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use b24_contract::{Entity, Permission, Right};

    use super::*;

    fn read(json: &str) -> User {
        serde_json::from_str(json).expect("a user")
    }

    #[test]
    fn what_is_not_said_of_a_user() {
        assert_eq!(read(r#"{"id": 5}"#), User::new(5));
    }

    #[test]
    fn a_user_has_all_rights_until_some_are_named() {
        assert_eq!(read(r#"{"id": 1}"#).rights, Rights::all());
        let user = read(r#"{"id": 1, "rights": {"company": {"edit": true}}}"#);
        let may = |entity, right| user.rights.extent(Permission { entity, right });
        assert_eq!(may(Entity::Company, Right::Edit), Extent::All);
        assert_eq!(may(Entity::Company, Right::Read), Extent::None);
        assert_eq!(may(Entity::Contact, Right::Edit), Extent::None);
    }

    #[test]
    fn who_has_every_right_is_an_administrator_unless_told_otherwise() {
        assert!(read(r#"{"id": 5}"#).is_admin());
        assert!(!read(r#"{"id": 1, "rights": {}}"#).is_admin());
        let all = r#"{"read": true, "add": "all", "edit": "all", "delete": "own"}"#;
        assert!(!read(&format!(r#"{{"id": 1, "rights": {{"company": {all}, "contact": {all}}}}}"#)).is_admin());
        assert!(!read(r#"{"id": 1, "admin": false}"#).is_admin());
        assert!(read(r#"{"id": 1, "admin": true, "rights": {}}"#).is_admin());
    }
}
