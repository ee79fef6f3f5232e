//! The end of a run: its records are removed again, however it ended.

use crate::event::Created;
use crate::records::removal::Remover;
use crate::wire::Wire;

/// What became of the records of a run.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// Number of records that were removed.
    pub(super) removed: u32,
    /// Those that are still there.
    pub(super) left: Vec<Created>,
    /// Why the first of them is, or why it is not known whether there are any.
    pub(super) reason: Option<String>,
}

/// Removes what the run made, what no answer told of included, unless it may stay.
pub(super) async fn clean(wire: &Wire<'_>) -> Cleaned {
    let mut cleaned = Cleaned::default();
    if wire.options().keep_records || wire.target().is_mock() || !wire.own().has_begun() {
        cleaned.left = wire.own().here().map(|(record, _)| record.clone()).collect();
        return cleaned;
    }
    let mut remover = Remover::new(wire);
    // What was still being made when its answer was lost may come into being while the rest is removed.
    let rounds = if wire.own().is_pending() { 2 } else { 1 };
    for _ in 0..rounds {
        let mark = format!("{}/", wire.own().run());
        let listed = remover.marked(Some(&mark)).await;
        let complete = listed.is_ok();
        let listed = listed.unwrap_or_else(|reason| {
            cleaned.reason = Some(reason);
            Vec::new()
        });
        for found in listed.iter().filter(|found| found.origin.starts_with(&mark)) {
            wire.own().found(found.record.clone(), found.origin.clone());
        }
        let here: Vec<_> =
            wire.own().here().map(|(record, origin)| (record.clone(), origin.map(str::to_owned))).collect();
        let many = here.len();
        let left = remover.remove(here, &listed).await;
        cleaned.removed += u32::try_from(many - left.len()).unwrap_or(u32::MAX);
        if complete {
            cleaned.reason = left.first().map(|(_, reason)| reason.clone());
        }
        cleaned.left = left.into_iter().map(|(record, _)| record).collect();
        if !complete {
            break;
        }
    }
    if cleaned.reason.is_none() {
        wire.own().nothing_pending();
    }
    wire.own().close();
    if wire.own().count() == 0 {
        cleaned.reason = None;
    }
    cleaned
}
