//! What else happened: why cases were skipped, what a portal did where no source says, and what was left on it.

use std::collections::BTreeMap;

use maud::{Markup, html as markup};

use super::escape::Shown;
use super::many;
use crate::event::Created;
use crate::outcome::Outcome;
use crate::report::Run;
use crate::rule::PORTAL_DID;

/// Skipped cases by reason, the most frequent first.
pub(super) fn skipped(run: &Run) -> Markup {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in run.cases().filter(|case| case.end.outcome == Outcome::Skip) {
        let reason = case.end.remark.as_deref().unwrap_or("no reason given");
        reasons.entry(reason).or_default().push(&case.end.id);
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    let content = markup! {
        @for (reason, cases) in &reasons {
            details {
                summary { b { (many(cases.len(), "case", "cases")) } ": " (Shown(reason)) }
                ul.ids { @for case in cases { li { code { (Shown(case)) } } } }
            }
        }
    };
    super::section("skipped", "Skipped, and why", None, (!reasons.is_empty()).then_some(content))
}

/// What a portal did where no source says anything. A sandbox does what the contract chose.
pub(super) fn open_questions(run: &Run) -> Markup {
    let is_sandbox = |number: usize| run.started.get(number.saturating_sub(1)).is_some_and(|started| started.sandbox);
    let did: Vec<(&str, &str)> = run
        .cases()
        .filter(|case| !is_sandbox(case.run))
        .filter_map(|case| Some((case.end.id.as_str(), case.end.remark.as_deref()?.strip_prefix(PORTAL_DID)?)))
        .collect();
    let content = markup! {
        details {
            summary { (many(did.len(), "question", "questions")) " that the portal answered by what it did" }
            dl { @for (case, did) in &did { dt { code { (Shown(case)) } } dd { (Shown(did)) } } }
        }
    };
    super::section("questions", "Where no source says anything", None, (!did.is_empty()).then_some(content))
}

/// The records that the run left on a portal that others use.
pub(super) fn left_behind(run: &Run) -> Markup {
    let of_portals = run.started.iter().zip(&run.summaries).filter(|(started, _)| !started.sandbox);
    let records: Vec<&Created> = of_portals.clone().flat_map(|(_, summary)| &summary.created).collect();
    let reasons: Vec<&str> = of_portals.filter_map(|(_, summary)| summary.not_removed.as_deref()).collect();
    let content = markup! {
        @for reason in &reasons { p { (Shown(reason)) } }
        @if !records.is_empty() {
            details {
                summary { (many(records.len(), "record", "records")) ", marked b24-conformance in ORIGINATOR_ID" }
                ul.ids { @for record in &records { li { (Shown(&record.kind)) " " (record.id) } } }
            }
        }
    };
    let there = !records.is_empty() || !reasons.is_empty();
    super::section("left", "Left on the portal", None, there.then_some(content))
}
