//! The fields of companies and contacts: one table a kind, which everything that reads or writes records goes by.

mod common;
mod company;
mod contact;
mod custom;
mod field;
mod write;

use b24_contract::Entity;

use crate::config::CustomField;
pub(crate) use common::ASSIGNED_BY;
pub(crate) use field::{Column, Field, Place, Type};

/// The fields of a kind of record on a portal, in the order in which portals answer with them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Catalogue<'a> {
    kind: Entity,
    /// The custom fields of all kinds.
    custom: &'a [CustomField],
}

/// A field that a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Member<'a> {
    /// A field that every portal has.
    System(&'static Field),
    /// A custom field: `UF_CRM_…`.
    Custom(&'a CustomField),
    /// The id of a parent record of another type: `PARENT_ID_…`.
    Parent(String),
}

impl Catalogue<'static> {
    /// The fields of a kind on a portal without custom ones.
    pub(crate) fn system(kind: Entity) -> Self {
        Self { kind, custom: &[] }
    }
}

impl<'a> Catalogue<'a> {
    /// The fields of a kind on a portal with these custom fields, among which are those of other kinds.
    pub(crate) fn of(kind: Entity, custom: &'a [CustomField]) -> Self {
        Self { kind, custom }
    }

    /// All system fields.
    pub(crate) fn fields(self) -> impl Iterator<Item = &'static Field> {
        let groups: &'static [&'static [Field]] = match self.kind {
            Entity::Company => &company::COMPANY,
            Entity::Contact => &contact::CONTACT,
        };
        groups.iter().copied().flatten()
    }

    /// All custom fields.
    pub(crate) fn custom(self) -> impl Iterator<Item = &'a CustomField> {
        self.custom.iter().filter(move |field| Entity::from(field.entity) == self.kind)
    }

    /// The field of this name, which is upper case.
    pub(crate) fn find(self, name: &str) -> Option<Member<'a>> {
        if let Some(field) = self.fields().find(|field| field.name == name) {
            return Some(Member::System(field));
        }
        if let Some(field) = self.custom().find(|field| field.name == name) {
            return Some(Member::Custom(field));
        }
        let is_parent = name.strip_prefix("PARENT_ID_").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        });
        is_parent.then(|| Member::Parent(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::config::Config;

    #[test]
    fn no_name_stands_for_two_fields() {
        for kind in [Entity::Company, Entity::Contact] {
            let mut seen = HashSet::new();
            for field in Catalogue::system(kind).fields() {
                assert!(seen.insert(field.name), "{}", field.name);
                assert!(!field.title.is_empty(), "{}", field.name);
            }
        }
    }

    #[test]
    fn a_name_is_a_system_field_a_custom_one_a_parent_or_nothing() {
        let custom = Config::default().custom_fields;
        let company = Catalogue::of(Entity::Company, &custom);
        assert!(matches!(company.find("TITLE"), Some(Member::System(field)) if field.name == "TITLE"));
        assert_eq!(company.find("UF_CRM_DISCOUNT"), Some(Member::Custom(&custom[1])));
        assert_eq!(company.find("PARENT_ID_156"), Some(Member::Parent("PARENT_ID_156".to_owned())));
        for unknown in
            ["LAST_NAME", "title", "", "UF_CRM_LANGUAGES", "UF_CRM_1", "PARENT_ID_", "PARENT_ID_A\"B", "IMPORT"]
        {
            assert_eq!(company.find(unknown), None, "{unknown}");
        }
        let contact = Catalogue::of(Entity::Contact, &custom);
        assert!(contact.find("LAST_NAME").is_some() && contact.find("UF_CRM_LANGUAGES").is_some());
    }
}
