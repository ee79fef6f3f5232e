//! What went wrong, each with its proof: the clause, its page, the exchange, and lines that show it again.

use maud::{Markup, html as markup};

use super::escape::Shown;
use super::exchange;
use crate::event::Evidence;
use crate::outcome::Outcome;
use crate::report::Run;
use crate::report::run::Case;

/// Most pieces of evidence of a case that are shown; the run file has all.
const MOST: usize = 40;

/// Cases that are open at first; a reader opens others one by one.
const OPEN: usize = 5;

/// Cases that failed, then those that broke.
pub(super) fn failures(run: &Run) -> Markup {
    let mut cases: Vec<&Case> = run.cases().filter(|case| case.end.outcome >= Outcome::Fail).collect();
    cases.sort_by_key(|case| case.end.outcome);
    let content = markup! { @for (place, case) in cases.iter().enumerate() { (article(run, case, place < OPEN)) } };
    super::section("failures", "Failures", None, (!cases.is_empty()).then_some(content))
}

/// Cases that noted something.
pub(super) fn notes(run: &Run) -> Markup {
    let cases: Vec<&Case> = run.cases().filter(|case| case.end.outcome == Outcome::Note).collect();
    let content = markup! { @for case in &cases { (article(run, case, cases.len() <= OPEN)) } };
    let lead = "Departures from what no documentation states: observed elsewhere, or inferred.";
    super::section("notes", "Notes", Some(lead), (!cases.is_empty()).then_some(content))
}

/// Where a case stands on the page.
pub(super) fn anchor(case: &Case) -> String {
    if case.run > 1 { format!("{}~{}", case.end.id, case.run) } else { case.end.id.clone() }
}

fn article(run: &Run, case: &Case, open: bool) -> Markup {
    let end = &case.end;
    let word = end.outcome.word();
    let anchor = anchor(case);
    let shown = &end.evidence[..end.evidence.len().min(MOST)];
    let same = |a: &Evidence, b: &Evidence| (&a.clause, &a.exchange, &a.replay) == (&b.clause, &b.exchange, &b.replay);
    markup! {
        article class=(word) id=(Shown(&anchor)) {
            details open[open] {
                summary {
                    h3 { b.badge { (word) } " " a href={ "#" (Shown(&anchor)) } { (Shown(&end.id)) } }
                    p { (Shown(&end.says)) }
                    @if let Some(remark) = &end.remark { p.remark { (Shown(remark)) } }
                }
                @for alike in shown.chunk_by(same) { (evidence(run, case.run, alike)) }
                @if end.evidence.len() > MOST {
                    p.remark { (end.evidence.len() - MOST) " more departures of this case stand in the run file." }
                }
            }
        }
    }
}

/// Departures that the same calls show.
fn evidence(run: &Run, number: usize, alike: &[Evidence]) -> Markup {
    let Some(first) = alike.first() else { return Markup::default() };
    let exchange = first.exchange.as_ref().and_then(|name| run.exchange(number, name));
    let pointers: Vec<&str> = alike.iter().map(|evidence| evidence.pointer.as_str()).collect();
    markup! {
        div class={ "evidence " (first.outcome.word()) } {
            @for evidence in alike {
                p.found {
                    @if !evidence.pointer.is_empty() { code { (Shown(&evidence.pointer)) } " " }
                    strong { (Shown(&evidence.message)) }
                    @if evidence.times > 1 { small { " (" (evidence.times) " times)" } }
                }
            }
            dl {
                dt { "clause" }
                dd { code { (Shown(first.clause.as_str())) } }
                @if !first.says.trim().is_empty() { dt { "says" } dd { (Shown(first.says.trim())) } }
                dt { "source" }
                dd { (source(first)) }
            }
            @for expected in alike.iter().filter_map(|evidence| evidence.expected.as_ref()).take(1) {
                p.remark {
                    "Expected until " (Shown(&expected.expires)) ": " (Shown(&expected.reason)) " (" (Shown(&expected.owner)) ")"
                }
            }
            @if !first.replay.is_empty() {
                h4 { "See it again" }
                pre.replay tabindex="0" { (Shown(&first.replay.join("\n"))) }
            }
            @if let Some(exchange) = exchange {
                (exchange::shown(exchange, &pointers))
            } @else if let Some(answer) = &first.answer {
                h4 { "Answer" }
                pre tabindex="0" { (Shown(answer)) }
            }
        }
    }
}

/// Where the clause comes from, with a link where there is a page. Anybody may have written a run file: other links than to
/// the web are text.
fn source(evidence: &Evidence) -> Markup {
    let url = evidence.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    markup! {
        @match url {
            Some(url) => {
                @if let Some((kind, _)) = evidence.source.split_once(": ") { (Shown(kind)) ": " }
                a href=(Shown(url)) rel="noreferrer" { (Shown(url)) }
            }
            None => (Shown(&evidence.source)),
        }
    }
}
