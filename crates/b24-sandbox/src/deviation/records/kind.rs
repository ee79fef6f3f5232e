//! What companies and contacts do alike, under the names of each.

use b24_contract::generated::error;
use b24_contract::{Entity, ErrorClause, Method};

use crate::catalogue::{Catalogue, Field, Place, Type};
use crate::deviation::{Deed, Deviation};

/// A kind of record with its methods.
#[derive(Debug, Clone, Copy)]
pub(in crate::deviation) struct Kind {
    /// What it is.
    pub(in crate::deviation) entity: Entity,
    /// Its name in ids and methods.
    pub(in crate::deviation) noun: &'static str,
    /// The field with its name.
    pub(in crate::deviation) name: &'static str,
    /// Fields whose values come from lists.
    pub(in crate::deviation) statuses: [&'static str; 3],
    /// The field that replaces all of its links.
    pub(in crate::deviation) linked: &'static str,
    /// Makes one.
    pub(in crate::deviation) add: Method,
    /// Reads one.
    pub(in crate::deviation) get: Method,
    /// Reads a page of them.
    pub(in crate::deviation) list: Method,
    /// Changes one.
    pub(in crate::deviation) update: Method,
    /// Removes one.
    pub(in crate::deviation) delete: Method,
    /// Describes them.
    pub(in crate::deviation) fields: Method,
    /// Reads the links of one.
    pub(in crate::deviation) links: Method,
    /// What such a link calls the other record.
    pub(in crate::deviation) other: &'static str,
    /// Links one from the other side.
    pub(in crate::deviation) link_back: Method,
    /// What a link calls it, seen from the other side.
    pub(in crate::deviation) own: &'static str,
}

const COMPANY: Kind = Kind {
    entity: Entity::Company,
    noun: "company",
    name: "TITLE",
    statuses: ["COMPANY_TYPE", "INDUSTRY", "EMPLOYEES"],
    linked: "CONTACT_ID",
    add: Method::CrmCompanyAdd,
    get: Method::CrmCompanyGet,
    list: Method::CrmCompanyList,
    update: Method::CrmCompanyUpdate,
    delete: Method::CrmCompanyDelete,
    fields: Method::CrmCompanyFields,
    links: Method::CrmCompanyContactItemsGet,
    other: "CONTACT_ID",
    link_back: Method::CrmContactCompanyAdd,
    own: "COMPANY_ID",
};

const CONTACT: Kind = Kind {
    entity: Entity::Contact,
    noun: "contact",
    name: "NAME",
    statuses: ["HONORIFIC", "TYPE_ID", "SOURCE_ID"],
    linked: "COMPANY_IDS",
    add: Method::CrmContactAdd,
    get: Method::CrmContactGet,
    list: Method::CrmContactList,
    update: Method::CrmContactUpdate,
    delete: Method::CrmContactDelete,
    fields: Method::CrmContactFields,
    links: Method::CrmContactCompanyItemsGet,
    other: "COMPANY_ID",
    link_back: Method::CrmCompanyContactAdd,
    own: "CONTACT_ID",
};

impl Kind {
    /// Both kinds.
    pub(in crate::deviation) const ALL: [Self; 2] = [COMPANY, CONTACT];
    /// The methods that list records.
    pub(in crate::deviation) const LISTS: [Method; 2] = [COMPANY.list, CONTACT.list];

    /// Whether these are companies.
    pub(in crate::deviation) fn is_company(self) -> bool {
        self.entity == Entity::Company
    }

    /// The other kind.
    pub(in crate::deviation) fn far(self) -> Self {
        if self.is_company() { CONTACT } else { COMPANY }
    }

    /// A way to break a clause of this kind's methods, which is named from the verb on.
    pub(in crate::deviation) fn breaks(
        self,
        clause: &str,
        how: &str,
        says: &str,
        deed: impl Deed + 'static,
    ) -> Deviation {
        Deviation::new(&format!("crm.{}.{clause}", self.noun), how, says, deed)
    }

    /// The first of two for companies, the second for contacts: rules that have other names.
    pub(in crate::deviation) fn either<T>(self, company: T, contact: T) -> T {
        if self.is_company() { company } else { contact }
    }

    /// The system field of a name.
    pub(in crate::deviation) fn field(self, name: &str) -> Option<&'static Field> {
        Catalogue::system(self.entity).fields().find(|field| field.name == name)
    }

    /// Whether a member of `fields` is one that portals know, custom fields aside.
    pub(in crate::deviation) fn knows(self, name: &str) -> bool {
        name.starts_with("UF_") || name.starts_with("PARENT_ID_") || self.field(name).is_some()
    }

    /// Whether the portal alone writes a field.
    pub(in crate::deviation) fn keeps(self, name: &str) -> bool {
        self.field(name).is_some_and(|field| field.read_only)
    }

    /// Whether a field holds one text of the caller's own.
    pub(in crate::deviation) fn is_text(self, name: &str) -> bool {
        self.field(name).is_some_and(|field| field.of_type == Type::Text && field.place == Place::Stored)
    }
}

/// Whether a field holds entries: telephone numbers, addresses and the like.
pub(in crate::deviation) fn is_multifield(name: &str) -> bool {
    MULTIFIELDS.contains(&name)
}

/// The fields that hold entries.
pub(in crate::deviation) const MULTIFIELDS: [&str; 5] = ["PHONE", "EMAIL", "WEB", "IM", "LINK"];

/// An error of a method by the end of its id; the portal's own where the method has none such.
pub(in crate::deviation) fn error_of(method: Method, name: &str) -> &'static ErrorClause {
    let own = method.row().errors.iter().find(|clause| clause.id.rsplit('/').next() == Some(name));
    own.copied().unwrap_or(&error::SYSTEM_INTERNAL_SERVER_ERROR)
}
