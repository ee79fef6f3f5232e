//! Deviations of `items.set`.

mod checks;
mod primary;

use serde_json::{Value, json};

use super::entry;
use super::memory::{self, Whose};
use super::side::Side;
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let all = [replaced, sorted, emptied, again, passed_over, seen, primary::of, checks::of];
    all.into_iter().flat_map(|of| of(side)).collect()
}

fn replaced(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.set/replaces",
            "stores-nothing",
            "The links stay as they are, though the answer is `true`.",
            way::pretends([side.set], |_| true.into()),
        ),
        side.breaks(
            "items.set/replaces",
            "appends",
            "Links that are listed are made, and those that are not listed stay.",
            side.does([side.set], move |mut desk| {
                Box::pin(async move {
                    let mut items: Vec<Value> = desk.links().await.iter().map(|link| entry::kept(side, link)).collect();
                    items.extend(entry::items(&desk.call.params));
                    if entry::is_array(desk.call.param("items")) {
                        desk.call.params.insert("items".to_owned(), items.into());
                    }
                    desk.run().await
                })
            }),
        ),
        side.breaks(
            "items.set/replaces",
            "makes-none",
            "Links that are not listed vanish, and new ones are not made.",
            side.does([side.set], move |mut desk| {
                Box::pin(async move {
                    let links = desk.links().await;
                    let is_old = |item: &Value| is_among(side, item, &links);
                    change_items(&mut desk.call.params, |items| items.retain(is_old));
                    desk.run().await
                })
            }),
        ),
        side.breaks(
            "items.set/replaces",
            "last-lost",
            "The last item of the list is lost.",
            items(side, |items| {
                items.pop();
            }),
        ),
    ]
}

fn sorted(side: &'static Side) -> Vec<Deviation> {
    let by_place = |items: &mut Vec<Value>| {
        for (item, place) in items.iter_mut().filter_map(Value::as_object_mut).zip(1..) {
            item.entry("SORT").or_insert_with(|| (10 * place).into());
        }
    };
    vec![
        side.breaks(
            "items.set/keeps-sort",
            "renumbered",
            "Links that are listed without SORT are numbered by their place in the list.",
            items(side, by_place),
        ),
        side.breaks(
            "items.set/given-sort",
            "old-one-kept",
            "Links that exist keep their SORT, whatever the list says.",
            side.does([side.set], move |mut desk| {
                Box::pin(async move {
                    let links = desk.links().await;
                    let is_old = |item: &Value| is_among(side, item, &links);
                    change_items(&mut desk.call.params, |items| {
                        for item in items.iter_mut().filter(|item| is_old(item)).filter_map(Value::as_object_mut) {
                            item.remove("SORT");
                        }
                    });
                    desk.run().await
                })
            }),
        ),
        side.breaks(
            "items.set/default-sort",
            "all-the-same",
            "All new links without SORT get the same one.",
            side.does([side.set], move |mut desk| {
                Box::pin(async move {
                    let links = desk.links().await;
                    let is_old = |item: &Value| is_among(side, item, &links);
                    let sort = entry::greatest_sort(&links).unwrap_or_default().saturating_add(10);
                    change_items(&mut desk.call.params, |items| {
                        for item in items.iter_mut().filter(|item| !is_old(item)).filter_map(Value::as_object_mut) {
                            item.entry("SORT").or_insert(sort.into());
                        }
                    });
                    desk.run().await
                })
            }),
        ),
    ]
}

fn emptied(side: &'static Side) -> Vec<Deviation> {
    let is_empty = |params: &Params| params.get("items") == Some(&json!([]));
    vec![
        side.breaks(
            "items.set/empty-clears",
            "passed-over",
            "An empty list changes nothing.",
            way::shrugs([side.set], true, is_empty),
        ),
        side.breaks(
            "items.set/empty-clears",
            "refused",
            "An empty list is refused.",
            way::refuses([side.set], side.error("items.set/items-not-array"), is_empty),
        ),
    ]
}

fn again(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.set/same-again",
            "answered-false",
            "A list that changes nothing is answered `false`.",
            side.does([side.set], |desk| {
                Box::pin(async move {
                    let before = desk.links().await;
                    let mut answer = desk.run().await;
                    if desk.links().await == before
                        && let Some(result) = answer.body.get_mut("result")
                    {
                        *result = false.into();
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.set/same-again",
            "let-go",
            "A list that changes nothing removes all links.",
            side.does([side.set], move |desk| {
                Box::pin(async move {
                    let before = desk.links().await;
                    let answer = desk.run().await;
                    if desk.links().await == before {
                        desk.ask(side.clear, json!({ "id": desk.owner() })).await;
                    }
                    answer
                })
            }),
        ),
    ]
}

fn passed_over(side: &'static Side) -> Vec<Deviation> {
    let refused = side.error("items.set/items-not-array");
    let is_object = |params: &Params| params.get("items").is_some_and(Value::is_object);
    vec![
        side.breaks(
            "items.set/invalid-items-skipped",
            "refused",
            "A list with an item that names no LINKED is refused.",
            way::refuses([side.set], refused, move |params| {
                entry::items(params).iter().any(|item| entry::linked(side, item).is_none())
            }),
        ),
        side.breaks(
            "items.set/invalid-items-skipped",
            "rest-lost",
            "An item that names no LINKED ends the list.",
            items(side, move |items| {
                let end = items.iter().position(|item| entry::linked(side, item).is_none());
                items.truncate(end.unwrap_or(items.len()));
            }),
        ),
        side.breaks(
            "items.set/last-of-equal-counts",
            "first-counts",
            "Of several items with the same LINKED the first counts.",
            items(side, |items| items.reverse()),
        ),
        side.breaks(
            "items.set/items-object",
            "refused",
            "An object as `items` is refused.",
            way::refuses([side.set], refused, is_object),
        ),
        side.breaks(
            "items.set/items-object",
            "one-item",
            "An object as `items` is taken for the only item.",
            way::params([side.set], move |params| {
                if let Some(items) = params.get_mut("items").filter(|items| items.is_object()) {
                    *items = json!([items.take()]);
                }
            }),
        ),
    ]
}

fn seen(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.set/seen-from-the-other-side",
            "stale",
            "The other side of links that were set shows the links of before.",
            memory::stale(side, side.set, Whose::Linked, side.mirror.get),
        ),
        side.breaks(
            "items.set/main-company",
            "stale",
            "The contact's `COMPANY_ID` stays what it was before the links were set.",
            memory::stale_main_company(side, side.set),
        ),
    ]
}

/// The handler is given other items than were sent.
fn items(side: &'static Side, change: impl Fn(&mut Vec<Value>) + Send + Sync + 'static) -> impl Deed {
    way::params([side.set], move |params| change_items(params, &change))
}

fn change_items(params: &mut Params, change: impl FnOnce(&mut Vec<Value>)) {
    if entry::is_array(params.get("items")) {
        let mut items = entry::items(params);
        change(&mut items);
        params.insert("items".to_owned(), items.into());
    }
}

/// Whether an item names the record of one of the links.
fn is_among(side: &Side, item: &Value, links: &[Value]) -> bool {
    links.iter().any(|link| entry::linked(side, link) == entry::linked(side, item))
}
