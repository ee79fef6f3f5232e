//! A link between a company and a contact, seen from one side.

use serde_json::{Map, Value};

use crate::ContactId;
use crate::record::record;
use crate::wire::{Integer, Plain, YesNo};

/// A contact that is linked to a company, as [`crm.company.contact.items.get`][page] returns it.
///
/// [page]: https://apidocs.bitrix24.com/api-reference/crm/companies/contacts/crm-company-contact-items-get.html
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContactBinding {
    /// The contact.
    pub contact_id: ContactId,
    /// Position among the company's contacts; smaller comes first.
    pub sort: i64,
    /// Role of the contact, a system field that is 0 in every recorded answer.
    pub role_id: i64,
    /// Whether this is the company's primary contact.
    pub is_primary: bool,
    /// Members that the contract does not know.
    pub extra: Map<String, Value>,
}

record! {
    ContactBinding is "a contact binding";
    required:
        contact_id = "CONTACT_ID" as Plain,
        sort = "SORT" as Integer,
        role_id = "ROLE_ID" as Integer,
        is_primary = "IS_PRIMARY" as YesNo;
    optional: ;
}
