//! What companies and contacts have in common when they are written.

/// Declares the fields of a record to write: its own, and those that companies and contacts share.
macro_rules! crm_fields {
    (
        $(#[$doc:meta])*
        $fields:ident;
        text: $($(#[$text_doc:meta])* $text:ident = $text_member:literal,)*;
        flag: $($(#[$flag_doc:meta])* $flag:ident = $flag_member:literal,)*;
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Deserialize, serde::Serialize)]
        #[serde(transparent)]
        pub struct $fields(Map<String, Value>);

        impl $fields {
            /// No fields.
            pub fn new() -> Self {
                Self::default()
            }

            /// Any field by its REST name, such as a custom one (`UF_…`) or a parent (`PARENT_ID_…`), as JSON.
            #[must_use]
            pub fn set(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
                self.0.insert(field.into(), value.into());
                self
            }

            /// Adds, changes or removes an entry of `PHONE`, `EMAIL`, `WEB`, `IM` or `LINK`.
            #[must_use]
            pub fn multifield(mut self, field: impl Into<String>, change: MultifieldChange) -> Self {
                let changes = self.0.entry(field).or_insert_with(|| Value::Array(Vec::new()));
                match changes {
                    Value::Array(changes) => changes.push(change.into_value()),
                    other => *other = Value::Array(vec![change.into_value()]),
                }
                self
            }

            /// The value that a field is set to, by its REST name.
            pub fn get(&self, field: &str) -> Option<&Value> {
                self.0.get(field)
            }
        }

        $crate::crm::fields::setters! {
            $fields TEXTS, (text: impl Into<String>) -> text.into();
            $($(#[$text_doc])* $text = $text_member,)*
            /// Free text.
            comments = "COMMENTS",
            /// Name of the external system that the record comes from.
            originator_id = "ORIGINATOR_ID",
            /// Its identifier in that system.
            origin_id = "ORIGIN_ID",
            /// Its version in that system.
            origin_version = "ORIGIN_VERSION",
            /// Address: street and house.
            address = "ADDRESS",
            /// Address: flat or office.
            address_2 = "ADDRESS_2",
            /// Address: town.
            address_city = "ADDRESS_CITY",
            /// Address: postal code.
            address_postal_code = "ADDRESS_POSTAL_CODE",
            /// Address: region.
            address_region = "ADDRESS_REGION",
            /// Address: province.
            address_province = "ADDRESS_PROVINCE",
            /// Address: country.
            address_country = "ADDRESS_COUNTRY",
            /// Address: code of the country.
            address_country_code = "ADDRESS_COUNTRY_CODE",
            /// Advertising system.
            utm_source = "UTM_SOURCE",
            /// Type of traffic.
            utm_medium = "UTM_MEDIUM",
            /// Advertising campaign.
            utm_campaign = "UTM_CAMPAIGN",
            /// Content of the campaign.
            utm_content = "UTM_CONTENT",
            /// Search condition of the campaign.
            utm_term = "UTM_TERM",
            /// When the record was created, for an import.
            date_create = "DATE_CREATE",
            /// When the record was changed last, for an import.
            date_modify = "DATE_MODIFY",
        }

        $crate::crm::fields::setters! {
            $fields FLAGS, (flag: bool) -> if flag { "Y" } else { "N" };
            $($(#[$flag_doc])* $flag = $flag_member,)*
            /// Whether everybody may see the record.
            opened = "OPENED",
        }

        $crate::crm::fields::setters! {
            $fields USERS, (user: impl Into<UserId>) -> user.into();
            /// The user who is responsible; the caller unless given.
            assigned_by_id = "ASSIGNED_BY_ID",
            /// The user who created the record, for an import.
            created_by_id = "CREATED_BY_ID",
            /// The user who changed the record last, for an import.
            modify_by_id = "MODIFY_BY_ID",
        }

        $crate::crm::fields::setters! {
            $fields NUMBERS, (number: i64) -> number;
            /// Address: its identifier in the location module.
            address_loc_addr_id = "ADDRESS_LOC_ADDR_ID",
        }

        $crate::crm::fields::adders! {
            $fields MULTIFIELDS;
            /// Adds a telephone number, which is for such as `WORK`, `MOBILE` or `HOME`.
            phone = "PHONE",
            /// Adds an e-mail address, which is for such as `WORK` or `HOME`.
            email = "EMAIL",
            /// Adds a web site, which is for such as `WORK` or `HOME`.
            web = "WEB",
            /// Adds an address at a messenger, such as `TELEGRAM` or `VIBER`.
            im = "IM",
            /// Adds a link.
            link = "LINK",
        }
    };
}

/// Declares setters that take one argument each.
macro_rules! setters {
    (
        $fields:ident $members:ident, ($argument:ident: $ty:ty) -> $value:expr;
        $($(#[$doc:meta])* $setter:ident = $member:literal,)*
    ) => {
        impl $fields {
            #[cfg(test)]
            pub(crate) const $members: &[&str] = &[$($member),*];

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $setter(self, $argument: $ty) -> Self {
                    self.set($member, $value)
                }
            )*
        }
    };
}

/// Declares methods that add an entry to a multifield.
macro_rules! adders {
    ($fields:ident $members:ident; $($(#[$doc:meta])* $adder:ident = $member:literal,)*) => {
        impl $fields {
            #[cfg(test)]
            pub(crate) const $members: &[&str] = &[$($member),*];

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $adder(self, value: impl Into<String>, value_type: impl Into<String>) -> Self {
                    self.multifield($member, MultifieldChange::add(value, value_type))
                }
            )*
        }
    };
}

pub(super) use {adders, crm_fields, setters};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use b24_contract::contract;

    use crate::{CompanyFields, ContactFields};

    /// The properties of a schema of the contract.
    fn properties(schema: &str) -> BTreeSet<&'static str> {
        let schema = &contract().openapi["components"]["schemas"][schema];
        schema["properties"].as_object().expect("an object").keys().map(String::as_str).collect()
    }

    #[test]
    fn everything_that_the_contract_names_can_be_set() {
        type F = CompanyFields;
        let own: &[&str] = &["REVENUE", "REG_ADDRESS_LOC_ADDR_ID", "CONTACT_ID", "LOGO"];
        let set = [F::TEXTS, F::FLAGS, F::USERS, F::NUMBERS, F::MULTIFIELDS, own].concat();
        assert_eq!(properties("CompanyFields"), set.into_iter().collect());

        type G = ContactFields;
        let own: &[&str] = &["COMPANY_ID", "COMPANY_IDS", "PHOTO"];
        let set = [G::TEXTS, G::FLAGS, G::USERS, G::NUMBERS, G::MULTIFIELDS, own].concat();
        assert_eq!(properties("ContactFields"), set.into_iter().collect());
    }
}
