//! Deviations of `items.get`.

mod id;
mod order;

use serde_json::{Value, json};

use super::entry;
use super::side::Side;
use crate::call::Answer;
use crate::config::Extent;
use crate::deviation::{Deed, Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let shared = [held, none_held, paged, order::of, id::of];
    let mut all: Vec<Deviation> = shared.into_iter().flat_map(|of| of(side)).collect();
    if side.is_of_company() {
        all.extend(many(side));
    }
    all
}

fn held(side: &'static Side) -> Vec<Deviation> {
    let not_only_own = if side.is_of_company() { "items.get/only-own-links" } else { "items.get/all-links" };
    vec![
        side.breaks(
            "items.get/all-links",
            "last-missing",
            "The last link is missing where there are several.",
            links(side, |links| {
                if links.len() > 1 {
                    links.pop();
                }
            }),
        ),
        side.breaks(
            "items.get/all-links",
            "primary-only",
            "Only primary links are shown.",
            links(side, |links| links.retain(entry::is_primary)),
        ),
        side.breaks(
            "items.get/all-links",
            "role-lost",
            "Links have no `ROLE_ID`.",
            links(side, |links| {
                for link in links.iter_mut().filter_map(Value::as_object_mut) {
                    link.remove("ROLE_ID");
                }
            }),
        ),
        side.breaks(
            not_only_own,
            "neighbours-too",
            "Links of every OWNER that shares a LINKED are shown.",
            side.does([side.get], move |desk| {
                Box::pin(async move {
                    let mut answer = desk.run().await;
                    if let Some(Value::Array(links)) = answer.body.get_mut("result") {
                        for linked in links.clone().iter().filter_map(|link| entry::linked(side, link)) {
                            let owners = desk.links_of(side.mirror, linked).await;
                            let owners = owners.iter().filter_map(|link| entry::linked(side.mirror, link));
                            for other in owners.filter(|&other| other != desk.owner()) {
                                links.extend(desk.links_of(side, other).await);
                            }
                        }
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.get/reader",
            "edit-needed",
            "Who may not change a OWNER may not see its links.",
            side.does([side.get], move |desk| {
                Box::pin(async move {
                    let rights = &desk.call.caller.user.rights;
                    let needed = if side.is_of_company() { rights.company } else { rights.contact };
                    let is_denied = needed.read != Extent::None && needed.edit == Extent::None;
                    if is_denied { Answer::error(side.error("items.get/access-denied")) } else { desk.run().await }
                })
            }),
        ),
    ]
}

fn none_held(side: &'static Side) -> Vec<Deviation> {
    let empty = |result: Value| {
        way::results([side.get], move |links, _| {
            if *links == json!([]) {
                *links = result.clone();
            }
        })
    };
    vec![
        side.breaks("items.get/no-links", "null", "A OWNER without links has `null`.", empty(Value::Null)),
        side.breaks("items.get/no-links", "object", "A OWNER without links has `{}`.", empty(json!({}))),
        side.breaks(
            "items.get/no-links",
            "refused",
            "A OWNER without links is refused.",
            way::answers([side.get], |answer, _| {
                if answer.body.get("result") == Some(&json!([])) {
                    *answer = side.error("items.get/owner-invalid").into();
                }
            }),
        ),
        side.breaks(
            "items.get/unknown-owner",
            "false",
            "A OWNER that does not exist has `false`.",
            side.does([side.get], |desk| {
                Box::pin(async move {
                    let is_known = desk.owner() == 0 || desk.has_owner().await;
                    if is_known { desk.run().await } else { desk.succeed(false) }
                })
            }),
        ),
    ]
}

fn paged(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.get/not-paged",
            "counted",
            "The answer says in `total` how many links there are.",
            way::answers([side.get], |answer, _| {
                if let Some(links) = answer.body.get("result").and_then(Value::as_array) {
                    answer.body["total"] = links.len().into();
                }
            }),
        ),
        side.breaks(
            "items.get/not-paged",
            "next-given",
            "The answer has a `next`, also when no links are left.",
            way::answers([side.get], |answer, _| {
                if answer.body.get("result").is_some() {
                    answer.body["next"] = 50.into();
                }
            }),
        ),
    ]
}

fn many(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.get/stored-as-given",
            "fifty-at-most",
            "At most 50 links are shown.",
            links(side, |links| links.truncate(50)),
        ),
        side.breaks(
            "items.get/stored-as-given",
            "sixteen-bits",
            "A sort index beyond 16 bits becomes the nearest that is not.",
            way::params([side.add], |params| {
                if let Some(sort) = entry::fields(params).and_then(|fields| fields.get_mut("SORT"))
                    && let Some(given) = sort.as_i64()
                {
                    *sort = given.clamp(i16::MIN.into(), i16::MAX.into()).into();
                }
            }),
        ),
        side.breaks(
            "items.get/several-primaries",
            "none-primary",
            "Where several links are primary, none is shown as such.",
            links(side, |links| {
                if links.iter().filter(|link| entry::is_primary(link)).count() > 1 {
                    links.iter_mut().for_each(|link| entry::flag(link, false));
                }
            }),
        ),
    ]
}

/// The links that are shown are changed.
fn links(side: &'static Side, change: impl Fn(&mut Vec<Value>) + Send + Sync + Clone + 'static) -> impl Deed {
    way::results([side.get], move |result, _| {
        if let Value::Array(links) = result {
            change(links);
        }
    })
}
