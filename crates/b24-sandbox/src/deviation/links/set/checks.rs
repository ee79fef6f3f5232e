//! Deviations of what `items.set` looks at before it does anything.

use serde_json::json;

use crate::deviation::links::desk::give_every_right;
use crate::deviation::links::entry::is_array;
use crate::deviation::links::side::Side;
use crate::deviation::{Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.set/shape-before-rights",
            "answered-true",
            "`items` that are no array are answered `true`, and nothing is done.",
            way::shrugs([side.set], true, |params| params.contains_key("items") && !is_array(params.get("items"))),
        ),
        side.breaks(
            "items.set/rights-before-owner",
            "answered-true",
            "A OWNER that does not exist is answered `true` before anybody's rights are looked at.",
            side.does([side.set], |desk| {
                Box::pin(async move {
                    let is_known = desk.owner() == 0 || desk.has_owner().await;
                    if is_known { desk.run().await } else { desk.succeed(true) }
                })
            }),
        ),
        side.breaks(
            "items.set/items-missing",
            "taken-as-empty",
            "A call without `items` is taken for one with an empty list.",
            way::params([side.set], |params| {
                params.entry("items").or_insert_with(|| json!([]));
            }),
        ),
        side.breaks(
            "items.set/reader",
            "let-in",
            "Rights are not looked at: whoever may call REST may set links.",
            way::calls([side.set], give_every_right),
        ),
    ]
}
