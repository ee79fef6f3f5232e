//! Deviations of `items.delete`.

use b24_contract::integer;
use serde_json::{Value, json};

use super::desk::give_every_right;
use super::entry;
use super::memory::{self, Whose};
use super::side::Side;
use crate::call::Answer;
use crate::deviation::{Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    [removed, answered, seen].into_iter().flat_map(|of| of(side)).collect()
}

fn removed(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.delete/removes-all",
            "removes-nothing",
            "All links stay, though the answer is `true`.",
            way::pretends([side.clear], |_| true.into()),
        ),
        side.breaks(
            "items.delete/removes-all",
            "primary-stays",
            "The primary link stays, though the answer is `true`.",
            side.does([side.clear], move |desk| {
                Box::pin(async move {
                    let links = desk.links().await;
                    let answer = desk.run().await;
                    if let Some(primary) = links.iter().find(|link| entry::is_primary(link)) {
                        let fields = entry::kept(side, primary);
                        desk.ask(side.add, json!({ "id": desk.owner(), "fields": fields })).await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.delete/reader",
            "let-in",
            "Rights are not looked at: whoever may call REST may remove links.",
            way::calls([side.clear], give_every_right),
        ),
    ]
}

fn answered(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.delete/nothing-to-remove",
            "answered-false",
            "A OWNER without links is answered `false`.",
            side.does([side.clear], |desk| {
                Box::pin(async move {
                    let nothing = desk.links().await.is_empty();
                    let mut answer = desk.run().await;
                    if nothing && let Some(result) = answer.body.get_mut("result") {
                        *result = false.into();
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.delete/nothing-to-remove",
            "refused",
            "A OWNER without links is refused.",
            side.does([side.clear], move |desk| {
                Box::pin(async move {
                    let nothing = desk.links().await.is_empty();
                    if nothing { Answer::error(side.error("items.delete/owner-invalid")) } else { desk.run().await }
                })
            }),
        ),
        side.breaks(
            "items.delete/unknown-owner",
            "answered-false",
            "A OWNER that does not exist is answered `false`.",
            side.does([side.clear], |desk| {
                Box::pin(async move {
                    let is_known = desk.owner() == 0 || desk.has_owner().await;
                    if is_known { desk.run().await } else { desk.succeed(false) }
                })
            }),
        ),
        side.breaks(
            "items.delete/id-before-rights",
            "answered-true",
            "The `id` 0 is answered `true`, before the user's rights are looked at.",
            way::shrugs([side.clear], true, |params| params.get("id").and_then(integer) == Some(0)),
        ),
        side.breaks(
            "items.delete/id-missing",
            "answered-true",
            "A call without `id` is answered `true`, and nothing is done.",
            way::shrugs([side.clear], true, |params| params.get("id").is_none_or(Value::is_null)),
        ),
    ]
}

fn seen(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.delete/seen-from-the-other-side",
            "stale",
            "The other side of links that were removed shows the links of before.",
            memory::stale(side, side.clear, Whose::Linked, side.mirror.get),
        ),
        side.breaks(
            "items.delete/main-company",
            "stale",
            "The contact's `COMPANY_ID` stays what it was before the links were removed.",
            memory::stale_main_company(side, side.clear),
        ),
    ]
}
