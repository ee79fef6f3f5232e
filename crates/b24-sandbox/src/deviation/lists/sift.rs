//! Conditions that are met by another comparison than the portal's own.

use serde_json::Value;

use super::filter::split;
use crate::call::{Answer, Call};
use crate::deviation::Deed;
use crate::deviation::records::{Kind, records};
use crate::deviation::way;
use crate::twist::{Answering, Next};

/// Which conditions are met in another way, by operator and field.
type Taken = fn(&str, &str) -> bool;
/// Whether what a record shows in a field meets a condition with a text.
type Meets = fn(found: &Value, given: &str) -> bool;

/// Conditions are taken out of the filter, and what meets them is sifted out of the page by `meets`.
pub(super) fn sifts(kind: Kind, is_taken: Taken, meets: Meets) -> impl Deed {
    way::rewrites([kind.list], move |call, next| sifted(call, next, is_taken, meets))
}

fn sifted<'a>(mut call: Call, next: Next<'a>, is_taken: Taken, meets: Meets) -> Answering<'a> {
    Box::pin(async move {
        let Some(Value::Object(filter)) = call.params.get_mut("filter") else { return next.run(call).await };
        let (taken, kept) = std::mem::take(filter).into_iter().partition(|(key, _)| {
            let (operator, field) = split(key);
            is_taken(operator, field)
        });
        *filter = kept;
        let taken: way::Params = taken;
        if taken.is_empty() {
            return next.run(call).await;
        }
        let fields = taken.keys().map(|key| split(key).1.to_owned());
        let selected = call.params.get("select").and_then(Value::as_array).cloned();
        let select: Vec<Value> =
            selected.clone().unwrap_or_else(|| vec!["*".into()]).into_iter().chain(fields.map(Value::from)).collect();
        call.params.insert("select".to_owned(), select.into());
        let mut answer = next.run(call).await;
        keep(&mut answer, |record| {
            taken.iter().all(|(key, given)| {
                let found = record.get(split(key).1);
                found.is_some_and(|found| meets(found, &written(given)))
            })
        });
        hide(&mut answer, selected);
        answer
    })
}

/// Keeps some records of a page, as if there were no others.
fn keep(answer: &mut Answer, is_kept: impl Fn(&Value) -> bool) {
    let Some(Value::Array(page)) = answer.body.get_mut("result") else { return };
    page.retain(is_kept);
    let total = page.len();
    if let Some(members) = answer.body.as_object_mut() {
        members.remove("next");
        members.entry("total").and_modify(|counted| *counted = total.into());
    }
}

/// Leaves out what was not selected.
fn hide(answer: &mut Answer, selected: Option<Vec<Value>>) {
    let Some(selected) = selected.filter(|names| !names.is_empty()) else { return };
    if selected.iter().any(|name| name == "*") {
        return;
    }
    if let Some(result) = answer.body.get_mut("result") {
        for record in records(result) {
            record.retain(|name, _| name == "ID" || selected.iter().any(|selected| selected == name));
        }
    }
}

fn written(given: &Value) -> String {
    given.as_str().map_or_else(|| given.to_string(), str::to_owned)
}
