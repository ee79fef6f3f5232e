//! The head of the page: what the run means, what to do next, and the whole in two bars.

use maud::{Markup, html as markup};

use super::bar::{self, Part};
use super::escape::Shown;
use super::many;
use crate::event::Stopped;
use crate::outcome::{Counts, Outcome};
use crate::report::Run;
use crate::report::run::State;
use crate::{Meaning, RunKind};

/// The head of the page.
pub(super) fn header(run: &Run, title: &str) -> Markup {
    let counts = run.counts();
    let (class, verdict) = match run.meaning() {
        None => ("cut", "The run was cut off"),
        Some(Meaning::NothingChecked) => ("skip", "Nothing was checked"),
        Some(Meaning::Held) => ("pass", "The contract held"),
        Some(Meaning::Violated) => ("fail", "The contract was violated"),
        Some(Meaning::CaseBroke) => ("error", "Some cases broke"),
        Some(Meaning::Interrupted) => ("cut", "The run was interrupted"),
    };
    markup! {
        header class=(class) {
            p.of { (Shown(title)) }
            h1 { (verdict) }
            @for sentence in next(run, &counts) { p.next { (sentence) } }
            p.facts { @for fact in facts(run) { span { (Shown(&fact)) } } }
            (whole("Cases", &outcomes(&counts)))
            (whole("Clauses", &states(run)))
            (links(run, &counts))
        }
    }
}

/// What whoever reads this does next.
fn next(run: &Run, counts: &Counts) -> Vec<String> {
    let mut sentences = Vec::new();
    if run.is_cut_off() {
        sentences.push(
            "The run was cut off: the page shows what happened until then, and what held may not have held later."
                .to_owned(),
        );
    }
    match run.stopped() {
        None | Some(Stopped::Interrupted) => {}
        Some(Stopped::MaxRequests) => {
            sentences.push("It ended early: it had sent as many requests as it may.".to_owned())
        }
        Some(Stopped::MaxFailures) => {
            sentences.push("It ended early: as many cases had failed as it bears.".to_owned())
        }
    }
    if counts.fail > 0 {
        sentences.push(format!(
            "{} failed. Begin with the first below: its lines show it again in a shell where B24_PORTAL holds the webhook’s address.",
            many(counts.fail as usize, "case", "cases")
        ));
    }
    if counts.error > 0 {
        sentences.push(format!(
            "{} could not be done, which says nothing about the portal. What stopped it stands below; mend that and run again.",
            many(counts.error as usize, "case", "cases")
        ));
    }
    if counts.note > 0 {
        sentences.push(format!(
            "{} from what no documentation states; --strict lets that fail too.",
            many(counts.note as usize, "case departs", "cases depart")
        ));
    }
    if counts.skip > 0 {
        sentences.push(format!(
            "{} skipped; the reasons below name what to supply.",
            many(counts.skip as usize, "case was", "cases were")
        ));
    }
    if sentences.is_empty() {
        sentences.push("Nothing is left to do.".to_owned());
    }
    sentences
}

/// What identifies the run.
fn facts(run: &Run) -> Vec<String> {
    let mut facts = Vec::new();
    if run.started.len() > 1 {
        facts.push(format!("{} runs", run.started.len()));
    }
    if let Some(started) = run.started.first() {
        let moment = jiff::Timestamp::from_second(started.started as i64);
        facts.extend(moment.map(|moment| moment.strftime("%Y-%m-%d %H:%M UTC").to_string()));
        facts.push(format!("contract {}", started.contract));
        facts.extend(started.configuration.seed.map(|seed| format!("seed {seed}")));
        facts.extend(started.sandbox.then(|| "a sandbox".to_owned()));
        let reads_only = started.kind == RunKind::Check && started.configuration.write.is_none();
        facts.extend(reads_only.then(|| "reading only".to_owned()));
    }
    let requests: u32 = run.summaries.iter().map(|summary| summary.requests).sum();
    let seconds: f64 = run.summaries.iter().map(|summary| summary.seconds).sum();
    if !run.summaries.is_empty() {
        facts.extend([many(requests as usize, "request", "requests"), format!("{seconds:.1} s")]);
    }
    facts
}

fn whole(of: &str, parts: &[Part]) -> Markup {
    let total: usize = parts.iter().map(|part| part.number).sum();
    markup! {
        @if total > 0 {
            div.whole {
                b { (total) " " (of.to_lowercase()) }
                (bar::bar(of, parts))
                p.legend { (bar::legend(parts)) }
            }
        }
    }
}

/// Cases by outcome, the worst first.
pub(super) fn outcomes(counts: &Counts) -> Vec<Part> {
    let word = |outcome| match outcome {
        Outcome::Pass => "passed",
        Outcome::Note => "noted",
        Outcome::Fail => "failed",
        Outcome::Error => "broke",
        Outcome::Skip => "skipped",
    };
    let order = [Outcome::Fail, Outcome::Error, Outcome::Note, Outcome::Pass, Outcome::Skip];
    order.map(|outcome| Part { class: outcome.word(), word: word(outcome), number: counts.of(outcome) as usize }).into()
}

fn states(run: &Run) -> Vec<Part> {
    let areas = run.areas();
    State::ALL.map(|state| super::coverage::part(state, areas.iter().map(|area| area.count(state)).sum())).into()
}

/// Links to the parts of the page that are there.
fn links(run: &Run, counts: &Counts) -> Markup {
    let parts = [
        ("failures", "failures", counts.fail + counts.error > 0),
        ("notes", "notes", counts.note > 0),
        ("coverage", "coverage and outcomes", counts.total() > 0),
        ("answers", "answers", run.answers().iter().next().is_some()),
        ("skipped", "skipped", counts.skip > 0),
        ("settings", "settings", !run.started.is_empty()),
        ("cases", "all cases", counts.total() > 0),
    ];
    markup! {
        nav aria-label="Parts of this page" {
            @for (id, text, there) in parts { @if there { a href=(format!("#{id}")) { (text) } } }
        }
    }
}
