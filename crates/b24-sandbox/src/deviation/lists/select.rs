//! Deviations of what every list makes of a selection and of the shapes of its parameters.

use serde_json::{Value, json};

use super::filter::filtered;
use crate::deviation::Deviation;
use crate::deviation::records::{Kind, error_of, shown};
use crate::deviation::way;

/// The deviations of all lists.
pub(super) fn all() -> Vec<Deviation> {
    let list = Kind::LISTS;
    let refused = |name| error_of(list[0], name);
    vec![
        Deviation::new(
            "protocol/list/unknown-select",
            "null",
            "A selected field that the portal does not know is null.",
            shown(list, |record, params| {
                let names = params.get("select").and_then(Value::as_array).into_iter().flatten();
                let names = names.filter_map(Value::as_str).filter(|name| !name.contains('*'));
                for name in names {
                    record.entry(name).or_insert(Value::Null);
                }
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-select",
            "refused",
            "A selected field that the portal does not know makes the call fail.",
            way::refuses(list, refused("failed"), |params| {
                let names = params.get("select").and_then(Value::as_array).into_iter().flatten();
                let mut names = names.filter_map(Value::as_str);
                names.any(|name| !name.contains('*') && !Kind::ALL.iter().any(|kind| kind.knows(name)))
            }),
        ),
        Deviation::new(
            "protocol/list/id-always",
            "left-out",
            "`ID` is returned only if it is selected.",
            shown(list, |record, params| {
                let select = params.get("select").and_then(Value::as_array).filter(|names| !names.is_empty());
                if select.is_some_and(|names| !names.iter().any(|name| name == "ID" || name == "*")) {
                    record.shift_remove("ID");
                }
            }),
        ),
        Deviation::new(
            "protocol/list/select-object",
            "ignored",
            "An object as selection selects nothing in particular.",
            way::params(list, |params| {
                if params.get("select").is_some_and(Value::is_object) {
                    params.remove("select");
                }
            }),
        ),
        Deviation::new(
            "protocol/list/select-object",
            "refused",
            "An object as selection makes the call fail.",
            way::refuses(list, refused("select-not-array"), |params| {
                params.get("select").is_some_and(Value::is_object)
            }),
        ),
        Deviation::new(
            "protocol/list/values-object",
            "ignored",
            "A condition with an object in place of a list is ignored.",
            filtered(list, |filter| filter.retain(|_, value| !value.is_object())),
        ),
        Deviation::new(
            "protocol/list/values-object",
            "first-only",
            "Of an object in place of a list the first value counts.",
            filtered(list, |filter| {
                for value in filter.values_mut() {
                    if let Some(first) = value.as_object().and_then(|values| values.values().next()) {
                        *value = first.clone();
                    }
                }
            }),
        ),
        Deviation::new(
            "protocol/list/empty-parameters",
            "refused",
            "An empty list as order makes the call fail.",
            way::refuses(list, refused("order-not-array"), |params| params.get("order") == Some(&json!([]))),
        ),
        Deviation::new(
            "protocol/list/empty-parameters",
            "selects-nothing",
            "An empty selection is an error of the portal.",
            way::refuses(list, refused("failed"), |params| params.get("select") == Some(&json!([]))),
        ),
        Deviation::new(
            "protocol/list/numbers-as-text",
            "ignored",
            "Conditions with numbers that are text are ignored.",
            filtered(list, |filter| {
                let is_number = |value: &Value| value.as_str().is_some_and(|text| text.parse::<i64>().is_ok());
                filter.retain(|_, value| !is_number(value));
            }),
        ),
        Deviation::new(
            "protocol/list/numbers-as-text",
            "start-refused",
            "A `start` that is text makes the call fail.",
            way::refuses(list, refused("failed"), |params| params.get("start").is_some_and(Value::is_string)),
        ),
    ]
}
