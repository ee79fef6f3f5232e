//! Deviations of what `add` and `delete` look at before they do anything.

use b24_contract::Method;
use serde_json::{Value, json};

use super::desk::give_every_right;
use super::entry::{self, given};
use super::side::Side;
use crate::deviation::Deviation;
use crate::deviation::way::{self, Params};

/// The deviations of one of the two methods, whose name ends in `name`.
pub(super) fn of(side: &'static Side, method: Method, name: &str) -> Vec<Deviation> {
    let mut all = of_owner(side, method, name);
    all.extend(of_fields(side, method, name));
    all
}

fn of_owner(side: &'static Side, method: Method, name: &str) -> Vec<Deviation> {
    let clause = |id: &str| format!("{name}/{id}");
    vec![
        side.breaks(
            &clause("rights-before-owner"),
            "owner-answered-false",
            "A OWNER that does not exist is answered `false` before anybody's rights are looked at.",
            side.does([method], |desk| {
                Box::pin(async move { if desk.has_owner().await { desk.run().await } else { desk.succeed(false) } })
            }),
        ),
        side.breaks(
            &clause("not-found"),
            "answered-true",
            "A OWNER that does not exist is answered `true`, and nothing is done.",
            side.does([method], |desk| {
                Box::pin(async move {
                    let names_both = desk.owner() > 0 && desk.linked() > 0;
                    if names_both && !desk.has_owner().await { desk.succeed(true) } else { desk.run().await }
                })
            }),
        ),
        side.breaks(
            &clause("reader"),
            "let-in",
            "Rights are not looked at: whoever may call REST may write links.",
            way::calls([method], give_every_right),
        ),
    ]
}

fn of_fields(side: &'static Side, method: Method, name: &str) -> Vec<Deviation> {
    let clause = |id: &str| format!("{name}/{id}");
    let link_first = |id: &str| {
        let names_none = side.error(&clause("fields-invalid"));
        side.breaks(
            &clause(id),
            "link-first",
            "`fields` of the wrong shape is told to name no LINKED, before anything else is looked at.",
            way::refuses([method], names_none, |params| !entry::is_array(params.get("fields"))),
        )
    };
    // Only `add` has a rule about what comes before the search for the owner.
    let shape = if method == side.add {
        vec!["shape-before-rights", "fields-before-owner"]
    } else {
        vec!["shape-before-rights"]
    };
    let mut all: Vec<Deviation> = shape.into_iter().map(link_first).collect();
    all.extend([
        side.breaks(
            &clause("owner-before-link"),
            "answered-false",
            "A call that names no LINKED is answered `false`, whether there is such a OWNER or not.",
            way::shrugs([method], false, move |params| names_none(side, params)),
        ),
        side.breaks(
            &clause("fields-list"),
            "first-entry-taken",
            "The first entry of a list as `fields` is taken for the id of the LINKED.",
            way::params([method], move |params| {
                if let Some(first) = given(params).get(0) {
                    let fields = json!({ side.linked_key: first });
                    params.insert("fields".to_owned(), fields);
                }
            }),
        ),
        side.breaks(
            &clause("link-text"),
            "answered-true",
            "A call whose id of the LINKED is no number is answered `true`, and nothing is done.",
            way::shrugs([method], true, move |params| {
                given(params).get(side.linked_key).is_some_and(Value::is_string) && names_none(side, params)
            }),
        ),
        side.breaks(
            &clause("link-missing"),
            "answered-false",
            "A call that names no LINKED at all is answered `false`.",
            way::shrugs([method], false, move |params| {
                given(params).is_object() && given(params).get(side.linked_key).is_none()
            }),
        ),
        side.breaks(
            &clause("fields-missing"),
            "taken-as-empty",
            "A call without `fields` is taken for one with an empty array.",
            way::params([method], |params| {
                params.entry("fields").or_insert_with(|| json!({}));
            }),
        ),
    ]);
    all
}

/// Whether a call names no record to be linked, though it has `fields`.
fn names_none(side: &Side, params: &Params) -> bool {
    entry::is_array(params.get("fields")) && entry::linked(side, given(params)).is_none()
}
