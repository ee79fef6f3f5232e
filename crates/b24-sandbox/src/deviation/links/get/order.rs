//! Deviations of the order in which `items.get` shows links.

use serde_json::Value;

use super::links;
use crate::deviation::Deviation;
use crate::deviation::links::entry::{linked, sort};
use crate::deviation::links::side::Side;

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let clause = "items.get/order-by-sort";
    let mut all = vec![
        side.breaks(
            clause,
            "descending",
            "Links come in descending order of their sort index.",
            links(side, |links| links.reverse()),
        ),
        side.breaks(
            clause,
            "by-id",
            "Links come in the order of the ids of the records that are linked.",
            links(side, move |links| links.sort_by_key(|link| linked(side, link))),
        ),
        side.breaks(
            clause,
            "primary-first",
            "Primary links come before all others.",
            links(side, |links| links.sort_by_key(|link| link["IS_PRIMARY"] != "Y")),
        ),
    ];
    if side.is_of_company() {
        all.extend(only_of_companies(side));
    }
    all
}

fn only_of_companies(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.get/order-by-sort",
            "as-text",
            "Sort indices are put in order as texts.",
            links(side, |links| links.sort_by_cached_key(|link| link["SORT"].to_string())),
        ),
        side.breaks(
            "items.get/equal-sorts",
            "newest-first",
            "Of links with equal sort index the newest comes first.",
            links(side, |links| {
                links.reverse();
                links.sort_by_key(sort);
            }),
        ),
        side.breaks(
            "items.get/equal-sorts",
            "by-id",
            "Links with equal sort index come in the order of the ids of the records that are linked.",
            links(side, move |links| links.sort_by_key(|link: &Value| (sort(link), linked(side, link)))),
        ),
    ]
}
