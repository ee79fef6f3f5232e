//! Deviations of how the conditions of every filter work together.

use serde_json::Value;

use super::filter::{filtered, nothing, split};
use crate::deviation::Deviation;
use crate::deviation::records::{Kind, error_of};
use crate::deviation::way;

/// The deviations of all lists.
pub(super) fn all() -> Vec<Deviation> {
    let list = Kind::LISTS;
    let failed = error_of(list[0], "failed");
    vec![
        Deviation::new(
            "protocol/list/all-conditions",
            "first-only",
            "Of the conditions of a filter only the first one counts.",
            filtered(list, |filter| *filter = std::mem::take(filter).into_iter().take(1).collect()),
        ),
        Deviation::new(
            "protocol/list/all-conditions",
            "last-forgotten",
            "The last of several conditions does not count.",
            filtered(list, |filter| {
                let last = filter.keys().next_back().filter(|_| filter.len() > 1).cloned();
                last.and_then(|key| filter.shift_remove(&key));
            }),
        ),
        Deviation::new(
            "protocol/list/no-logic",
            "first-only",
            "With `LOGIC` only the first condition of a filter counts.",
            filtered(list, |filter| {
                if filter.shift_remove("LOGIC").is_some() {
                    *filter = std::mem::take(filter).into_iter().take(1).collect();
                }
            }),
        ),
        Deviation::new(
            "protocol/list/no-logic",
            "refused",
            "A filter with `LOGIC` makes the call fail.",
            way::refuses(list, failed, |params| {
                params.get("filter").is_some_and(|filter| filter.get("LOGIC").is_some())
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-filter-key",
            "refused",
            "A condition that the portal does not know makes the call fail.",
            way::refuses(list, failed, |params| {
                let filter = params.get("filter").and_then(Value::as_object);
                filter.is_some_and(|filter| filter.keys().any(|key| is_unknown(key)))
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-filter-key",
            "meets-nothing",
            "A condition that the portal does not know is met by no record.",
            filtered(list, |filter| {
                if filter.keys().any(|key| is_unknown(key)) {
                    filter.extend([nothing()]);
                }
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-filter-key",
            "spoils-the-rest",
            "With a condition that the portal does not know the whole filter is ignored.",
            filtered(list, |filter| {
                if filter.keys().any(|key| is_unknown(key)) {
                    filter.clear();
                }
            }),
        ),
    ]
}

/// Whether a key is no operator before the name of a field.
fn is_unknown(key: &str) -> bool {
    let (_, field) = split(key);
    !Kind::ALL.iter().any(|kind| kind.knows(field))
}
