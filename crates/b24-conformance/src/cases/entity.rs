//! Companies and contacts alike: names of methods and fields.

use b24_contract::{ClauseId, Entity};

/// What differs between the methods of companies and contacts.
pub(super) struct Names {
    /// The method that makes a record.
    pub(super) add: &'static str,
    /// The method that describes the fields.
    pub(super) fields: &'static str,
    /// The method that changes one.
    pub(super) update: &'static str,
    /// The method that reads one.
    pub(super) get: &'static str,
    /// The method that lists them.
    pub(super) list: &'static str,
    /// The field that every record is called by.
    pub(super) name: &'static str,
}

/// The names of one kind of records.
pub(super) fn names(entity: Entity) -> Names {
    match entity {
        Entity::Company => Names {
            add: "crm.company.add",
            fields: "crm.company.fields",
            update: "crm.company.update",
            get: "crm.company.get",
            list: "crm.company.list",
            name: "TITLE",
        },
        Entity::Contact => Names {
            add: "crm.contact.add",
            fields: "crm.contact.fields",
            update: "crm.contact.update",
            get: "crm.contact.get",
            list: "crm.contact.list",
            name: "NAME",
        },
    }
}

/// The kind of records that a rule is about, by the method in its id.
pub(super) fn of_rule(rule: &ClauseId) -> Option<Entity> {
    [Entity::Company, Entity::Contact].into_iter().find(|&entity| {
        let names = names(entity);
        [names.add, names.fields, names.update, names.get, names.list].contains(&rule.group())
    })
}
