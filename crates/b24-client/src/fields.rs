//! What a portal tells of the fields of its records.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::generated::operations::types;
use crate::record::record;
use crate::wire::Plain;
use crate::{Error, Portal};

/// What a portal tells of [one field](https://apidocs.bitrix24.com/api-reference/crm/data-types.html).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FieldDescription {
    /// Type of the field, such as `integer`, `char` or `crm_multifield`.
    pub field_type: String,
    /// Whether a new record must have the field.
    pub is_required: bool,
    /// Whether the portal alone writes the field.
    pub is_read_only: bool,
    /// Whether the field keeps its first value.
    pub is_immutable: bool,
    /// Whether the field holds a list.
    pub is_multiple: bool,
    /// Whether the field was made by users of the portal.
    pub is_dynamic: bool,
    /// Name of the field in the portal's language.
    pub title: String,
    /// Name of the field in upper case. Not every portal sends it.
    pub upper_name: Option<String>,
    /// The list of statuses that the field takes its value from, such as `INDUSTRY`.
    pub status_type: Option<String>,
    /// Settings of the field's type, such as the type of the parent record.
    pub settings: Option<Value>,
    /// Whether another field or method has taken the field's place.
    pub is_deprecated: Option<bool>,
    /// Heading of a custom field in lists.
    pub list_label: Option<String>,
    /// Label of a custom field in forms.
    pub form_label: Option<String>,
    /// Label of a custom field in filters.
    pub filter_label: Option<String>,
    /// Members that the contract does not know.
    pub extra: Map<String, Value>,
}

record! {
    FieldDescription is "a field description";
    required:
        field_type = "type" as Plain,
        is_required = "isRequired" as Plain,
        is_read_only = "isReadOnly" as Plain,
        is_immutable = "isImmutable" as Plain,
        is_multiple = "isMultiple" as Plain,
        is_dynamic = "isDynamic" as Plain,
        title = "title" as Plain;
    optional:
        upper_name = "upperName" as Plain,
        status_type = "statusType" as Plain,
        settings = "settings" as Plain,
        is_deprecated = "isDeprecated" as Plain,
        list_label = "listLabel" as Plain,
        form_label = "formLabel" as Plain,
        filter_label = "filterLabel" as Plain;
}

/// Descriptions of fields by name, in the portal's order.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Fields(IndexMap<String, FieldDescription>);

impl Fields {
    /// The description of a field, such as `IS_PRIMARY`.
    pub fn get(&self, name: &str) -> Option<&FieldDescription> {
        self.0.get(name)
    }

    /// All fields with their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &FieldDescription)> {
        self.0.iter().map(|(name, field)| (name.as_str(), field))
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no field is described.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Portal {
    /// What can be written of a company's link to a contact, the same for all companies.
    ///
    /// Calls [`crm.company.contact.fields`][page], which changes nothing: it can be called again when the answer was
    /// lost.
    ///
    /// # Errors
    ///
    /// Whatever can happen to a call; any user may call it.
    ///
    /// [page]: https://apidocs.bitrix24.com/api-reference/crm/companies/contacts/crm-company-contact-fields.html
    #[doc(alias = "crm.company.contact.fields")]
    pub async fn company_contact_fields(&self) -> Result<Fields, Error> {
        Ok(self.run(&types::CrmCompanyContactFieldsParams(Map::new())).await?.result)
    }

    /// What can be written of a contact's link to a company, the same for all contacts.
    ///
    /// Calls [`crm.contact.company.fields`][page], which changes nothing: it can be called again when the answer was
    /// lost.
    ///
    /// # Errors
    ///
    /// Whatever can happen to a call; any user may call it.
    ///
    /// [page]: https://apidocs.bitrix24.com/api-reference/crm/contacts/company/crm-contact-company-fields.html
    #[doc(alias = "crm.contact.company.fields")]
    pub async fn contact_company_fields(&self) -> Result<Fields, Error> {
        Ok(self.run(&types::CrmContactCompanyFieldsParams(Map::new())).await?.result)
    }
}
