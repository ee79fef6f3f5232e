//! The judge's findings on one clause, gathered over many answers.

use b24_contract::Contract;
use b24_contract::judge::Finding;

use crate::event::Evidence;
use crate::evidence::{Found, replayed};
use crate::outcome::Outcome;
use crate::scope::Record;

/// Findings on one clause: one piece of evidence for each message, shown by the fewest calls, with how often it came.
#[derive(Default)]
pub(super) struct Held(Vec<(usize, Evidence)>);

/// How findings become evidence.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    pub(super) contract: &'a Contract,
    /// Whether departures from clauses that are not documented fail too.
    pub(super) strict: bool,
    /// Whether values of the portal's data are masked.
    pub(super) veils: bool,
}

impl Held {
    /// Adds a finding of a step.
    pub(super) fn add(&mut self, by: Judging<'_>, case: &str, record: &Record, at: usize, finding: &Finding) {
        let known = self.0.iter_mut().find(|(_, evidence)| evidence.message == finding.message);
        let evidence = || {
            let found = Found {
                clause: &finding.clause,
                outcome: Outcome::of_departure(finding.binds, by.strict),
                pointer: &finding.pointer,
                message: &finding.message,
                veils: by.veils,
            };
            found.shown_by(by.contract, case, &record.steps, &[at])
        };
        let calls = || replayed(&record.steps, &[at]).len();
        match known {
            None => self.0.push((calls(), evidence())),
            Some((fewest, known)) => {
                known.times += 1;
                // One call is the fewest that there can be.
                let calls = if *fewest > 1 { calls() } else { *fewest };
                if calls < *fewest {
                    *fewest = calls;
                    *known = Evidence { times: known.times, ..evidence() };
                }
            }
        }
    }

    /// The evidence.
    pub(super) fn into_evidence(self) -> impl Iterator<Item = Evidence> {
        self.0.into_iter().map(|(_, evidence)| evidence)
    }
}
