//! Deviations of changing multifields entry by entry.

use b24_contract::integer;
use serde_json::{Map, Value, json};

use super::behind::ask;
use super::given::given;
use super::kind::{Kind, is_multifield};
use crate::call::Call;
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};
use crate::twist::{Answering, Next};

/// An entry of a multifield.
type Entry = Map<String, Value>;

/// The deviations of one kind. One rule tells all of companies, several of contacts.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let clause = |name: &str| kind.either("update/multifields".to_owned(), format!("update/entry-{name}"));
    let mut all = vec![
        kind.breaks(
            &clause("changed"),
            "ids-ignored",
            "An entry with an `ID` is added beside the one that has it.",
            entries(kind, |mut entry| {
                entry.remove("ID");
                vec![entry]
            }),
        ),
        kind.breaks(
            &clause("changed"),
            "gets-another-id",
            "An entry that is changed gets another id.",
            entries(kind, |entry| {
                let Some(id) = changed(&entry) else { return vec![entry] };
                let gone = json!({ "ID": id, "DELETE": "Y" }).as_object().cloned().unwrap_or_default();
                let new = entry.into_iter().filter(|(name, _)| name != "ID").collect();
                vec![gone, new]
            }),
        ),
        kind.breaks(
            &clause("changed"),
            "kind-stays",
            "The kind of an entry cannot be changed.",
            entries(kind, |mut entry| {
                if changed(&entry).is_some() {
                    entry.remove("VALUE_TYPE");
                }
                vec![entry]
            }),
        ),
        kind.breaks(
            &clause("changed"),
            "value-stays",
            "The value of an entry cannot be changed.",
            entries(kind, |mut entry| {
                if changed(&entry).is_some() {
                    entry.remove("VALUE");
                }
                vec![entry]
            }),
        ),
        kind.breaks(
            &clause("deleted"),
            "delete-ignored",
            "`DELETE` is not looked at.",
            entries(kind, |entry| if entry.contains_key("DELETE") { vec![] } else { vec![entry] }),
        ),
        kind.breaks(
            &clause("added"),
            "ignored",
            "Entries are only changed and removed, never added.",
            entries(kind, |entry| if entry.contains_key("ID") { vec![entry] } else { vec![] }),
        ),
        kind.breaks(
            &clause("added"),
            "replaces-all",
            "Entries that are not mentioned are removed.",
            way::rewrites([kind.update], move |call, next| replacing(kind, call, next)),
        ),
    ];
    if !kind.is_company() {
        all.extend(of_contacts(kind));
    }
    all
}

fn of_contacts(kind: Kind) -> Vec<Deviation> {
    vec![
        kind.breaks(
            "update/entry-emptied",
            "ignored",
            "An entry with an empty value stays as it is.",
            entries(
                kind,
                |entry| if entry.get("VALUE").is_some_and(|value| value == "") { vec![] } else { vec![entry] },
            ),
        ),
        kind.breaks(
            "update/entry-with-id-only",
            "ignored",
            "An entry with nothing beside its `ID` stays as it is.",
            entries(kind, |entry| if entry.keys().all(|name| name == "ID") { vec![] } else { vec![entry] }),
        ),
        kind.breaks(
            "update/foreign-entry",
            "changed",
            "An entry is changed by its `ID`, whosever it is.",
            way::rewrites([kind.update], move |call, next| anywhere(kind, call, next)),
        ),
    ]
}

/// Each entry is given as none, one or several others.
fn entries(kind: Kind, change: impl Fn(Entry) -> Vec<Entry> + Send + Sync + 'static) -> impl Deed {
    given([kind.update], move |fields| {
        for (_, entries) in fields.iter_mut().filter(|(name, _)| is_multifield(name)) {
            if let Value::Array(list) = entries {
                let given = std::mem::take(list).into_iter();
                *list = given
                    .flat_map(|entry| match entry {
                        Value::Object(entry) => change(entry).into_iter().map(Value::Object).collect(),
                        other => vec![other],
                    })
                    .collect();
            }
        }
    })
}

/// The id of an entry that is to be changed, not removed.
fn changed(entry: &Entry) -> Option<&Value> {
    let has_value = entry.get("VALUE").is_some_and(|value| value != "");
    entry.get("ID").filter(|_| has_value && !entry.contains_key("DELETE"))
}

/// Removes the entries of given multifields that are not mentioned.
fn replacing(kind: Kind, mut call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let record = ask(&call, next, kind.get, json!({ "id": call.param("id") })).await.unwrap_or_default();
        if let Some(Value::Object(fields)) = call.params.get_mut("fields") {
            for (name, given) in fields.iter_mut().filter(|(name, _)| is_multifield(name)) {
                let Value::Array(given) = given else { continue };
                let ids = |entries: &[Value]| entries.iter().filter_map(|entry| integer(entry.get("ID")?)).collect();
                let mentioned: Vec<i64> = ids(given);
                let there: Vec<i64> = record[name].as_array().map(|entries| ids(entries)).unwrap_or_default();
                let gone = there.into_iter().filter(|id| !mentioned.contains(id));
                given.extend(gone.map(|id| json!({ "ID": id, "DELETE": "Y" })));
            }
        }
        next.run(call).await
    })
}

/// Makes a change at every one of the newest records too, so that it meets the one that has the entry.
fn anywhere(kind: Kind, call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let fields = call.param("fields").and_then(Value::as_object).into_iter().flatten();
        let multifields =
            fields.filter(|(name, _)| is_multifield(name)).map(|(name, given)| (name.clone(), given.clone()));
        let multifields: Params = multifields.collect();
        if !multifields.is_empty() {
            let newest = json!({ "order": { "ID": "DESC" }, "select": ["ID"] });
            let newest = ask(&call, next, kind.list, newest).await.unwrap_or_default();
            let fields: Params = multifields.into_iter().map(|(name, given)| (name, with_ids(given))).collect();
            for record in newest.as_array().into_iter().flatten() {
                ask(&call, next, kind.update, json!({ "id": record["ID"], "fields": fields })).await;
            }
        }
        next.run(call).await
    })
}

/// The entries that have an id.
fn with_ids(entries: Value) -> Value {
    match entries {
        Value::Array(entries) => entries.into_iter().filter(|entry| entry.get("ID").is_some()).collect(),
        other => other,
    }
}
