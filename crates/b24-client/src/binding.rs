//! A link between a company and a contact, seen from either side.

use serde_json::{Map, Value};

use crate::record::record;
use crate::wire::{Integer, Plain, YesNo};
use crate::{CompanyId, ContactId};

/// Declares a binding: what stands at the far end of a link, and the link's own values.
macro_rules! binding {
    (
        $(#[$doc:meta])*
        $binding:ident is $what:literal;
        $(#[$far_doc:meta])*
        $far:ident: $far_id:ident = $member:literal;
        $(#[$primary_doc:meta])*
        is_primary;
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $binding {
            $(#[$far_doc])*
            pub $far: $far_id,
            /// Position among the links of the same side; smaller comes first.
            pub sort: i64,
            /// Role, a system field that is 0 in every recorded answer.
            pub role_id: i64,
            $(#[$primary_doc])*
            pub is_primary: bool,
            /// Members that the contract does not know.
            pub extra: Map<String, Value>,
        }

        record! {
            $binding is $what;
            required:
                $far = $member as Plain,
                sort = "SORT" as Integer,
                role_id = "ROLE_ID" as Integer,
                is_primary = "IS_PRIMARY" as YesNo;
            optional: ;
        }
    };
}

binding! {
    /// A contact that is linked to a company, as [`crm.company.contact.items.get`][page] returns it.
    ///
    /// [page]: https://apidocs.bitrix24.com/api-reference/crm/companies/contacts/crm-company-contact-items-get.html
    ContactBinding is "a contact binding";
    /// The contact.
    contact_id: ContactId = "CONTACT_ID";
    /// Whether this is the company's primary contact.
    is_primary;
}

binding! {
    /// A company that is linked to a contact, as [`crm.contact.company.items.get`][page] returns it.
    ///
    /// [page]: https://apidocs.bitrix24.com/api-reference/crm/contacts/company/crm-contact-company-items-get.html
    CompanyBinding is "a company binding";
    /// The company.
    company_id: CompanyId = "COMPANY_ID";
    /// Whether this is the contact's primary company.
    is_primary;
}
