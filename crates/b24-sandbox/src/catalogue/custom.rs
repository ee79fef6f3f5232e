//! What custom fields store, and how answers and descriptions show it.

use b24_contract::integer;
use serde_json::{Value, json};

use super::write::{Change, is_empty, set, text};
use crate::config::{CustomField, CustomFieldType};
use crate::methods::{date, value};

impl CustomFieldType {
    /// The type's name in descriptions.
    pub(crate) fn name(self) -> &'static str {
        match self {
            CustomFieldType::String => "string",
            CustomFieldType::Integer => "integer",
            CustomFieldType::Double => "double",
            CustomFieldType::Boolean => "boolean",
            CustomFieldType::Enumeration => "enumeration",
            CustomFieldType::Date => "date",
            CustomFieldType::Datetime => "datetime",
        }
    }
}

impl CustomField {
    /// What a given value does to the field.
    pub(super) fn change(&self, given: &Value) -> Change {
        if !self.multiple {
            return match self.of_type {
                CustomFieldType::String => text(given),
                _ if is_empty(given) => Change::Clear,
                _ => set(self.stored(given)),
            };
        }
        let entries: Vec<&Value> = value::entries(given).into_iter().filter(|entry| !is_empty(entry)).collect();
        if entries.is_empty() {
            return Change::Clear;
        }
        let stored: Vec<String> = entries.into_iter().filter_map(|entry| self.stored(entry)).collect();
        if stored.is_empty() { Change::Keep } else { Change::Set(json!(stored)) }
    }

    /// One value as it is stored; nothing for what is none.
    fn stored(&self, given: &Value) -> Option<String> {
        match self.of_type {
            CustomFieldType::String => value::text(given),
            CustomFieldType::Integer => integer(given).map(|number| number.to_string()),
            CustomFieldType::Double => value::number(given),
            CustomFieldType::Boolean => Some(if value::flag(given) { "1" } else { "0" }.to_owned()),
            CustomFieldType::Enumeration => {
                let number = integer(given)?;
                let place = usize::try_from(number).ok()?.checked_sub(1)?;
                self.items.get(place).map(|_| number.to_string())
            }
            CustomFieldType::Date => date::day(given),
            CustomFieldType::Datetime => date::moment(given).map(date::iso),
        }
    }

    /// The value in an answer. An empty field is an empty text or list; data from before the field became multiple, or
    /// ceased to be, take the shape of today.
    pub(crate) fn answered(&self, stored: Option<&Value>) -> Value {
        let entries = stored.map(value::entries).unwrap_or_default();
        if self.multiple {
            return entries.into_iter().cloned().collect();
        }
        entries.first().map_or_else(|| Value::from(""), |value| (*value).clone())
    }

    /// The field's description.
    pub(crate) fn description(&self) -> Value {
        let mut description = json!({
            "type": self.of_type.name(),
            "isRequired": false,
            "isReadOnly": false,
            "isImmutable": false,
            "isMultiple": self.multiple,
            "isDynamic": true,
            "title": self.name,
            "upperName": self.name,
            "listLabel": self.label,
            "formLabel": self.label,
            "filterLabel": self.label,
        });
        if !self.items.is_empty() {
            let item = |(place, value): (usize, &String)| json!({ "ID": (place + 1).to_string(), "VALUE": value });
            description["items"] = self.items.iter().enumerate().map(item).collect();
        }
        description
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CustomFieldEntity;

    fn field(of_type: CustomFieldType, multiple: bool) -> CustomField {
        CustomField {
            entity: CustomFieldEntity::Company,
            name: "UF_CRM_A".to_owned(),
            of_type,
            multiple,
            label: "A".to_owned(),
            items: vec!["red".to_owned(), "green".to_owned()],
        }
    }

    #[test]
    fn each_type_stores_the_text_that_answers_give() {
        use CustomFieldType::*;
        for (of_type, given, stored) in [
            (String, json!(5), "5"),
            (String, json!(""), ""),
            (Integer, json!("12"), "12"),
            (Double, json!(7.5), "7.5"),
            (Boolean, json!(true), "1"),
            (Boolean, json!("N"), "0"),
            (Enumeration, json!("2"), "2"),
            (Date, json!("11.11.2001"), "2001-11-11T00:00:00+00:00"),
            (Datetime, json!("2024-03-11T16:36:46+01:00"), "2024-03-11T15:36:46+00:00"),
        ] {
            assert_eq!(field(of_type, false).change(&given), Change::Set(json!(stored)), "{of_type:?} {given}");
        }
    }

    #[test]
    fn nothing_empties_a_field_and_nonsense_leaves_it() {
        use CustomFieldType::*;
        for of_type in [String, Integer, Double, Boolean, Enumeration, Date, Datetime] {
            assert_eq!(field(of_type, false).change(&json!(null)), Change::Clear, "{of_type:?}");
            for nothing in [json!(null), json!(""), json!([]), json!([""])] {
                assert_eq!(field(of_type, true).change(&nothing), Change::Clear, "{of_type:?} {nothing}");
            }
        }
        for (of_type, given) in [
            (String, json!(["a"])),
            (Integer, json!("many")),
            (Double, json!("much")),
            (Enumeration, json!(0)),
            (Enumeration, json!(3)),
            (Enumeration, json!("green")),
            (Date, json!("31.02.2001")),
            (Datetime, json!("soon")),
        ] {
            assert_eq!(field(of_type, false).change(&given), Change::Keep, "{of_type:?} {given}");
        }
        assert_eq!(field(Integer, true).change(&json!(["many"])), Change::Keep);
    }

    #[test]
    fn a_list_keeps_what_is_a_value() {
        let many = field(CustomFieldType::Integer, true);
        assert_eq!(many.change(&json!([2, "", "x", "1", 2])), Change::Set(json!(["2", "1", "2"])));
        assert_eq!(many.change(&json!("7")), Change::Set(json!(["7"])));
    }

    #[test]
    fn answers_have_the_shape_of_the_field_whatever_is_stored() {
        for (multiple, stored, answered) in [
            (false, None, json!("")),
            (true, None, json!([])),
            (false, Some(json!(["a", "b"])), json!("a")),
            (true, Some(json!("a")), json!(["a"])),
        ] {
            assert_eq!(field(CustomFieldType::String, multiple).answered(stored.as_ref()), answered);
        }
    }
}
