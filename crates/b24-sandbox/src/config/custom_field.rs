//! Fields that the users of a portal made.

use std::collections::HashSet;

use b24_contract::Entity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the name of every custom field begins with.
const PREFIX: &str = "UF_CRM_";

/// A custom field of companies or of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomField {
    /// The records that have it.
    pub entity: CustomFieldEntity,
    /// Name: `UF_CRM_` and capital letters, digits and underscores.
    pub name: String,
    /// Type of its values; text, unless told otherwise.
    #[serde(default, rename = "type")]
    pub of_type: CustomFieldType,
    /// Whether it holds a list of values.
    #[serde(default)]
    pub multiple: bool,
    /// Name for people.
    pub label: String,
    /// What an enumeration may hold: the value of the first item is `1` to callers, and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// The records that have a custom field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CustomFieldEntity {
    /// Companies.
    Company,
    /// Contacts.
    Contact,
}

/// Type of a custom field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CustomFieldType {
    /// Text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// A number.
    Double,
    /// Yes or no, which answers write as `1` or `0`.
    Boolean,
    /// One of the field's items.
    Enumeration,
    /// A day.
    Date,
    /// A moment.
    Datetime,
}

impl CustomField {
    /// A text and a number of companies, a list and a day of contacts.
    pub(super) fn usual() -> Vec<Self> {
        use CustomFieldEntity::{Company, Contact};
        let field = |entity, name: &str, of_type, label: &str| Self {
            entity,
            name: format!("{PREFIX}{name}"),
            of_type,
            multiple: false,
            label: label.to_owned(),
            items: Vec::new(),
        };
        vec![
            field(Company, "CONTRACT_NO", CustomFieldType::String, "Contract number"),
            field(Company, "DISCOUNT", CustomFieldType::Double, "Discount, per cent"),
            Self { multiple: true, ..field(Contact, "LANGUAGES", CustomFieldType::String, "Languages spoken") },
            field(Contact, "CLIENT_SINCE", CustomFieldType::Date, "Client since"),
        ]
    }

    /// What is wrong with one of these fields, as a sentence.
    pub(super) fn contradiction(fields: &[Self]) -> Option<String> {
        let mut names = HashSet::new();
        for field in fields {
            let (name, is_list) = (&field.name, field.of_type == CustomFieldType::Enumeration);
            if !name.strip_prefix(PREFIX).is_some_and(is_name) {
                return Some(format!(
                    "custom field `{name}` must be called {PREFIX} and capital letters, digits and underscores"
                ));
            }
            if !names.insert((field.entity, name)) {
                return Some(format!("custom field `{name}` is there twice"));
            }
            if field.label.is_empty() {
                return Some(format!("custom field `{name}` needs a label"));
            }
            if is_list == field.items.is_empty() {
                return Some(format!("custom field `{name}` must have items if it is an enumeration, and only then"));
            }
        }
        None
    }
}

impl From<CustomFieldEntity> for Entity {
    fn from(entity: CustomFieldEntity) -> Self {
        match entity {
            CustomFieldEntity::Company => Entity::Company,
            CustomFieldEntity::Contact => Entity::Contact,
        }
    }
}

fn is_name(rest: &str) -> bool {
    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    const TEXT: &str = "entity = \"company\"\nname = \"UF_CRM_A\"\nlabel = \"A\"\n";

    fn checked(fields: &[&str]) -> Result<Vec<CustomField>, String> {
        let toml: String = fields.iter().map(|field| format!("[[custom_fields]]\n{field}")).collect();
        let config = Config::from_toml(&toml).map_err(|error| error.to_string())?;
        config.check().map_err(|error| error.to_string())?;
        Ok(config.custom_fields)
    }

    #[test]
    fn what_is_not_said_of_a_field() {
        let expected = CustomField {
            entity: CustomFieldEntity::Company,
            name: "UF_CRM_A".to_owned(),
            of_type: CustomFieldType::String,
            multiple: false,
            label: "A".to_owned(),
            items: vec![],
        };
        assert_eq!(checked(&[TEXT]), Ok(vec![expected]));
    }

    #[test]
    fn companies_and_contacts_may_have_fields_of_one_name() {
        assert_eq!(checked(&[TEXT, &TEXT.replace("company", "contact")]).map(|fields| fields.len()), Ok(2));
        assert!(checked(&[TEXT, TEXT]).expect_err("twice").contains("twice"));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for (from, to, told) in [
            ("UF_CRM_A", "UF_CRM_", "must be called"),
            ("UF_CRM_A", "UF_CRM_a", "must be called"),
            ("UF_CRM_A", "TITLE", "must be called"),
            ("label = \"A\"", "label = \"\"", "needs a label"),
            ("label = \"A\"", "label = \"A\"\ntype = \"enumeration\"", "must have items"),
            ("label = \"A\"", "label = \"A\"\nitems = [\"a\"]", "must have items"),
            ("label = \"A\"", "label = \"A\"\ntype = \"money\"", "unknown variant `money`"),
        ] {
            let error = checked(&[&TEXT.replace(from, to)]).expect_err(to);
            assert!(error.contains(told), "{error}");
        }
    }
}
