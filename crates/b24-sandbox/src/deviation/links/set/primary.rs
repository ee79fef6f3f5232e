//! Deviations of which link is primary after `items.set`.

use serde_json::Value;

use super::items;
use crate::deviation::Deviation;
use crate::deviation::links::entry::{self, is_primary};
use crate::deviation::links::side::Side;

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    let mut all = asked(side);
    all.extend(unasked(side));
    all
}

fn asked(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.set/one-primary",
            "last-wins",
            "Of several items with `Y` the last becomes primary.",
            items(side, |items| {
                let last = items.iter().rposition(is_primary);
                for (place, item) in items.iter_mut().enumerate().filter(|(_, item)| item.is_object()) {
                    entry::flag(item, last == Some(place));
                }
            }),
        ),
        side.breaks(
            "items.set/one-primary",
            "several",
            "Every item with `Y` becomes primary.",
            side.does([side.set], move |desk| {
                Box::pin(async move {
                    let answer = desk.run().await;
                    for item in entry::items(&desk.call.params).iter().filter(|item| is_primary(item)) {
                        desk.raise(entry::linked(side, item).unwrap_or_default()).await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.set/one-primary",
            "flag-ignored",
            "`IS_PRIMARY` is not looked at.",
            items(side, |items| {
                for item in items.iter_mut().filter_map(Value::as_object_mut) {
                    item.remove("IS_PRIMARY");
                }
            }),
        ),
    ]
}

fn unasked(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "items.set/first-is-primary",
            "last-is-primary",
            "Without any `Y` in the list of a OWNER that had no links the last item becomes primary.",
            side.does([side.set], |mut desk| {
                Box::pin(async move {
                    let had_none = desk.links().await.is_empty();
                    super::change_items(&mut desk.call.params, |items| {
                        if had_none && !items.iter().any(is_primary) {
                            items
                                .iter_mut()
                                .filter(|item| item.is_object())
                                .last()
                                .into_iter()
                                .for_each(|item| entry::flag(item, true));
                        }
                    });
                    desk.run().await
                })
            }),
        ),
        side.breaks(
            "items.set/first-is-primary",
            "none-primary",
            "Without any `Y` in the list a OWNER that had no links has no primary one.",
            side.does([side.set], |desk| {
                Box::pin(async move {
                    let had_none = desk.links().await.is_empty();
                    let answer = desk.run().await;
                    if had_none && !entry::items(&desk.call.params).iter().any(is_primary) {
                        desk.lower_all().await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.set/primary-stays",
            "none-primary",
            "Without any `Y` in the list the link that was primary is it no longer, and no other is.",
            side.does([side.set], |desk| {
                Box::pin(async move {
                    let had_some = !desk.links().await.is_empty();
                    let answer = desk.run().await;
                    if had_some && !entry::items(&desk.call.params).iter().any(is_primary) {
                        desk.lower_all().await;
                    }
                    answer
                })
            }),
        ),
        side.breaks(
            "items.set/primary-stays",
            "two-primaries",
            "Without any `Y` in the list its first item becomes primary beside the link that was.",
            side.does([side.set], move |desk| {
                Box::pin(async move {
                    let answer = desk.run().await;
                    let items = entry::items(&desk.call.params);
                    if let Some(first) = items.first().filter(|_| !items.iter().any(is_primary)) {
                        desk.raise(entry::linked(side, first).unwrap_or_default()).await;
                    }
                    answer
                })
            }),
        ),
    ]
}
