//! A contact: the record that is read, and the fields that are written.

use serde_json::{Map, Value};

use super::fields::crm_fields;
use super::record::{crm_record, spelled};
use crate::record::{Nulls, record};
use crate::wire::{Lenient, Nullable, Plain, Quoted, Textual, YesNo};
use crate::{CompanyId, ContactId, LeadId, Multifield, MultifieldChange, UserId};

crm_record! {
    /// A contact as [`crm.contact.get`][get] and [`crm.contact.list`][list] return it. Of its companies only the main one
    /// is part of it; for all of them see [`Contact::companies`](crate::Contact::companies).
    ///
    /// [get]: https://apidocs.bitrix24.com/api-reference/crm/contacts/crm-contact-get.html
    /// [list]: https://apidocs.bitrix24.com/api-reference/crm/contacts/crm-contact-list.html
    ContactRecord is "a contact";
    /// The contact.
    id: ContactId;
    /// Form of address, a status such as `HNR_EN_1`.
    honorific: String = "HONORIFIC" as Textual<Plain>,
    /// Given name.
    name: String = "NAME" as Textual<Plain>,
    /// Middle name.
    second_name: String = "SECOND_NAME" as Textual<Plain>,
    /// Family name.
    last_name: String = "LAST_NAME" as Textual<Plain>,
    /// The photograph, a file.
    photo: Value = "PHOTO" as Nullable<Plain>,
    /// Date of birth, ISO 8601 with time and offset, or empty.
    birthdate: String = "BIRTHDATE" as Textual<Plain>,
    /// Position.
    post: String = "POST" as Textual<Plain>,
    /// Kind of contact, a status such as `CLIENT`.
    type_id: String = "TYPE_ID" as Textual<Plain>,
    /// Where the contact came from, a status such as `WEB`.
    source_id: String = "SOURCE_ID" as Textual<Plain>,
    /// More about the source.
    source_description: String = "SOURCE_DESCRIPTION" as Textual<Plain>,
    /// Main company, that of the primary link.
    company_id: CompanyId = "COMPANY_ID" as Textual<Quoted>,
    /// Whether the contact takes part in exports.
    export: bool = "EXPORT" as Textual<YesNo>,
    /// Face recognised by a camera. Not every portal has it.
    face_id: i64 = "FACE_ID" as Textual<Quoted>,
}

crm_fields! {
    /// Fields of a contact to write with [`Contacts::create`](crate::Contacts::create) and
    /// [`Contacts::update`](crate::Contacts::update). What is not set keeps its value, or gets the portal's default.
    ///
    /// ```
    /// use b24_client::ContactFields;
    ///
    /// let fields = ContactFields::new()
    ///     .name("Anna")
    ///     .last_name("Harbour")
    ///     .birthdate("2001-11-11")
    ///     .email("anna@example.com", "WORK")
    ///     .company_id(32);
    /// assert_eq!(fields.get("COMPANY_ID").unwrap(), 32);
    /// ```
    ContactFields;
    text:
    /// Form of address, a status such as `HNR_EN_1`.
    honorific = "HONORIFIC",
    /// Given name. A new contact has this or a family name.
    name = "NAME",
    /// Middle name.
    second_name = "SECOND_NAME",
    /// Family name. A new contact has this or a given name.
    last_name = "LAST_NAME",
    /// Date of birth, ISO 8601 or as the portal writes dates, such as `11.11.2001`.
    birthdate = "BIRTHDATE",
    /// Position.
    post = "POST",
    /// Kind of contact, a status such as `CLIENT`.
    type_id = "TYPE_ID",
    /// Where the contact came from, a status such as `WEB`.
    source_id = "SOURCE_ID",
    /// More about the source.
    source_description = "SOURCE_DESCRIPTION",
    /// Visit data of the end-to-end analytics, written by its script.
    trace = "TRACE",;
    flag:
    /// Whether the contact takes part in exports.
    export = "EXPORT",;
}

impl ContactFields {
    /// Main company. It is linked if it is not, and the link becomes primary.
    #[must_use]
    pub fn company_id(self, company: impl Into<CompanyId>) -> Self {
        self.set("COMPANY_ID", company.into())
    }

    /// Companies to link instead of those that are linked now. The first one becomes the main company.
    #[must_use]
    pub fn company_ids(self, companies: impl IntoIterator<Item = impl Into<CompanyId>>) -> Self {
        let ids: Vec<CompanyId> = companies.into_iter().map(Into::into).collect();
        self.set("COMPANY_IDS", ids)
    }
}
