//! Deviations of `add`.

use serde_json::Value;

use super::checks;
use super::desk::is_done;
use super::entry::{self, given};
use super::memory::{self, Whose};
use super::side::Side;
use crate::deviation::{Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let own = [stored, sorted, flagged, linked_again, read, seen];
    let mut all: Vec<Deviation> = own.into_iter().flat_map(|of| of(side)).collect();
    all.extend(checks::of(side, side.add, "add"));
    all.extend(side.is_of_company().then(|| one_primary_left(side)));
    all
}

fn stored(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "add/first-sort",
            "stores-nothing",
            "A LINKED that is added is not stored, though the answer is `true`.",
            way::pretends([side.add], |_| true.into()),
        ),
        side.breaks(
            "add/first-sort",
            "done-twice",
            "A link is added twice, and the answer to the second time is given.",
            way::twice([side.add]),
        ),
        side.breaks(
            "add/linked-record-unknown",
            "answered-false",
            "A LINKED that does not exist is answered `false`.",
            side.does([side.add], |desk| {
                Box::pin(async move {
                    let is_known = desk.linked() == 0 || desk.has_linked().await;
                    if is_known { desk.run().await } else { desk.succeed(false) }
                })
            }),
        ),
    ]
}

fn sorted(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "add/default-sort",
            "always-ten",
            "A LINKED that is added without SORT gets 10, whatever the OWNER has.",
            way::params([side.add], |params| {
                if let Some(fields) = entry::fields(params) {
                    fields.entry("SORT").or_insert(10.into());
                }
            }),
        ),
        side.breaks(
            "add/default-sort",
            "one-further",
            "A LINKED that is added without SORT gets the greatest SORT plus 1.",
            side.does([side.add], |mut desk| {
                Box::pin(async move {
                    if let Some(greatest) = entry::greatest_sort(&desk.links().await)
                        && let Some(fields) = entry::fields(&mut desk.call.params)
                    {
                        fields.entry("SORT").or_insert(greatest.saturating_add(1).into());
                    }
                    desk.run().await
                })
            }),
        ),
        side.breaks(
            "add/first-sort",
            "begins-at-zero",
            "The first LINKED that is added without SORT gets 0.",
            side.does([side.add], |mut desk| {
                Box::pin(async move {
                    if desk.links().await.is_empty()
                        && let Some(fields) = entry::fields(&mut desk.call.params)
                    {
                        fields.entry("SORT").or_insert(0.into());
                    }
                    desk.run().await
                })
            }),
        ),
    ]
}

fn flagged(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "add/first-is-primary",
            "none-primary",
            "The first link of a OWNER is not primary.",
            side.does([side.add], |desk| {
                Box::pin(async move {
                    let is_first = desk.links().await.is_empty();
                    let answer = desk.run().await;
                    if is_first && is_done(&answer) {
                        desk.lower(desk.linked()).await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "add/primary-handed-over",
            "flag-ignored",
            "`IS_PRIMARY` is not looked at.",
            way::params([side.add], |params| {
                entry::fields(params).map(|fields| fields.remove("IS_PRIMARY"));
            }),
        ),
        side.breaks(
            "add/primary-handed-over",
            "two-primaries",
            "A later link with `IS_PRIMARY` `Y` is primary, and the link that was primary stays so.",
            side.does([side.add], move |desk| {
                Box::pin(async move {
                    let before = desk.links().await;
                    let answer = desk.run().await;
                    if is_done(&answer) && entry::is_primary(given(&desk.call.params)) {
                        for link in before.iter().filter(|link| entry::is_primary(link)) {
                            desk.raise(entry::linked(side, link).unwrap_or_default()).await;
                        }
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "add/later-not-primary",
            "newest-takes-over",
            "Every link that is added becomes the primary one.",
            way::params([side.add], |params| {
                entry::fields(params).map(|fields| fields.insert("IS_PRIMARY".to_owned(), "Y".into()));
            }),
        ),
    ]
}

fn linked_again(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "add/already-linked",
            "answered-true",
            "A LINKED that is linked already is answered `true`.",
            way::results([side.add], |result, _| *result = true.into()),
        ),
        side.breaks(
            "add/already-linked",
            "refused",
            "A LINKED that is linked already is refused.",
            way::answers([side.add], |answer, _| {
                if answer.body.get("result") == Some(&Value::Bool(false)) {
                    *answer = side.error("add/fields-invalid").into();
                }
            }),
        ),
        side.breaks(
            "add/already-linked-unchanged",
            "stored-twice",
            "A LINKED that is linked already is linked once more.",
            memory::doubled(side),
        ),
        side.breaks(
            "add/already-linked-unchanged",
            "let-go",
            "A LINKED that is linked already is let go.",
            side.does([side.add], move |desk| {
                Box::pin(async move {
                    let answer = desk.run().await;
                    if answer.body.get("result") == Some(&Value::Bool(false)) {
                        desk.ask(side.delete, Value::Object(desk.call.params.clone())).await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "add/already-linked-primary",
            "two-primaries",
            "A LINKED that is added again with `IS_PRIMARY` `Y` is primary beside the one that was.",
            side.does([side.add], |desk| {
                Box::pin(async move {
                    let answer = desk.run().await;
                    if !is_done(&answer) && entry::is_primary(given(&desk.call.params)) {
                        desk.raise(desk.linked()).await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "add/already-linked-primary",
            "none-primary",
            "A LINKED that is added again with `IS_PRIMARY` `Y` leaves the OWNER without a primary link.",
            side.does([side.add], |desk| {
                Box::pin(async move {
                    let answer = desk.run().await;
                    if !is_done(&answer) && entry::is_primary(given(&desk.call.params)) {
                        desk.lower_all().await;
                    }
                    answer
                })
            }),
        ),
    ]
}

fn read(side: &'static Side) -> Vec<Deviation> {
    let invalid = side.error("add/fields-invalid");
    vec![
        side.breaks(
            "add/primary-spellings",
            "refused",
            "A truth value as `IS_PRIMARY` is refused.",
            way::refuses([side.add], invalid, |params| given(params).get("IS_PRIMARY").is_some_and(Value::is_boolean)),
        ),
        side.breaks(
            "add/sort-text",
            "refused",
            "A `SORT` that is no number is refused.",
            way::refuses([side.add], invalid, |params| {
                let given = given(params);
                given.get("SORT").is_some_and(Value::is_string) && entry::sort(given).is_none()
            }),
        ),
    ]
}

fn seen(side: &'static Side) -> Vec<Deviation> {
    // The rule on links made through companies is one of the reading side.
    let (reader, clause) = match side.is_of_company() {
        true => (side.mirror, "items.get/made-from-the-company"),
        false => (side, "add/seen-from-the-company"),
    };
    vec![
        reader.breaks(
            clause,
            "stale",
            "The other side of a link that was added shows the links of before.",
            memory::stale(side, side.add, Whose::Linked, side.mirror.get),
        ),
        side.breaks(
            "add/main-company",
            "stale",
            "The contact's `COMPANY_ID` stays what it was before a link was added.",
            memory::stale_main_company(side, side.add),
        ),
        side.breaks(
            "add/owner-date",
            "unlisted",
            "A OWNER that got a link is missing from lists.",
            memory::unlisted(side, side.add, Whose::Owner, side.owner_list),
        ),
        side.breaks(
            "add/linked-date",
            "unlisted",
            "A LINKED that was linked is missing from lists.",
            memory::unlisted(side, side.add, Whose::Linked, side.mirror.owner_list),
        ),
    ]
}

fn one_primary_left(side: &'static Side) -> Deviation {
    side.breaks(
        "add/one-primary-left",
        "newest-takes-over",
        "Where a OWNER has several primary links, the next one that is added becomes the only one.",
        side.does([side.add], |mut desk| {
            Box::pin(async move {
                let primaries = desk.links().await.into_iter().filter(entry::is_primary).count();
                if primaries > 1
                    && let Some(fields) = entry::fields(&mut desk.call.params)
                {
                    fields.insert("IS_PRIMARY".to_owned(), "Y".into());
                }
                desk.run().await
            })
        }),
    )
}
