//! Sections of a batch's answer: PHP arrays, which JSON shows as a list or an object.

use serde_json::{Map, Value};

/// A section with these entries, as PHP writes an array: none makes `[]`, keys that are the numbers from 0 in order make
/// a list, all others make an object.
pub fn section(entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    let members: Map<String, Value> = entries.into_iter().collect();
    if members.keys().enumerate().all(|(place, key)| *key == place.to_string()) {
        return Value::Array(members.into_iter().map(|(_, value)| value).collect());
    }
    Value::Object(members)
}

/// The entries of a section or of `cmd`, in their order, whether it is a list or an object; `None` when it is neither.
pub fn entries(section: &Value) -> Option<Vec<(String, &Value)>> {
    match section {
        Value::Array(items) => Some(items.iter().enumerate().map(|(place, item)| (place.to_string(), item)).collect()),
        Value::Object(members) => Some(members.iter().map(|(key, member)| (key.clone(), member)).collect()),
        _ => None,
    }
}

/// The entry of a section under a key.
pub(super) fn entry<'a>(section: &'a Value, key: &str) -> Option<&'a Value> {
    match section {
        Value::Array(items) => items.get(place(key)?),
        Value::Object(members) => members.get(key),
        _ => None,
    }
}

/// The place in a list that a key names: a number in its shortest spelling.
fn place(key: &str) -> Option<usize> {
    key.parse().ok().filter(|place: &usize| place.to_string() == key)
}
