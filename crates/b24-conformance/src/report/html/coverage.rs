//! Clauses and cases by part of the contract: two bars a part, its clauses on demand.

use std::collections::BTreeMap;

use maud::{Markup, html as markup};

use super::bar::{self, Part};
use super::escape::Shown;
use super::verdict::outcomes;
use crate::outcome::Counts;
use crate::report::Run;
use crate::report::run::{Area, State};

/// What is known of one part of the contract.
#[derive(Default)]
struct Row<'a> {
    area: Option<&'a Area<'a>>,
    counts: Counts,
}

/// The section.
pub(super) fn section(run: &Run) -> Markup {
    let areas = run.areas();
    let rows = rows(run, &areas);
    let content = markup! {
        div.matrix {
            div.row.head aria-hidden="true" { span { "part" } span { "clauses" } span { "cases" } }
            @for (name, row) in &rows { (one(name, row)) }
        }
    };
    let lead = if areas.is_empty() {
        "Cases by part of the contract. Which clauses were touched is known at the end of a run only."
    } else {
        "Clauses and cases by part of the contract. Open a part for its clauses."
    };
    super::section("coverage", "Coverage and outcomes", Some(lead), (!rows.is_empty()).then_some(content))
}

/// A part of a bar for the clauses in a state.
pub(super) fn part(state: State, number: usize) -> Part {
    let class = match state {
        State::Failed => "fail",
        State::Noted => "note",
        State::Checked => "pass",
        State::Skipped => "skip",
        State::Untouched => "untouched",
    };
    Part { class, word: state.word(), number }
}

/// Parts of the contract in the order of the areas, then groups of cases that no clause belongs to.
fn rows<'a>(run: &'a Run, areas: &'a [Area<'a>]) -> Vec<(&'a str, Row<'a>)> {
    let mut rows: Vec<(&str, Row<'_>)> =
        areas.iter().map(|area| (area.name.as_str(), Row { area: Some(area), ..Row::default() })).collect();
    let places: BTreeMap<&str, usize> = rows.iter().enumerate().map(|(place, (name, _))| (*name, place)).collect();
    for group in &run.groups {
        let counts = group.cases.iter().map(|case| case.end.outcome).collect();
        match places.get(group.name.as_str()) {
            Some(&place) => rows[place].1.counts = counts,
            None => rows.push((&group.name, Row { area: None, counts })),
        }
    }
    rows
}

fn one(name: &str, row: &Row<'_>) -> Markup {
    let states: Vec<Part> =
        row.area.map(|area| State::ALL.map(|state| part(state, area.count(state))).into()).unwrap_or_default();
    let cases = outcomes(&row.counts);
    let line = markup! {
        span.name { (Shown(name)) }
        span.cell data-name="clauses" { @if row.area.is_some() { (bar::bar("Clauses", &states)) small { (bar::legend(&states)) } } }
        span.cell data-name="cases" { @if row.counts.total() > 0 { (bar::bar("Cases", &cases)) small { (bar::legend(&cases)) } } }
    };
    markup! {
        @if let Some(area) = row.area {
            details { summary.row { (line) } (clauses(area)) }
        } @else {
            div.row { (line) }
        }
    }
}

/// The clauses of a part by state.
fn clauses(area: &Area<'_>) -> Markup {
    markup! {
        div.clauses {
            @for state in State::ALL.into_iter().filter(|state| area.count(*state) > 0) {
                h4 { i class=(format!("key {}", part(state, 0).class)) {} (area.count(state)) " " (state.word()) }
                ul {
                    @for (clause, _) in area.clauses.iter().filter(|(_, other)| **other == state) {
                        li { code { (Shown(clause.as_str())) } }
                    }
                }
            }
        }
    }
}
