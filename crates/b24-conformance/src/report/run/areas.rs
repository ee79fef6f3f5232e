//! Clauses by part of the contract, and what became of each.

use std::collections::{BTreeMap, HashMap};

use b24_contract::{ClauseId, Method};

use super::Run;
use crate::cases::payload::GROUP;
use crate::outcome::Outcome;

/// What became of a clause, from most to least pressing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum State {
    /// It was violated.
    Failed,
    /// A departure from it was noted.
    Noted,
    /// It was checked and held.
    Checked,
    /// Cases are about it, but it was not checked: they were skipped or broke, or no answer showed it.
    Skipped,
    /// No case was about it.
    Untouched,
}

impl State {
    /// All states, the most pressing first.
    pub(in crate::report) const ALL: [State; 5] =
        [State::Failed, State::Noted, State::Checked, State::Skipped, State::Untouched];

    /// The word for it.
    pub(in crate::report) fn word(self) -> &'static str {
        match self {
            State::Failed => "failed",
            State::Noted => "noted",
            State::Checked => "checked",
            State::Skipped => "skipped",
            State::Untouched => "untouched",
        }
    }
}

/// A part of the contract: a method, a chapter of the protocol, the system's errors, or the schemas that methods share.
#[derive(Debug)]
pub(in crate::report) struct Area<'a> {
    /// Its name.
    pub(in crate::report) name: String,
    /// Its clauses.
    pub(in crate::report) clauses: BTreeMap<&'a ClauseId, State>,
}

impl Area<'_> {
    /// Number of clauses in a state.
    pub(in crate::report) fn count(&self, state: State) -> usize {
        self.clauses.values().filter(|other| **other == state).count()
    }
}

/// The areas of a run: methods first, then the rest by name, schemas last.
pub(super) fn of(run: &Run) -> Vec<Area<'_>> {
    let mut areas: BTreeMap<(u8, String), BTreeMap<&ClauseId, State>> = BTreeMap::new();
    for (clause, state) in states(run) {
        areas.entry(area(clause)).or_default().insert(clause, state);
    }
    areas.into_iter().map(|((_, name), clauses)| Area { name, clauses }).collect()
}

fn states(run: &Run) -> HashMap<&ClauseId, State> {
    let unchecked = run.unchecked();
    let mut states: HashMap<&ClauseId, State> = HashMap::new();
    let mut add = |clause, state: State| {
        states.entry(clause).and_modify(|known| *known = (*known).min(state)).or_insert(state);
    };
    unchecked.iter().for_each(|clause| add(*clause, State::Untouched));
    run.summaries.iter().flat_map(|summary| &summary.touched).for_each(|clause| add(clause, State::Checked));
    for case in run.cases() {
        for clause in &case.end.clauses {
            add(clause, if unchecked.contains(clause) { State::Skipped } else { State::Checked });
        }
        for evidence in &case.end.evidence {
            match evidence.outcome {
                Outcome::Fail => add(&evidence.clause, State::Failed),
                Outcome::Note => add(&evidence.clause, State::Noted),
                Outcome::Skip | Outcome::Pass | Outcome::Error => {}
            }
        }
    }
    states
}

/// Rank and name of the area that a clause belongs to.
fn area(clause: &ClauseId) -> (u8, String) {
    let id = clause.as_str();
    let (owner, is_schema) = match id.split_once('#') {
        Some((component, _)) => (component, true),
        None => (id.split('/').next().unwrap_or(id), false),
    };
    let method =
        ["", ".params", ".answer", ".result"].into_iter().find_map(|part| Method::parse(owner.strip_suffix(part)?));
    match method {
        Some(method) => (0, method.to_string()),
        None if is_schema => (2, GROUP.to_owned()),
        None if owner == "protocol" => (1, id.splitn(3, '/').take(2).collect::<Vec<_>>().join("/")),
        None => (1, owner.to_owned()),
    }
}
