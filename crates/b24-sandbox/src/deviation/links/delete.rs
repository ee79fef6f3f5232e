//! Deviations of `delete`.

use b24_contract::Method;
use serde_json::{Value, json};

use super::desk::{Desk, is_done};
use super::memory::{self, Whose};
use super::side::Side;
use super::{checks, entry};
use crate::deviation::{Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let own = [removed, answered, handed_over, seen];
    let mut all: Vec<Deviation> = own.into_iter().flat_map(|of| of(side)).collect();
    all.extend(checks::of(side, side.delete, "delete"));
    all.extend(side.is_of_company().then(|| main_company_of_several(side)));
    all
}

fn removed(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "delete/removes-one",
            "removes-nothing",
            "A link that is removed stays, though the answer is `true`.",
            side.does([side.delete], move |desk| {
                Box::pin(async move {
                    let links = desk.links().await;
                    let is_linked = links.iter().any(|link| entry::linked(side, link) == Some(desk.linked()));
                    if is_linked { desk.succeed(true) } else { desk.run().await }
                })
            }),
        ),
        side.breaks(
            "delete/removes-one",
            "next-one-too",
            "With a link the first of those that are left goes too.",
            side.does([side.delete], move |desk| {
                Box::pin(async move {
                    let answer = desk.run().await;
                    if is_done(&answer)
                        && let Some(first) = desk.links().await.first()
                    {
                        let fields = json!({ side.linked_key: first[side.linked_key] });
                        desk.ask(side.delete, json!({ "id": desk.owner(), "fields": fields })).await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "delete/removes-one",
            "wrong-one",
            "Of several links the first is removed, whichever was named.",
            side.does([side.delete], move |mut desk| {
                Box::pin(async move {
                    if let Some(first) = desk.links().await.first()
                        && let Some(fields) = entry::fields(&mut desk.call.params)
                    {
                        fields.insert(side.linked_key.to_owned(), first[side.linked_key].clone());
                    }
                    desk.run().await
                })
            }),
        ),
    ]
}

fn answered(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "delete/removes-one",
            "answered-false",
            "A link that is removed is answered `false`.",
            way::results([side.delete], |result, _| *result = false.into()),
        ),
        side.breaks(
            "delete/not-linked",
            "answered-true",
            "A link that is not there is answered `true`.",
            way::results([side.delete], |result, _| *result = true.into()),
        ),
        side.breaks(
            "delete/not-linked",
            "refused",
            "A link that is not there is refused.",
            way::answers([side.delete], |answer, _| {
                if answer.body.get("result") == Some(&Value::Bool(false)) {
                    *answer = side.error("delete/not-found").into();
                }
            }),
        ),
    ]
}

fn handed_over(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "delete/primary-promoted",
            "none-primary",
            "When the primary link is removed, no other becomes primary.",
            side.does([side.delete], |desk| {
                Box::pin(async move {
                    let was_primary = names_primary(&desk).await;
                    let answer = desk.run().await;
                    if was_primary {
                        desk.lower_all().await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "delete/primary-promoted",
            "last-promoted",
            "When the primary link is removed, the last remaining one becomes primary.",
            side.does([side.delete], move |desk| {
                Box::pin(async move {
                    let was_primary = names_primary(&desk).await;
                    let answer = desk.run().await;
                    if was_primary
                        && let Some(last) = desk.links().await.last().and_then(|link| entry::linked(side, link))
                    {
                        desk.lower_all().await;
                        desk.raise(last).await;
                    }
                    answer
                })
            }),
        ),
    ]
}

fn seen(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "delete/seen-from-the-other-side",
            "stale",
            "The other side of a link that was removed shows the links of before.",
            memory::stale(side, side.delete, Whose::Linked, side.mirror.get),
        ),
        side.breaks(
            "delete/main-company",
            "stale",
            "The contact's `COMPANY_ID` stays what it was before a link was removed.",
            memory::stale_main_company(side, side.delete),
        ),
    ]
}

fn main_company_of_several(side: &'static Side) -> Deviation {
    side.breaks(
        "delete/main-company-of-several",
        "zero",
        "A contact without a main company shows `0` as its `COMPANY_ID`.",
        way::results([Method::CrmContactGet], |result, _| {
            if let Some(main) = result.get_mut("COMPANY_ID").filter(|main| main.is_null()) {
                *main = "0".into();
            }
        }),
    )
}

/// Whether the link that a call names is primary.
async fn names_primary(desk: &Desk<'_>) -> bool {
    let links = desk.links().await;
    links.iter().any(|link| entry::is_primary(link) && entry::linked(desk.side, link) == Some(desk.linked()))
}
