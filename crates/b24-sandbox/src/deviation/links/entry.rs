//! Reads and changes what callers give and portals show of one link.

use serde_json::{Map, Value, json};

use super::side::Side;
use crate::deviation::way::Params;
use crate::methods::value;

/// The record that a link or an entry of a call names.
pub(super) fn linked(side: &Side, entry: &Value) -> Option<i64> {
    value::id(entry.get(side.linked_key))
}

/// Whether a link is primary, or an entry of a call asks for it.
pub(super) fn is_primary(entry: &Value) -> bool {
    entry.get("IS_PRIMARY").is_some_and(value::flag)
}

/// The sort index of a link or of an entry of a call.
pub(super) fn sort(entry: &Value) -> Option<i32> {
    entry.get("SORT").and_then(value::sort)
}

/// The greatest sort index of links.
pub(super) fn greatest_sort(links: &[Value]) -> Option<i32> {
    links.iter().filter_map(sort).max()
}

/// An entry for `items.set` that leaves a link as it is.
pub(super) fn kept(side: &Side, link: &Value) -> Value {
    json!({ side.linked_key: link[side.linked_key], "SORT": link["SORT"] })
}

/// Sets the primary flag of a link.
pub(super) fn flag(link: &mut Value, is_primary: bool) {
    link["IS_PRIMARY"] = if is_primary { "Y" } else { "N" }.into();
}

/// The members of the parameter `fields`, where it is an object.
pub(super) fn fields(params: &mut Params) -> Option<&mut Map<String, Value>> {
    params.get_mut("fields").and_then(Value::as_object_mut)
}

/// The parameter `fields`.
pub(super) fn given(params: &Params) -> &Value {
    params.get("fields").unwrap_or(&Value::Null)
}

/// The entries of the parameter `items`, in their order.
pub(super) fn items(params: &Params) -> Vec<Value> {
    params.get("items").and_then(value::list).unwrap_or_default().into_iter().cloned().collect()
}

/// Whether a parameter or member was given as an array, as PHP sees it.
pub(super) fn is_array(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.is_array() || value.is_object())
}
