//! The report for a browser: one page that needs nothing else, no script either.

mod answers;
mod bar;
mod cases;
mod coverage;
mod departures;
mod escape;
mod exchange;
mod json;
mod remarks;
mod settings;
mod verdict;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::Run;
use crate::event::RunKind;

const STYLE: &str = include_str!("html/style.css");

/// A run as one HTML page: the verdict and what to do next, what went wrong with its proof, then pictures of coverage, outcomes
/// and times, and last everything else, folded away.
pub fn html(run: &Run) -> String {
    let title = title(run);
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (escape::Shown(&title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (verdict::header(run, &title))
                main {
                    (departures::failures(run))
                    (departures::notes(run))
                    (coverage::section(run))
                    (answers::section(run))
                    (remarks::skipped(run))
                    (remarks::open_questions(run))
                    (remarks::left_behind(run))
                    (settings::section(run))
                    (cases::section(run))
                }
            }
        }
    };
    page.into_string()
}

/// What was done to whom.
fn title(run: &Run) -> String {
    let portals = run.portals().join(" and ");
    let kind = run.started.first().map(|started| started.kind).unwrap_or_default();
    match (kind, portals.is_empty()) {
        (RunKind::Check, false) => format!("Check of {portals}"),
        (RunKind::Check, true) => "Check without a portal".to_owned(),
        (RunKind::Validation, false) => format!("Recorded answers of {portals}"),
        (RunKind::Validation, true) => "Recorded payloads".to_owned(),
        (RunKind::Proxy, false) => format!("Traffic to {portals}"),
        (RunKind::Proxy, true) => "Traffic through the proxy".to_owned(),
    }
}

/// A part of the page with a heading; nothing where there is nothing to show.
fn section(id: &str, heading: &str, lead: Option<&str>, content: Option<Markup>) -> Markup {
    let Some(content) = content else { return PreEscaped(String::new()) };
    markup! {
        section id=(id) {
            h2 { (heading) }
            @if let Some(lead) = lead { p.lead { (lead) } }
            (content)
        }
    }
}

/// A number with its noun.
fn many(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
