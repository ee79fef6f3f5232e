//! Deviations that only many different lists show.

use b24_contract::integer;
use serde_json::Value;

use super::filter::{filtered, split};
use crate::deviation::Deviation;
use crate::deviation::records::Kind;
use crate::deviation::way;

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let clause = "list/filters-agree";
    let list = [kind.list];
    vec![
        kind.breaks(
            clause,
            "order-ignored",
            "Lists come in the order of their ids, whatever is asked for.",
            way::params(list, |params| {
                params.remove("order");
            }),
        ),
        kind.breaks(
            clause,
            "order-reversed",
            "`ASC` and `DESC` mean each other.",
            way::params(list, |params| {
                if let Some(Value::Object(order)) = params.get_mut("order") {
                    for direction in order.values_mut() {
                        let falls = direction.as_str().is_some_and(|text| text.eq_ignore_ascii_case("DESC"));
                        *direction = if falls { "ASC" } else { "DESC" }.into();
                    }
                }
            }),
        ),
        kind.breaks(
            clause,
            "filter-ignored",
            "A filter is not looked at.",
            way::params(list, |params| {
                params.remove("filter");
            }),
        ),
        kind.breaks(
            clause,
            "spaces-end-texts",
            "A text in a filter ends with its first space.",
            filtered(list, |filter| {
                for value in filter.values_mut() {
                    if let Some((word, _)) = value.as_str().and_then(|text| text.split_once(' ')) {
                        *value = word.into();
                    }
                }
            }),
        ),
        kind.breaks(
            clause,
            "one-condition-a-field",
            "Of several conditions on one field the last one counts.",
            filtered(list, |filter| {
                let fields: Vec<String> = filter.keys().map(|key| split(key).1.to_owned()).collect();
                let mut place = 0;
                filter.retain(|_, _| {
                    place += 1;
                    !fields[place..].contains(&fields[place - 1])
                });
            }),
        ),
        kind.breaks(
            clause,
            "ids-sort-alone",
            "The id sorts only where no other field does.",
            way::params(list, |params| {
                if let Some(Value::Object(order)) = params.get_mut("order")
                    && order.len() > 1
                {
                    order.remove("ID");
                }
            }),
        ),
        kind.breaks(
            clause,
            "bounds-left-out",
            "`>=` and `<=` on ids leave out the record itself.",
            filtered(list, |filter| {
                for (key, value) in filter.iter_mut() {
                    let by = match split(key) {
                        (">=", "ID") => 1,
                        ("<=", "ID") => -1,
                        _ => continue,
                    };
                    if let Some(id) = integer(value) {
                        *value = (id + by).into();
                    }
                }
            }),
        ),
    ]
}
