//! Deviations of reading one record.

use b24_contract::integer;
use serde_json::{Map, Value, json};

use super::behind::ask;
use super::kind::{Kind, MULTIFIELDS, error_of};
use super::shown::{hides, replaces, shown};
use crate::call::{Answer, Call};
use crate::deviation::Deviation;
use crate::deviation::way::{self, Params};
use crate::twist::{Answering, Next};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let companies = if kind.is_company() { Vec::new() } else { of_companies(kind) };
    values(kind).into_iter().chain(ids(kind)).chain(companies).collect()
}

fn values(kind: Kind) -> Vec<Deviation> {
    let get = [kind.get];
    vec![
        kind.breaks(
            "get/system-fields",
            "without-empty-ones",
            "Fields without a value are left out.",
            hides(get, |_, value| value.is_null()),
        ),
        kind.breaks(
            "get/system-fields",
            "one-forgotten",
            "`UTM_TERM` is left out.",
            hides(get, |name, _| name == "UTM_TERM"),
        ),
        kind.breaks(
            "get/scalars-as-text",
            "ids-as-numbers",
            "Ids come as numbers.",
            replaces(
                get,
                |name, _| name == "ID" || name.ends_with("_ID"),
                |value| {
                    value.as_str().and_then(|text| text.parse::<i64>().ok()).map_or_else(|| value.clone(), Value::from)
                },
            ),
        ),
        kind.breaks(
            "get/scalars-as-text",
            "flags-as-booleans",
            "Flags come as `true` and `false`.",
            replaces(get, |_, value| value == "Y" || value == "N", |value| Value::from(value == "Y")),
        ),
        kind.breaks(
            "get/no-multifields",
            "empty-lists",
            "Multifields without entries are empty lists.",
            shown(get, |record, _| {
                for name in MULTIFIELDS {
                    record.entry(name).or_insert_with(|| json!([]));
                }
            }),
        ),
        kind.breaks(
            "get/multifields",
            "kinds-lost",
            "The entries of a multifield do not tell their kind.",
            replaces(
                get,
                |name, _| MULTIFIELDS.contains(&name),
                |entries| {
                    let entries = entries.as_array().into_iter().flatten().filter_map(Value::as_object);
                    let without = |entry: &Map<String, Value>| {
                        entry
                            .iter()
                            .filter(|(name, _)| *name != "VALUE_TYPE")
                            .map(|(n, v)| (n.clone(), v.clone()))
                            .collect()
                    };
                    entries.map(without).map(Value::Object).collect()
                },
            ),
        ),
        kind.breaks(
            kind.either("get/no-contacts", "get/no-company-ids"),
            "lists-links",
            "The records that are linked are listed too.",
            way::rewrites(get, move |call, next| with_links(kind, call, next)),
        ),
    ]
}

fn ids(kind: Kind) -> Vec<Deviation> {
    let get = [kind.get];
    let not_found = error_of(kind.get, "not-found");
    let mut all = vec![
        kind.breaks(
            "get/id-missing",
            "searched-for",
            "A call without `id` does not find a record.",
            way::refuses(get, not_found, |params| !params.contains_key("id")),
        ),
        kind.breaks(
            "get/id-text",
            "searched-for",
            "A record with an `id` that is no number is not found.",
            way::refuses(get, not_found, |params| params.get("id").is_some_and(is_word)),
        ),
        kind.breaks(
            "get/id-before-rights",
            "searched-for",
            "A record with the `id` 0 is not found, whoever asks.",
            way::refuses(get, not_found, |params| params.get("id").and_then(integer) == Some(0)),
        ),
    ];
    all.extend(kind.is_company().then(|| {
        kind.breaks(
            "get/id-list",
            "first-is-taken",
            "Of a list as `id` the first entry is taken.",
            way::params(get, |params| {
                if let Some(first) = params.get("id").and_then(|id| id.get(0)).cloned() {
                    params.insert("id".to_owned(), first);
                }
            }),
        )
    }));
    all
}

/// Of the company that a contact shows.
fn of_companies(kind: Kind) -> Vec<Deviation> {
    let get = [kind.get];
    vec![
        kind.breaks(
            "get/no-company",
            "empty-text",
            "A contact without companies has the empty text as `COMPANY_ID`.",
            replaces(get, |name, value| name == "COMPANY_ID" && value.is_null(), |_| "".into()),
        ),
        kind.breaks(
            "get/main-of-several",
            "none",
            "Of several primary links none counts: there is no main company.",
            way::rewrites(get, move |call, next| without_rivals(kind, call, next)),
        ),
    ]
}

/// Whether an id is a text that is no number.
pub(super) fn is_word(id: &Value) -> bool {
    id.is_string() && integer(id).is_none()
}

/// Shows the ids of all linked records.
fn with_links(kind: Kind, call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let links = linked(kind, &call, next).await;
        changed(call, next, |record| {
            let ids: Vec<Value> = links.iter().map(|link| link[kind.other].to_string().into()).collect();
            record.insert(format!("{}S", kind.other), ids.into());
        })
        .await
    })
}

/// Shows no main company where there are several.
fn without_rivals(kind: Kind, call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let links = linked(kind, &call, next).await;
        let primary = links.iter().filter(|link| link["IS_PRIMARY"] == "Y").count();
        changed(call, next, |record| {
            if primary > 1 {
                record.insert("COMPANY_ID".to_owned(), Value::Null);
            }
        })
        .await
    })
}

/// The links of the record that a call names.
pub(super) async fn linked(kind: Kind, call: &Call, next: Next<'_>) -> Vec<Value> {
    let params = json!({ "id": call.param("id") });
    match ask(call, next, kind.links, params).await {
        Some(Value::Array(links)) => links,
        _ => Vec::new(),
    }
}

async fn changed(call: Call, next: Next<'_>, change: impl FnOnce(&mut Params)) -> Answer {
    let mut answer = next.run(call).await;
    if let Some(Value::Object(record)) = answer.body.get_mut("result") {
        change(record);
    }
    answer
}
