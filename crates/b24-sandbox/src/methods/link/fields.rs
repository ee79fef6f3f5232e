//! `fields`: what a link consists of.

use serde_json::{Value, json};

use super::family::Family;
use crate::dispatch::Outcome;
use crate::store::link::Side;

/// Descriptions of the members that `add` and `items.set` take, by name.
pub(crate) fn fields(family: &Family) -> Outcome {
    let linked = match family.side {
        Side::Company => "Contact",
        Side::Contact => "Company",
    };
    Ok(json!({
        "SORT": description("integer", false, "Sorting"),
        "IS_PRIMARY": description("char", false, "Primary"),
        family.side.linked_name(): description("integer", true, linked),
    }))
}

fn description(kind: &str, required: bool, title: &str) -> Value {
    json!({
        "type": kind,
        "isRequired": required,
        "isReadOnly": false,
        "isImmutable": false,
        "isMultiple": false,
        "isDynamic": false,
        "title": title,
    })
}
