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

impl Held {
    /// Adds a finding of a step.
    pub(super) fn add(
        &mut self,
        contract: &Contract,
        strict: bool,
        case: &str,
        record: &Record,
        at: usize,
        finding: &Finding,
    ) {
        let known = self.0.iter_mut().find(|(_, evidence)| evidence.message == finding.message);
        let calls = replayed(&record.steps, &[at]).len();
        let evidence = || {
            let found = Found {
                clause: &finding.clause,
                outcome: Outcome::of_departure(finding.binds, strict),
                pointer: &finding.pointer,
                message: &finding.message,
            };
            found.shown_by(contract, case, &record.steps, &[at])
        };
        match known {
            None => self.0.push((calls, evidence())),
            Some((fewest, known)) => {
                let times = known.times + 1;
                if calls < *fewest {
                    *fewest = calls;
                    *known = evidence();
                }
                known.times = times;
            }
        }
    }

    /// The evidence.
    pub(super) fn into_evidence(self) -> impl Iterator<Item = Evidence> {
        self.0.into_iter().map(|(_, evidence)| evidence)
    }
}
