//! Telephone numbers, addresses and the like as callers give them.

use b24_contract::Entity;
use serde_json::{Map, Value};

use super::value;
use crate::catalogue::{Catalogue, Field, Place};
use crate::store::multifield::{Edit, Multifield};

/// The entries of a new record: those that have a value, whatever id they bring along. Nothing when one of the e-mail
/// addresses is not valid.
pub(super) fn new(fields: &Map<String, Value>) -> Option<Vec<Edit>> {
    read(fields, addition)
}

/// Changes of the entries of a record that exists. An entry with an id gets the value and kind that are given, or is
/// removed when it is told so, given an empty value, or given nothing; one without an id is new. Nothing when one of the
/// e-mail addresses is not valid.
pub(super) fn edits(fields: &Map<String, Value>) -> Option<Vec<Edit>> {
    read(fields, |name, entry| {
        let Some(id) = value::id(entry.get("ID")) else { return addition(name, entry) };
        let (type_id, value, value_type) = (name.to_owned(), member(entry, "VALUE"), kind(entry));
        let told = entry.get("DELETE").is_some_and(value::flag);
        let is_emptied = value.as_ref().map_or(value_type.is_none(), String::is_empty);
        Some(if told || is_emptied {
            Edit::Remove { id, type_id }
        } else {
            Edit::Change { id, type_id, value_type, value }
        })
    })
}

fn read(fields: &Map<String, Value>, edit: impl Fn(&str, &Value) -> Option<Edit>) -> Option<Vec<Edit>> {
    let mut found = Vec::new();
    // Both kinds of record have the same multifields.
    for name in Catalogue::system(Entity::Contact).fields().filter(|field| field.place == Place::Entries).map(name) {
        let entries = fields.get(name).map(value::entries).unwrap_or_default();
        found.extend(entries.into_iter().filter_map(|entry| edit(name, entry)));
    }
    found.iter().all(is_valid).then_some(found)
}

fn name(field: &Field) -> &'static str {
    field.name
}

/// A new entry, if it has a value.
fn addition(name: &str, entry: &Value) -> Option<Edit> {
    let value = member(entry, "VALUE").filter(|value| !value.is_empty())?;
    let value_type = kind(entry).unwrap_or_else(|| "WORK".to_owned());
    Some(Edit::Add(Multifield { type_id: name.to_owned(), value_type, value }))
}

fn kind(entry: &Value) -> Option<String> {
    member(entry, "VALUE_TYPE").filter(|kind| !kind.is_empty())
}

fn member(entry: &Value, name: &str) -> Option<String> {
    entry.get(name).and_then(value::text).map(|text| text.trim().to_owned())
}

fn is_valid(edit: &Edit) -> bool {
    match edit {
        Edit::Add(Multifield { type_id, value, .. }) | Edit::Change { type_id, value: Some(value), .. } => {
            type_id != "EMAIL" || is_email(value)
        }
        Edit::Change { value: None, .. } | Edit::Remove { .. } => true,
    }
}

/// Whether a text is an e-mail address as portals see it: a name, one `@`, and a domain of at least two labels.
fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let in_name = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let named = !name.is_empty() && name.chars().all(in_name) && name.split('.').all(|part| !part.is_empty());
    named && domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(fields: Value) -> Map<String, Value> {
        fields.as_object().cloned().expect("an object")
    }

    fn entry(type_id: &str, value_type: &str, value: &str) -> Edit {
        Edit::Add(Multifield { type_id: type_id.into(), value_type: value_type.into(), value: value.into() })
    }

    #[test]
    fn addresses_that_portals_take_and_refuse() {
        for good in ["special-for@example.com", "o'neil+crm@mail.example.co.uk", "вася@пример.рф", "1@2.3"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in ["not-an-address", "@example.com", "a@", "a@b", "a@b..c", "a b@c.d", "a@b@c.d", "a..b@c.d", ""] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn new_entries_come_from_lists_and_from_objects_and_need_a_value() {
        let fields = members(json!({
            "PHONE": [{ "ID": 5, "VALUE": 555888, "VALUE_TYPE": "MOBILE" }, { "VALUE": " " }, "text"],
            "EMAIL": { "n0": { "VALUE": "a@example.com" } },
            "TITLE": "A",
        }));
        let expected = [entry("PHONE", "MOBILE", "555888"), entry("EMAIL", "WORK", "a@example.com")];
        assert_eq!(new(&fields).expect("valid"), expected);
    }

    #[test]
    fn entries_with_an_id_are_changed_or_removed_and_others_are_new() {
        let fields = members(json!({ "PHONE": [
            { "ID": "1", "VALUE": "555" },
            { "ID": 2, "VALUE_TYPE": "HOME" },
            { "ID": 3, "DELETE": "Y", "VALUE": "555" },
            { "ID": 4, "VALUE": "" },
            { "ID": 5 },
            { "ID": "n0", "VALUE": "777" },
            { "ID": 6, "DELETE": "N", "VALUE": "888", "VALUE_TYPE": "FAX" },
        ] }));
        let change = |id, value_type: Option<&str>, value: Option<&str>| Edit::Change {
            id,
            type_id: "PHONE".into(),
            value_type: value_type.map(Into::into),
            value: value.map(Into::into),
        };
        let remove = |id| Edit::Remove { id, type_id: "PHONE".into() };
        let expected = [
            change(1, None, Some("555")),
            change(2, Some("HOME"), None),
            remove(3),
            remove(4),
            remove(5),
            entry("PHONE", "WORK", "777"),
            change(6, Some("FAX"), Some("888")),
        ];
        assert_eq!(edits(&fields).expect("valid"), expected);
    }

    #[test]
    fn one_bad_address_is_enough() {
        let bad = members(json!({ "EMAIL": [{ "VALUE": "a@example.com" }, { "VALUE": "a" }] }));
        assert_eq!(new(&bad), None);
        assert_eq!(edits(&members(json!({ "EMAIL": [{ "ID": 1, "VALUE": "a" }] }))), None);
        assert!(edits(&members(json!({ "EMAIL": [{ "ID": 1, "VALUE": "a", "DELETE": "Y" }] }))).is_some());
    }
}
