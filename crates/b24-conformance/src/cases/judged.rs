//! Clauses that the judge checks in every answer: a case each, credited with the answers of all other cases.

use std::collections::BTreeMap;

use b24_contract::rule::Credential;
use b24_contract::{ClauseId, Contract};

use crate::case::{Case, Check};
use crate::coverage::Tally;
use crate::target::Need;

/// Clauses whose departures the judge finds by itself.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Which answers show whether the clauses hold.
    pub(crate) applies: Applies,
    /// The clauses.
    pub(crate) clauses: Vec<ClauseId>,
}

/// Kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applies {
    /// All.
    Any,
    /// Successes.
    Success,
    /// Errors.
    Error,
    /// Those that carry a value of the schema.
    Schema,
}

impl Judged {
    /// Number of answers seen that show whether the clauses hold.
    pub(crate) fn seen(&self, tally: &Tally) -> u32 {
        match self.applies {
            Applies::Any => tally.answers(),
            Applies::Success => tally.successes(),
            Applies::Error => tally.errors(),
            Applies::Schema => self.clauses.iter().map(|clause| tally.visits(clause)).max().unwrap_or_default(),
        }
    }
}

/// One case for each schema that answers are made of.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    by_component(contract)
        .into_iter()
        .filter(|(component, _)| !component.ends_with(".params"))
        .map(|(component, clauses)| Case {
            id: format!("{component}/answers"),
            group: super::payload::GROUP.to_owned(),
            says: format!("Answers keep the schema {component}"),
            clauses: clauses.clone(),
            needs: [Need::Credential(Credential::Webhook)].into(),
            check: Check::Judged(Judged { applies: Applies::Schema, clauses }),
        })
        .collect()
}

/// The schema locations of the contract by component.
pub(crate) fn by_component(contract: &Contract) -> BTreeMap<String, Vec<ClauseId>> {
    let mut found: BTreeMap<String, Vec<ClauseId>> = BTreeMap::new();
    for (clause, _) in contract.schema_locations() {
        found.entry(clause.group().to_owned()).or_default().push(clause);
    }
    found
}
