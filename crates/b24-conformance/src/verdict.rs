//! What a run means.

use std::collections::BTreeSet;

use b24_contract::ClauseId;

use crate::event::{Stopped, Summary};
use crate::outcome::{Counts, Outcome};

/// What a run means, with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The numbers.
    pub summary: Summary,
    pub(crate) broken: BTreeSet<ClauseId>,
}

/// What a run means. Exit codes of the command line follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// All that was checked held (exit code 0).
    Held,
    /// The contract was violated (exit code 1).
    Violated,
    /// Nothing was checked: every case was skipped (exit code 4).
    NothingChecked,
    /// A case broke, so the run says too little (exit code 5).
    CaseBroke,
    /// Somebody interrupted it (exit code 130).
    Interrupted,
}

impl Verdict {
    /// The most serious outcome of any case; [`Outcome::Skip`] when there was none.
    pub fn outcome(&self) -> Outcome {
        let counts = &self.summary.counts;
        let happened = Outcome::ALL.into_iter().filter(|&outcome| counts.of(outcome) > 0);
        happened.fold(Outcome::Skip, Outcome::merge)
    }

    /// The clauses that were violated, in order, each once. Notes do not count.
    pub fn broken_clauses(&self) -> impl Iterator<Item = &ClauseId> {
        self.broken.iter()
    }

    /// What the run means. A broken case outweighs a violation, and nothing checked is never a success.
    pub fn meaning(&self) -> Meaning {
        Meaning::of(&self.summary.counts, self.summary.stopped.as_ref())
    }
}

impl Meaning {
    /// What these numbers of cases mean, in a run that may have been stopped.
    pub fn of(counts: &Counts, stopped: Option<&Stopped>) -> Self {
        if stopped == Some(&Stopped::Interrupted) {
            Meaning::Interrupted
        } else if counts.error > 0 {
            Meaning::CaseBroke
        } else if counts.fail > 0 {
            Meaning::Violated
        } else if counts.checked() == 0 {
            Meaning::NothingChecked
        } else {
            Meaning::Held
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(outcomes: &[Outcome]) -> Verdict {
        Verdict {
            summary: Summary {
                counts: outcomes.iter().copied().collect::<Counts>(),
                clauses_checked: 0,
                clauses_total: 0,
                unchecked: Vec::new(),
                touched: Vec::new(),
                requests: 0,
                seed: 0,
                seconds: 0.0,
                created: Vec::new(),
                removed: 0,
                not_removed: None,
                sent_again: 0,
                stopped: None,
            },
            broken: BTreeSet::new(),
        }
    }

    #[test]
    fn the_meaning_follows_the_most_serious_outcome() {
        use Outcome::{Error, Fail, Note, Pass, Skip};
        for (outcomes, meaning) in [
            (&[][..], Meaning::NothingChecked),
            (&[Skip, Skip], Meaning::NothingChecked),
            (&[Skip, Pass], Meaning::Held),
            (&[Pass, Note], Meaning::Held),
            (&[Note], Meaning::Held),
            (&[Pass, Fail, Note], Meaning::Violated),
            (&[Fail, Error], Meaning::CaseBroke),
        ] {
            assert_eq!(verdict(outcomes).meaning(), meaning, "{outcomes:?}");
        }
    }
}
