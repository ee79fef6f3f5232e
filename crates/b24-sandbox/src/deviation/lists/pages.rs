//! Deviations of the pages of every list.

use b24_contract::integer;
use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::deviation::records::Kind;
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};
use crate::twist::{Answering, Next};

/// The records on a page.
const PAGE: usize = 50;

/// The deviations of all lists.
pub(super) fn all() -> Vec<Deviation> {
    sizes().into_iter().chain(next()).chain(totals()).chain(nothing()).collect()
}

fn sizes() -> Vec<Deviation> {
    let list = Kind::LISTS;
    let clause = "protocol/list/pages";
    vec![
        Deviation::new(
            clause,
            "of-forty-nine",
            "A page holds 49 records.",
            way::results(list, |result, _| {
                if let Value::Array(page) = result {
                    page.truncate(PAGE - 1);
                }
            }),
        ),
        Deviation::new(clause, "of-fifty-one", "A page holds 51 records.", way::rewrites(list, longer)),
        Deviation::new(
            clause,
            "start-ignored",
            "Every page is the first one.",
            way::params(list, |params| {
                params.remove("start");
            }),
        ),
        Deviation::new(
            clause,
            "overlapping",
            "A page begins with the last record of the one before it.",
            way::params(list, |params| {
                if let Some(start) = params.get("start").and_then(integer).filter(|start| *start > 0) {
                    params.insert("start".to_owned(), (start - 1).into());
                }
            }),
        ),
    ]
}

fn next() -> Vec<Deviation> {
    let clause = "protocol/list/pages";
    vec![
        Deviation::new(clause, "without-next", "There is never a `next`.", told("next", |_, _, _| None)),
        Deviation::new(
            clause,
            "next-one-behind",
            "`next` is the start of the next page and one.",
            told("next", |next, _, _| Some((integer(&next?)? + 1).into())),
        ),
        Deviation::new(
            clause,
            "next-is-page-number",
            "`next` is the number of the next page.",
            told("next", |next, _, _| Some((integer(&next?)? / PAGE as i64 + 1).into())),
        ),
        Deviation::new(
            clause,
            "next-as-text",
            "`next` is a text.",
            told("next", |next, _, _| Some(next?.to_string().into())),
        ),
        Deviation::new(
            "protocol/list/one-page",
            "with-next",
            "The last page has a `next` too.",
            told("next", |next, params, count| {
                let start = params.get("start").and_then(integer).unwrap_or_default().max(0);
                Some(next.unwrap_or_else(|| (start + count as i64).into()))
            }),
        ),
        Deviation::new(
            "protocol/list/one-page",
            "next-null",
            "`next` of the last page is null.",
            told("next", |next, _, _| Some(next.unwrap_or_default())),
        ),
    ]
}

fn totals() -> Vec<Deviation> {
    let list = Kind::LISTS;
    let clause = "protocol/list/pages";
    vec![
        Deviation::new(
            clause,
            "total-of-page",
            "`total` counts the records of the page.",
            told("total", |_, _, count| Some(count.into())),
        ),
        Deviation::new(
            clause,
            "total-one-more",
            "`total` counts one record too many.",
            told("total", |total, _, _| Some((integer(&total?)? + 1).into())),
        ),
        Deviation::new(
            clause,
            "total-as-text",
            "`total` is a text.",
            told("total", |total, _, _| Some(total?.to_string().into())),
        ),
        Deviation::new(
            clause,
            "total-of-all",
            "`total` counts all records, whatever the filter.",
            way::rewrites(list, counting_all),
        ),
        Deviation::new(
            "protocol/list/one-page",
            "without-total",
            "There is no `total`.",
            told("total", |_, _, _| None),
        ),
    ]
}

/// Of lists that hold nothing.
fn nothing() -> Vec<Deviation> {
    let clause = "protocol/list/empty";
    let emptied = |how, says, change: fn(&mut Answer)| {
        Deviation::new(
            clause,
            how,
            says,
            way::answers(Kind::LISTS, move |answer, _| {
                if answer.body.get("result") == Some(&json!([])) {
                    change(answer);
                }
            }),
        )
    };
    vec![
        emptied("object", "A list without records is an object.", |answer| answer.body["result"] = json!({})),
        emptied("false", "A list without records is `false`.", |answer| answer.body["result"] = json!(false)),
        emptied("one-counted", "A list without records has the `total` 1.", |answer| answer.body["total"] = json!(1)),
        emptied("without-total", "A list without records has no `total`.", |answer| {
            answer.body.as_object_mut().and_then(|members| members.remove("total"));
        }),
    ]
}

/// A member beside the result is another: from what it was, the parameters and the number of records on the page.
fn told(
    name: &'static str,
    change: impl Fn(Option<Value>, &Params, usize) -> Option<Value> + Send + Sync + Clone + 'static,
) -> impl Deed {
    way::answers(Kind::LISTS, move |answer, params| {
        let Some(count) = answer.body.get("result").and_then(Value::as_array).map(Vec::len) else { return };
        if let Some(members) = answer.body.as_object_mut() {
            let told = change(members.shift_remove(name), params, count);
            members.extend(told.map(|told| (name.to_owned(), told)));
        }
    })
}

/// Takes the first record of the next page along.
fn longer<'a>(call: Call, next: Next<'a>) -> Answering<'a> {
    Box::pin(async move {
        let mut answer = next.run(call.clone()).await;
        if let Some(start) = answer.body.get("next").cloned() {
            let mut behind = call;
            behind.params.insert("start".to_owned(), start);
            let more = next.run(behind).await;
            if let (Some(Value::Array(page)), Some(first)) =
                (answer.body.get_mut("result"), more.body.pointer("/result/0"))
            {
                page.push(first.clone());
            }
        }
        answer
    })
}

/// Counts without the filter.
fn counting_all<'a>(call: Call, next: Next<'a>) -> Answering<'a> {
    Box::pin(async move {
        let mut answer = next.run(call.clone()).await;
        let mut all = call;
        all.params.remove("filter");
        let all = next.run(all).await;
        if let (Some(total), Some(all)) = (answer.body.get_mut("total"), all.body.get("total")) {
            *total = all.clone();
        }
        answer
    })
}
