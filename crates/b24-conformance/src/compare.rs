//! Two runs clause by clause: where two portals, or one portal at two times, differ.

mod markdown;

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::{ClauseId, Contract};
use serde::Serialize;

use crate::coverage;
use crate::event::{CaseFinished, Event};
use crate::outcome::Outcome;

pub use markdown::markdown;

/// How a portal stands to a clause, as a run saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Standing {
    /// Nothing that was checked had to do with it.
    #[default]
    Unchecked,
    /// It held. Where the contract has several descriptions of the same, `as` is the one that fitted.
    Held {
        /// The description that fitted.
        #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
        variant: Option<String>,
    },
    /// The portal departed from it.
    Departed {
        /// What was found, each message once.
        found: BTreeSet<String>,
        /// Whether all of it was expected.
        expected: bool,
    },
}

/// How a portal stands to every clause that a run had to do with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standings {
    /// Scheme, host and port of the portal; absent when there was none.
    pub portal: Option<String>,
    /// Version of the contract that it was checked against.
    pub contract: String,
    by_clause: BTreeMap<ClauseId, Standing>,
}

/// A clause on which two runs say something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The clause.
    pub clause: ClauseId,
    /// What it says.
    pub says: String,
    /// How each of the two portals stands to it.
    pub standings: [Standing; 2],
}

impl Standings {
    /// Reads the events of a run as they come.
    ///
    /// # Errors
    ///
    /// The first that reading gives.
    pub fn of<E>(events: impl IntoIterator<Item = Result<Event, E>>) -> Result<Self, E> {
        let mut standings = Self::default();
        for event in events {
            match event? {
                Event::Started(started) => {
                    standings.portal = started.portal;
                    standings.contract = started.contract;
                }
                Event::CaseFinished(case) => standings.add(&case),
                Event::Finished(summary) => summary.touched.into_iter().for_each(|clause| standings.hold(clause, None)),
                Event::Exchange(_) => {}
            }
        }
        Ok(standings)
    }

    /// How the portal stands to a clause.
    pub fn to(&self, clause: &ClauseId) -> Standing {
        self.by_clause.get(clause).cloned().unwrap_or_default()
    }

    fn add(&mut self, case: &CaseFinished) {
        for evidence in case.evidence.iter().filter(|evidence| evidence.outcome >= Outcome::Note) {
            let standing = self.by_clause.entry(evidence.clause.clone()).or_default();
            if !matches!(standing, Standing::Departed { .. }) {
                *standing = Standing::Departed { found: BTreeSet::new(), expected: true };
            }
            if let Standing::Departed { found, expected } = standing {
                found.insert(format!("{} {}", evidence.pointer, evidence.message).trim().to_owned());
                *expected &= evidence.expected.is_some();
            }
        }
        if case.offline || matches!(case.outcome, Outcome::Skip | Outcome::Error) {
            return;
        }
        for (place, clause) in case.clauses.iter().enumerate() {
            self.hold(clause.clone(), case.variant.clone().filter(|_| place == 0));
        }
    }

    fn hold(&mut self, clause: ClauseId, fitted: Option<String>) {
        match self.by_clause.entry(clause).or_default() {
            standing @ Standing::Unchecked => *standing = Standing::Held { variant: fitted },
            Standing::Held { variant } => *variant = variant.take().or(fitted),
            Standing::Departed { .. } => {}
        }
    }
}

/// Every clause that either of two runs had to do with, in the order of the contract.
pub fn compare(contract: &Contract, a: &Standings, b: &Standings) -> Vec<Row> {
    let says: BTreeMap<_, _> = contract.statements().into_iter().collect();
    let row = |clause: ClauseId| {
        let standings = [a.to(&clause), b.to(&clause)];
        let seen = standings.iter().any(|standing| *standing != Standing::Unchecked);
        seen.then(|| Row { says: says.get(&clause).cloned().unwrap_or_default(), clause, standings })
    };
    let mut clauses = coverage::clauses(contract);
    let known: BTreeSet<_> = clauses.iter().cloned().collect();
    let others: BTreeSet<_> = a.by_clause.keys().chain(b.by_clause.keys()).filter(|own| !known.contains(own)).collect();
    clauses.extend(others.into_iter().cloned());
    clauses.into_iter().filter_map(row).collect()
}

impl Row {
    /// Whether both were asked and are not the same.
    pub fn differs(&self) -> bool {
        let [a, b] = &self.standings;
        a != b && *a != Standing::Unchecked && *b != Standing::Unchecked
    }

    /// Whether only one of them was asked; which one.
    pub fn only(&self) -> Option<usize> {
        let [a, b] = &self.standings;
        match (a, b) {
            (Standing::Unchecked, Standing::Unchecked) => None,
            (_, Standing::Unchecked) => Some(0),
            (Standing::Unchecked, _) => Some(1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
