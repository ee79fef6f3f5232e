//! Deviations of how `items.get` reads the owner's id.

use b24_contract::generated::error::SYSTEM_INTERNAL_SERVER_ERROR;
use b24_contract::integer;
use serde_json::{Value, json};

use crate::deviation::links::side::Side;
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let id = |params: &Params| params.get("id").cloned().unwrap_or_default();
    let mut all = vec![
        side.breaks(
            "items.get/id-missing",
            "answered-empty",
            "A call without `id` is answered with no links.",
            none_where(side, |params| !params.contains_key("id")),
        ),
        side.breaks(
            "items.get/id-negative",
            "sign-dropped",
            "A negative `id` is read without its sign.",
            way::params([side.get], |params| {
                if let Some(id) = params.get_mut("id")
                    && let Some(number) = integer(id).filter(|number| *number < 0)
                {
                    *id = number.unsigned_abs().into();
                }
            }),
        ),
        side.breaks(
            "items.get/id-text",
            "answered-empty",
            "An `id` that is no number is answered with no links.",
            none_where(side, move |params| id(params).as_str().is_some_and(|text| text.parse::<i64>().is_err())),
        ),
    ];
    all.extend(if side.is_of_company() { only_of_companies(side) } else { only_of_contacts(side) });
    all
}

fn only_of_companies(side: &'static Side) -> Vec<Deviation> {
    let is_huge =
        |id: &Value| id.is_number() && id.as_i64().is_none() && id.as_f64().is_none_or(|id| id.fract() == 0.0);
    vec![
        side.breaks(
            "items.get/id-list",
            "first-taken",
            "Of a list as `id` the first entry is taken.",
            way::params([side.get], |params| {
                if let Some(id) = params.get_mut("id").filter(|id| id.is_array()) {
                    *id = id.get_mut(0).map(Value::take).unwrap_or_default();
                }
            }),
        ),
        side.breaks(
            "items.get/id-huge",
            "internal-error",
            "An `id` beyond 64 bits is an internal error.",
            way::refuses([side.get], &SYSTEM_INTERNAL_SERVER_ERROR, move |params| {
                params.get("id").is_some_and(is_huge)
            }),
        ),
    ]
}

fn only_of_contacts(side: &'static Side) -> Vec<Deviation> {
    vec![side.breaks(
        "items.get/id-before-rights",
        "answered-empty",
        "The `id` 0 is answered with no links, before the user's rights are looked at.",
        none_where(side, |params| params.get("id").and_then(integer) == Some(0)),
    )]
}

fn none_where(side: &'static Side, reason: impl Fn(&Params) -> bool + Send + Sync + 'static) -> impl Deed {
    way::shrugs([side.get], json!([]), reason)
}
