//! Deviations of removing a record.

use serde_json::json;

use super::behind::{ask, trusted};
use super::get::{is_word, linked};
use super::kind::{Kind, error_of};
use super::trash;
use super::update::{answers_true, true_for_nobody};
use crate::call::Call;
use crate::config::Extent;
use crate::deviation::Deviation;
use crate::deviation::way;
use crate::twist::{Answering, Next};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    gone(kind).into_iter().chain(links(kind)).chain(refusals(kind)).collect()
}

fn gone(kind: Kind) -> Vec<Deviation> {
    let delete = [kind.delete];
    vec![
        kind.breaks(
            "delete/gone",
            "kept",
            "A deletion is answered `true` and not done.",
            way::pretends(delete, |_| true.into()),
        ),
        kind.breaks(
            "delete/gone",
            "still-readable",
            "A deleted record can still be read by its id.",
            trash::still_readable(kind),
        ),
        kind.breaks(
            "delete/gone",
            "answers-the-id",
            "A deletion is answered with the id of the record.",
            way::results(delete, |result, params| *result = params.get("id").cloned().unwrap_or_default()),
        ),
        kind.breaks(
            "delete/second-time",
            "true-again",
            "A deletion of what does not exist is answered `true`.",
            way::rewrites(delete, move |call, next| true_for_nobody(kind, call, next)),
        ),
        kind.breaks(
            "delete/not-listed",
            "still-listed",
            "A deleted record is still listed.",
            trash::still_listed(kind),
        ),
    ]
}

fn links(kind: Kind) -> Vec<Deviation> {
    let delete = [kind.delete];
    let rule = kind.either("delete/main-company", "delete/primary-contact");
    let stay = || way::rewrites(delete, move |call, next| leaving_links(kind, call, next));
    vec![
        kind.breaks("delete/links-vanish", "stay", "The links of a deleted record stay at the other side.", stay()),
        kind.breaks(rule, "stays", "A deleted record stays the main one of those that it is linked to.", stay()),
        kind.breaks(
            kind.either("delete/links-vanish", "delete/primary-contact"),
            "takes-others-along",
            "What a deleted record is linked to is deleted with it.",
            way::rewrites(delete, move |call, next| taking_along(kind, call, next)),
        ),
    ]
}

fn refusals(kind: Kind) -> Vec<Deviation> {
    let delete = [kind.delete];
    vec![
        kind.breaks(
            "delete/id-missing",
            "answered-true",
            "A call without `id` is answered `true`.",
            way::rewrites(delete, answers_true(|params| !params.contains_key("id"))),
        ),
        kind.breaks(
            "delete/id-text",
            "answered-true",
            "A call with an `id` that is no number is answered `true`.",
            way::rewrites(delete, answers_true(|params| params.get("id").is_some_and(is_word))),
        ),
        kind.breaks(
            "delete/rights-before-search",
            "true-for-nobody",
            "A deletion of what does not exist is answered `true`, whoever asks.",
            way::rewrites(delete, move |call, next| true_for_nobody(kind, call, next)),
        ),
        kind.breaks(
            "delete/rights-before-search",
            "asks-for-id",
            "Whoever may delete nothing is told that the `id` is wrong.",
            way::rewrites(delete, move |call, next| {
                let told = error_of(kind.delete, "id-invalid");
                if call.extent() == Extent::None {
                    Box::pin(std::future::ready(told.into()))
                } else {
                    Box::pin(next.run(call))
                }
            }),
        ),
    ]
}

/// Links the deleted record from the other side again.
fn leaving_links(kind: Kind, call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let links = linked(kind, &call, next).await;
        let answer = next.run(call.clone()).await;
        if answer.status == 200 {
            for link in links {
                let back =
                    json!({ kind.own: call.param("id"), "SORT": link["SORT"], "IS_PRIMARY": link["IS_PRIMARY"] });
                ask(&call, next, kind.link_back, json!({ "id": link[kind.other], "fields": back })).await;
            }
        }
        answer
    })
}

/// Deletes all that is linked too.
fn taking_along(kind: Kind, call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let links = linked(kind, &call, next).await;
        let answer = next.run(call.clone()).await;
        if answer.status == 200 {
            for link in links {
                ask(&trusted(&call), next, kind.far().delete, json!({ "id": link[kind.other] })).await;
            }
        }
        answer
    })
}
