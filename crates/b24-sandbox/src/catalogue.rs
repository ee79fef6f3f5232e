//! The fields of companies and contacts: one table a kind, which everything that reads or writes records goes by.

mod common;
mod company;
mod contact;
mod field;
mod write;

use b24_contract::Entity;

pub(crate) use field::{Column, Field, Place, Type};

/// The fields of a kind of record, in the order in which portals answer with them.
#[derive(Debug)]
pub(crate) struct Catalogue {
    groups: &'static [&'static [Field]],
}

/// A field that a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Member {
    /// A field that every portal has.
    System(&'static Field),
    /// A custom field: `UF_CRM_…`.
    Custom(String),
    /// The id of a parent record of another type: `PARENT_ID_…`.
    Parent(String),
}

impl Catalogue {
    /// The fields of a kind.
    pub(crate) fn of(kind: Entity) -> &'static Self {
        match kind {
            Entity::Company => &company::COMPANY,
            Entity::Contact => &contact::CONTACT,
        }
    }

    /// All system fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().copied().flatten()
    }

    /// The field of this name, which is upper case.
    pub(crate) fn find(&self, name: &str) -> Option<Member> {
        if let Some(field) = self.fields().find(|field| field.name == name) {
            return Some(Member::System(field));
        }
        let named = |prefix| {
            name.strip_prefix(prefix).is_some_and(|rest: &str| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
        };
        if named("UF_") {
            Some(Member::Custom(name.to_owned()))
        } else if named("PARENT_ID_") {
            Some(Member::Parent(name.to_owned()))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_name_stands_for_two_fields() {
        for kind in [Entity::Company, Entity::Contact] {
            let mut seen = HashSet::new();
            for field in Catalogue::of(kind).fields() {
                assert!(seen.insert(field.name), "{}", field.name);
                assert!(!field.title.is_empty(), "{}", field.name);
            }
        }
    }

    #[test]
    fn a_name_is_a_system_field_a_custom_one_a_parent_or_nothing() {
        let company = Catalogue::of(Entity::Company);
        assert!(matches!(company.find("TITLE"), Some(Member::System(field)) if field.name == "TITLE"));
        assert_eq!(company.find("UF_CRM_1"), Some(Member::Custom("UF_CRM_1".to_owned())));
        assert_eq!(company.find("PARENT_ID_156"), Some(Member::Parent("PARENT_ID_156".to_owned())));
        for unknown in ["LAST_NAME", "title", "", "UF_", "UF_A\"B", "PARENT_ID_", "IMPORT"] {
            assert_eq!(company.find(unknown), None, "{unknown}");
        }
        assert!(Catalogue::of(Entity::Contact).find("LAST_NAME").is_some());
    }
}
