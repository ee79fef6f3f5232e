//! Deviations of the parameter `start` of every list.

use b24_contract::generated::error;
use b24_contract::integer;
use serde_json::{Value, json};

use super::filter::split;
use crate::deviation::Deviation;
use crate::deviation::records::{Kind, error_of};
use crate::deviation::way::{self, Params};

/// The deviations of all lists.
pub(super) fn all() -> Vec<Deviation> {
    let list = Kind::LISTS;
    let start = |params: &Params| params.get("start").and_then(integer);
    vec![
        Deviation::new(
            "protocol/list/start",
            "counts-pages",
            "`start` is the number of pages to pass over.",
            way::params(list, move |params| {
                if let Some(pages) = start(params).filter(|pages| *pages > 0) {
                    params.insert("start".to_owned(), (pages * 50).into());
                }
            }),
        ),
        Deviation::new(
            "protocol/list/start",
            "total-of-the-rest",
            "`total` counts the records from `start` on.",
            way::answers(list, move |answer, params| {
                if let (Some(total), Some(start)) = (answer.body.get_mut("total"), start(params).filter(|s| *s > 0)) {
                    *total = (integer(total).unwrap_or_default() - start).into();
                }
            }),
        ),
        Deviation::new(
            "protocol/list/start-past-the-end",
            "refused",
            "A `start` past the end makes the call fail.",
            way::answers(list, move |answer, params| {
                let is_empty = answer.body.get("result") == Some(&json!([]));
                if is_empty && start(params) > Some(0) {
                    *answer = error_of(list[0], "failed").into();
                }
            }),
        ),
        Deviation::new(
            "protocol/list/start-past-the-end",
            "total-zero",
            "Past the end `total` is 0.",
            way::answers(list, |answer, _| {
                if answer.body.get("result") == Some(&json!([])) {
                    answer.body["total"] = 0.into();
                }
            }),
        ),
        Deviation::new(
            "protocol/list/uncounted",
            "counted",
            "A `start` of -1 counts nevertheless.",
            way::params(list, move |params| {
                if start(params) < Some(0) {
                    params.remove("start");
                }
            }),
        ),
        Deviation::new(
            "protocol/list/uncounted",
            "holds-nothing",
            "With a `start` of -1 there are no records.",
            way::results(list, move |result, params| {
                if start(params).is_some_and(|start| start < 0) {
                    *result = json!([]);
                }
            }),
        ),
        Deviation::new(
            "protocol/list/start-text",
            "fails-inside",
            "A `start` that is no number is a fault of the portal.",
            way::refuses(list, &error::SYSTEM_INTERNAL_SERVER_ERROR, move |params| {
                params.get("start").is_some_and(Value::is_string) && start(params).is_none()
            }),
        ),
        Deviation::new(
            "protocol/list/keyset",
            "order-ignored",
            "With a `start` of -1 the newest record comes first.",
            way::params(list, move |params| {
                if start(params).is_some_and(|start| start < 0) {
                    params.insert("order".to_owned(), json!({ "ID": "DESC" }));
                }
            }),
        ),
        Deviation::new(
            "protocol/list/keyset",
            "last-id-included",
            "With a `start` of -1 `>ID` finds the record itself again.",
            way::params(list, move |params| {
                if start(params).is_some_and(|start| start < 0)
                    && let Some(Value::Object(filter)) = params.get_mut("filter")
                    && let Some(last) = filter.shift_remove(">ID")
                {
                    filter.insert(">=ID".to_owned(), last);
                }
            }),
        ),
        Deviation::new(
            "protocol/list/keyset",
            "bounds-ignored",
            "With a `start` of -1 lower bounds are ignored.",
            way::params(list, move |params| {
                if start(params).is_some_and(|start| start < 0)
                    && let Some(Value::Object(filter)) = params.get_mut("filter")
                {
                    filter.retain(|key, _| !split(key).0.starts_with('>'));
                }
            }),
        ),
    ]
}
