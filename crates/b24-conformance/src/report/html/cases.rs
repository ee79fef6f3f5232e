//! Every case, by group, folded away.

use maud::{Markup, html as markup};

use super::bar;
use super::departures::anchor;
use super::escape::Shown;
use super::verdict::outcomes;
use crate::outcome::Outcome;
use crate::report::Run;
use crate::report::run::{Case, Group};

/// The section.
pub(super) fn section(run: &Run) -> Markup {
    let content = markup! { @for group in &run.groups { (one(group)) } };
    super::section("cases", "All cases", None, (!run.groups.is_empty()).then_some(content))
}

fn one(group: &Group) -> Markup {
    let counts = group.cases.iter().map(|case| case.end.outcome).collect();
    markup! {
        details {
            summary { b { (Shown(&group.name)) } " " small { (bar::legend(&outcomes(&counts))) } }
            ul.cases { @for case in &group.cases { (line(group, case)) } }
        }
    }
}

fn line(group: &Group, case: &Case) -> Markup {
    let end = &case.end;
    let short = end.id.strip_prefix(&group.name).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&end.id);
    let word = end.outcome.word();
    let proven = matches!(end.outcome, Outcome::Note | Outcome::Fail | Outcome::Error);
    markup! {
        li class=(word) {
            b.badge { (word) } " "
            @if proven {
                a href={ "#" (Shown(&anchor(case))) } { code { (Shown(short)) } }
            } @else {
                code { (Shown(short)) }
            }
            " " (Shown(&end.says))
            @if let Some(remark) = &end.remark { " " em { (Shown(remark)) } }
        }
    }
}
