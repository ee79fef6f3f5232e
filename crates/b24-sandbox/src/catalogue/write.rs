//! What a field makes of a value that it is given.

use b24_contract::integer;
use serde_json::{Map, Value};

use super::{Catalogue, Field, Member, Place, Type};
use crate::methods::{date, value};

/// What a given value does to a stored field.
#[derive(Debug, PartialEq)]
pub(super) enum Change {
    /// Nothing: the field does not take such a value.
    Keep,
    /// The field is empty from now on.
    Clear,
    /// The field has this value from now on.
    Set(Value),
}

impl Catalogue<'_> {
    /// Writes the members of `given` that are fields into `fields`, the stored object of a record.
    pub(crate) fn write(self, given: &Map<String, Value>, fields: &mut Map<String, Value>) {
        for (name, value) in given {
            match self.find(name).map_or(Change::Keep, |member| member.change(value)) {
                Change::Keep => {}
                Change::Clear => {
                    fields.remove(name);
                }
                Change::Set(value) => {
                    fields.insert(name.clone(), value);
                }
            }
        }
    }
}

impl Catalogue<'_> {
    /// Whether records may hold a value in the field of this name. Which custom fields there are is up to the portal's
    /// configuration, not to its data.
    pub(crate) fn holds(self, name: &str, value: &Value) -> bool {
        let change = match self.find(name) {
            Some(Member::System(field)) if field.place == Place::Stored => field.change(value),
            Some(Member::System(_)) => Change::Keep,
            Some(member) => member.change(value),
            None => return name.starts_with("UF_"),
        };
        change == Change::Set(value.clone())
    }
}

impl Member<'_> {
    /// What a given value does to the field.
    pub(super) fn change(&self, given: &Value) -> Change {
        match self {
            Member::System(field) if field.read_only || field.place != Place::Stored => Change::Keep,
            Member::System(field) => field.change(given),
            Member::Custom(field) => field.change(given),
            Member::Parent(_) => text(given),
        }
    }
}

impl Field {
    fn change(&self, given: &Value) -> Change {
        let read = |read: fn(&Value) -> Option<String>| {
            if is_empty(given) { Change::Clear } else { set(read(given)) }
        };
        match self.of_type {
            Type::Text | Type::Status(_) | Type::Currency => text(given),
            Type::Char if given.is_null() => Change::Keep,
            Type::Char => Change::Set(Value::from(if value::flag(given) { "Y" } else { "N" })),
            Type::User => set(value::id(Some(given)).map(|id| id.to_string())),
            Type::Integer => read(|given| integer(given).map(|number| number.to_string())),
            Type::Double => read(value::number),
            Type::Date => read(date::day),
            Type::DateTime => read(|given| date::moment(given).map(date::iso)),
            Type::File | Type::Company | Type::Contact | Type::Lead | Type::Multifield => Change::Keep,
        }
    }
}

/// A text, or nothing of what is none.
pub(super) fn text(given: &Value) -> Change {
    if given.is_null() { Change::Clear } else { set(value::text(given)) }
}

pub(super) fn set(text: Option<String>) -> Change {
    text.map_or(Change::Keep, |text| Change::Set(Value::from(text)))
}

pub(super) fn is_empty(given: &Value) -> bool {
    given.is_null() || given.as_str().is_some_and(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use b24_contract::Entity;
    use serde_json::json;

    use super::*;

    fn changes(kind: Entity, name: &str, given: Value) -> Change {
        Catalogue::system(kind).find(name).expect("a field").change(&given)
    }

    #[test]
    fn values_are_stored_as_the_text_that_answers_give() {
        use Entity::{Company, Contact};
        for (kind, name, given, stored) in [
            (Company, "TITLE", json!(5), "5"),
            (Company, "TITLE", json!(""), ""),
            (Company, "REVENUE", json!(500000), "500000"),
            (Company, "REVENUE", json!(" 1500.50 "), "1500.50"),
            (Company, "REVENUE", json!(3e6), "3000000"),
            (Company, "OPENED", json!(false), "N"),
            (Company, "OPENED", json!("y"), "Y"),
            (Company, "ASSIGNED_BY_ID", json!("7"), "7"),
            (Company, "PARENT_ID_156", json!(4), "4"),
            (Contact, "BIRTHDATE", json!("11.11.2001"), "2001-11-11T00:00:00+00:00"),
            (Contact, "FACE_ID", json!("12"), "12"),
        ] {
            assert_eq!(changes(kind, name, given.clone()), Change::Set(json!(stored)), "{name} {given}");
        }
    }

    #[test]
    fn nothing_empties_a_field_and_nonsense_leaves_it() {
        for (name, given) in [("TITLE", json!(null)), ("REVENUE", json!(""))] {
            assert_eq!(changes(Entity::Company, name, given), Change::Clear, "{name}");
        }
        for (name, given) in [
            ("TITLE", json!(["a"])),
            ("REVENUE", json!("much")),
            ("ASSIGNED_BY_ID", json!("")),
            ("OPENED", json!(null)),
            ("ID", json!(5)),
            ("HAS_PHONE", json!("Y")),
            ("DATE_CREATE", json!("2024-01-01")),
            ("LOGO", json!("x")),
            ("CONTACT_ID", json!([7])),
            ("PHONE", json!([])),
        ] {
            assert_eq!(changes(Entity::Company, name, given), Change::Keep, "{name}");
        }
        assert_eq!(changes(Entity::Contact, "BIRTHDATE", json!("31.02.2001")), Change::Keep);
        assert_eq!(changes(Entity::Contact, "COMPANY_ID", json!(12)), Change::Keep);
    }
}
