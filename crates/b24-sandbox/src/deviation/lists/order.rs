//! Deviations of the order of every list.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::deviation::records::{Kind, error_of};
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};

/// The deviations of all lists.
pub(super) fn all() -> Vec<Deviation> {
    let list = Kind::LISTS;
    let failed = error_of(list[0], "failed");
    let is_direction = |value: &Value| {
        value.as_str().is_some_and(|text| ["ASC", "DESC"].iter().any(|known| text.eq_ignore_ascii_case(known)))
    };
    let is_unknown = |name: &str| !Kind::ALL.iter().any(|kind| kind.knows(name));
    vec![
        Deviation::new(
            "protocol/list/order-case",
            "small-letters-ignored",
            "A direction in small letters counts as `ASC`.",
            ordered(|order| {
                order.values_mut().filter(|direction| *direction == "desc").for_each(|falling| *falling = "ASC".into());
            }),
        ),
        Deviation::new(
            "protocol/list/order-by-several",
            "first-only",
            "Only the first field of an order sorts.",
            ordered(|order| {
                let first = order.iter().next().map(|(name, direction)| (name.clone(), direction.clone()));
                *order = first.into_iter().collect();
            }),
        ),
        Deviation::new(
            "protocol/list/order-by-several",
            "last-first",
            "The last field of an order sorts before the others.",
            ordered(|order| *order = std::mem::take(order).into_iter().rev().collect()),
        ),
        Deviation::new(
            "protocol/list/default-order",
            "newest-first",
            "Without an order the newest record comes first.",
            way::params(list, |params| {
                let order = params.entry("order").or_insert_with(|| json!({}));
                if order.as_object().is_some_and(Params::is_empty) {
                    *order = json!({ "ID": "DESC" });
                }
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-order-field",
            "refused",
            "A field that the portal does not know makes the call fail.",
            way::refuses(list, failed, move |params| {
                let order = params.get("order").and_then(Value::as_object);
                order.is_some_and(|order| order.keys().any(|name| is_unknown(name)))
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-order-field",
            "spoils-the-rest",
            "With a field that the portal does not know nothing is sorted.",
            ordered(move |order| {
                if order.keys().any(|name| is_unknown(name)) {
                    order.clear();
                }
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-direction",
            "falling",
            "A direction that is neither `ASC` nor `DESC` counts as `DESC`.",
            ordered(move |order| {
                let others = order.values_mut().filter(|direction| !is_direction(direction));
                others.for_each(|direction| *direction = "DESC".into());
            }),
        ),
        Deviation::new(
            "protocol/list/unknown-direction",
            "refused",
            "A direction that is neither `ASC` nor `DESC` makes the call fail.",
            way::refuses(list, failed, move |params| {
                let order = params.get("order").and_then(Value::as_object);
                order.is_some_and(|order| order.values().any(|direction| !is_direction(direction)))
            }),
        ),
        Deviation::new(
            "protocol/list/order-list",
            "names-fall",
            "A list as order names fields to sort by, greatest first.",
            way::params(list, |params| {
                if let Some(Value::Array(names)) = params.get("order") {
                    let order = names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), "DESC".into()));
                    let order: Params = order.collect();
                    params.insert("order".to_owned(), order.into());
                }
            }),
        ),
        Deviation::new(
            "protocol/list/order-of-numbers",
            "sorted-as-text",
            "Numbers are sorted as texts.",
            way::results(list, |result, params| {
                let order = params.get("order").and_then(Value::as_object);
                let first = order.and_then(|order| order.iter().next());
                if let (Some((name, direction)), Value::Array(page)) = (first, result) {
                    page.sort_by(|one, other| sorted_as_text(name, direction, one, other));
                }
            }),
        ),
    ]
}

fn ordered(change: impl Fn(&mut Params) + Send + Sync + 'static) -> impl Deed {
    way::params(Kind::LISTS, move |params| {
        if let Some(Value::Object(order)) = params.get_mut("order") {
            change(order);
        }
    })
}

/// How two records stand to each other by the text of a field that both show.
fn sorted_as_text(name: &str, direction: &Value, one: &Value, other: &Value) -> Ordering {
    let text = |record: &Value| record.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text(one), text(other)) {
        (Some(one), Some(other)) if direction == "DESC" => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        _ => Ordering::Equal,
    }
}
