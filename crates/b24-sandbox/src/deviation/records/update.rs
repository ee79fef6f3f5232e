//! Deviations of changing a record.

use b24_contract::generated::error;
use serde_json::{Value, json};

use super::behind::{ask, trusted};
use super::echo::echoes;
use super::given::{drops, given, refuses_given};
use super::kind::{Kind, error_of};
use super::stale;
use crate::call::Call;
use crate::deviation::Deviation;
use crate::deviation::way::{self, Params};
use crate::twist::{Answering, Next};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    changes(kind).into_iter().chain(ignored(kind)).chain(shape(kind)).collect()
}

fn changes(kind: Kind) -> Vec<Deviation> {
    let update = [kind.update];
    let clause = "update/changes-what-is-given";
    let emptying = kind.either("update/emptied", "update/birthdate-removed");
    vec![
        kind.breaks(
            clause,
            "changes-nothing",
            "A change is answered `true` and not made.",
            way::pretends(update, |_| true.into()),
        ),
        kind.breaks(
            clause,
            "forgets-the-last",
            "The last of several fields that are given is not changed.",
            given(update, |fields| {
                let last = fields.keys().next_back().filter(|_| fields.len() > 1).cloned();
                last.and_then(|name| fields.shift_remove(&name));
            }),
        ),
        kind.breaks(
            clause,
            "forgets-the-first",
            "Of several fields that are given the first one is not changed.",
            given(update, |fields| {
                let first = fields.keys().next().filter(|_| fields.len() > 1).cloned();
                first.and_then(|name| fields.shift_remove(&name));
            }),
        ),
        kind.breaks(
            clause,
            "empties-the-rest",
            "Texts that are not given are emptied.",
            way::rewrites(update, move |call, next| emptying_the_rest(kind, call, next)),
        ),
        kind.breaks(
            clause,
            "answers-the-id",
            "A change is answered with the id of the record.",
            way::results(update, |result, params| *result = params.get("id").cloned().unwrap_or_default()),
        ),
        kind.breaks(
            emptying,
            "ignored",
            "An empty text leaves a field as it is.",
            drops(update, |_, value| value == ""),
        ),
        kind.breaks(
            "update/nothing-given",
            "refused",
            "Empty `fields` make the call fail.",
            way::refuses(update, error_of(kind.update, "fields-not-array"), |params| {
                params.get("fields").and_then(Value::as_object).is_some_and(Params::is_empty)
            }),
        ),
        kind.breaks("update/moves-date", "stays", "The date of the last change does not move.", stale::dates(kind)),
    ]
}

fn ignored(kind: Kind) -> Vec<Deviation> {
    let update = kind.update;
    let refused = error_of(update, "fields-not-array");
    let whole = |is_meant: fn(Kind, &str) -> bool| {
        way::rewrites([update], move |call, next| {
            let fields = call.param("fields").and_then(Value::as_object);
            let is_spoiled = fields.is_some_and(|fields| fields.keys().any(|name| is_meant(kind, name)));
            if is_spoiled {
                Box::pin(std::future::ready(next.succeed(update, true.into())))
            } else {
                Box::pin(next.run(call))
            }
        })
    };
    vec![
        kind.breaks(
            "update/unknown-fields-ignored",
            "refused",
            "A member of `fields` that the portal does not know makes the call fail.",
            refuses_given(update, refused, move |_, name, _| !kind.knows(name)),
        ),
        kind.breaks(
            "update/unknown-fields-ignored",
            "spoils-the-rest",
            "With a member that the portal does not know nothing is changed, though the answer is `true`.",
            whole(|kind, name| !kind.knows(name)),
        ),
        kind.breaks(
            "update/unknown-fields-ignored",
            "kept",
            "A member that the portal does not know is kept and shown.",
            echoes(kind, |kind, name, _| !kind.knows(name)),
        ),
        kind.breaks(
            "update/unknown-custom-field",
            "refused",
            "A custom field that the portal does not have makes the call fail.",
            refuses_given(update, refused, |call, name, _| {
                name.starts_with("UF_") && !call.settings.config.custom_fields.iter().any(|field| field.name == name)
            }),
        ),
        kind.breaks(
            "update/unknown-custom-field",
            "kept",
            "A custom field that the portal does not have is kept and shown.",
            echoes(kind, |_, name, _| name.starts_with("UF_")),
        ),
        kind.breaks(
            "update/read-only-fields-ignored",
            "kept",
            "Given values of fields that only the portal writes are kept and shown.",
            echoes(kind, |kind, name, _| kind.keeps(name)),
        ),
        kind.breaks(
            "update/read-only-fields-ignored",
            "refused",
            "A given value of a field that only the portal writes makes the call fail.",
            refuses_given(update, refused, move |_, name, _| kind.keeps(name)),
        ),
        kind.breaks(
            "update/read-only-fields-ignored",
            "id-among-fields-counts",
            "An `ID` among the fields says which record is changed.",
            way::params([update], |params| {
                if let Some(id) = params.get("fields").and_then(|fields| fields.get("ID")).cloned() {
                    params.insert("id".to_owned(), id);
                }
            }),
        ),
        kind.breaks(
            "update/switches",
            "refused",
            "`params` make the call fail.",
            way::refuses([update], error_of(update, "params-not-array"), |params| params.contains_key("params")),
        ),
    ]
}

fn shape(kind: Kind) -> Vec<Deviation> {
    let update = [kind.update];
    vec![
        kind.breaks(
            "update/id-missing",
            "answered-true",
            "A call without `id` is answered `true` and changes nothing.",
            way::rewrites(update, answers_true(|params| !params.contains_key("id"))),
        ),
        kind.breaks(
            "update/fields-missing",
            "taken-for-empty",
            "A call without `fields` is taken for one with empty ones.",
            way::params(update, |params| {
                params.entry("fields").or_insert_with(|| json!({}));
            }),
        ),
        kind.breaks(
            "update/fields-list",
            "first-is-name",
            "A list as `fields` begins with the new name.",
            way::params(update, move |params| {
                if let Some(Value::Array(entries)) = params.get("fields") {
                    let fields = json!({ kind.name: entries.first() });
                    params.insert("fields".to_owned(), fields);
                }
            }),
        ),
        kind.breaks(
            "update/shape-before-search",
            "fails-inside",
            "A text as `fields` is a fault of the portal.",
            way::refuses(update, &error::SYSTEM_INTERNAL_SERVER_ERROR, |params| {
                params.get("fields").is_some_and(Value::is_string)
            }),
        ),
        kind.breaks(
            "update/rights-before-search",
            "true-for-nobody",
            "A change of a record that does not exist is answered `true`, whoever asks.",
            way::rewrites(update, move |call, next| true_for_nobody(kind, call, next)),
        ),
    ]
}

/// Answers `true` where parameters give reason to, and nothing is done.
pub(super) fn answers_true(
    reason: impl Fn(&Params) -> bool + Send + Sync,
) -> impl for<'a> Fn(Call, Next<'a>) -> Answering<'a> + Send + Sync {
    move |call, next| match call.method.contract() {
        Some(method) if reason(&call.params) => Box::pin(std::future::ready(next.succeed(method, true.into()))),
        _ => Box::pin(next.run(call)),
    }
}

/// Answers `true` where the record does not exist.
pub(super) fn true_for_nobody(kind: Kind, call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let Some(method) = call.method.contract() else { return next.run(call).await };
        let record = ask(&call, next, kind.get, json!({ "id": call.param("id") })).await;
        if record.is_none() { next.succeed(method, true.into()) } else { next.run(call).await }
    })
}

/// Empties all texts that a change is not given.
fn emptying_the_rest(kind: Kind, mut call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let record = ask(&trusted(&call), next, kind.get, json!({ "id": call.param("id") })).await;
        let names = record.as_ref().and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name);
        // The mark at the source stays: what has lost it cannot be cleared away by those who made it.
        let emptied = names.filter(|name| kind.is_text(name) && !name.starts_with("ORIGIN"));
        let emptied: Vec<String> = emptied.cloned().collect();
        if let Some(Value::Object(fields)) = call.params.get_mut("fields") {
            for name in emptied {
                fields.entry(name).or_insert_with(|| "".into());
            }
        }
        next.run(call).await
    })
}
