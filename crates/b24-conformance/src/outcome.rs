//! How a case ended. Outcomes are ordered and merge upwards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a case ended, from least to most serious. Merging two outcomes keeps the more serious one, so the portal's fault
/// ([`Fail`](Self::Fail)) and the suite's own ([`Error`](Self::Error)) are never mixed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Not checked, because the target lacks something.
    #[default]
    Skip,
    /// All that was checked held.
    Pass,
    /// A departure from a clause that the documentation does not state.
    Note,
    /// A departure from a documented clause: the portal's fault.
    Fail,
    /// The case itself broke: nothing can be said about the portal.
    Error,
}

impl Outcome {
    /// All outcomes, from least to most serious.
    pub const ALL: [Outcome; 5] = [Outcome::Skip, Outcome::Pass, Outcome::Note, Outcome::Fail, Outcome::Error];

    /// The more serious of two outcomes.
    pub fn merge(self, other: Self) -> Self {
        self.max(other)
    }

    /// What a departure amounts to: a failure where the clause binds or the run is strict, else a note.
    pub(crate) fn of_departure(binds: bool, strict: bool) -> Self {
        if binds || strict { Outcome::Fail } else { Outcome::Note }
    }

    /// The word for the outcome.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Skip => "skip",
            Outcome::Pass => "pass",
            Outcome::Note => "note",
            Outcome::Fail => "fail",
            Outcome::Error => "error",
        }
    }
}

/// Numbers of cases by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Cases not checked.
    pub skip: u32,
    /// Cases that held.
    pub pass: u32,
    /// Departures that do not fail.
    pub note: u32,
    /// Violations.
    pub fail: u32,
    /// Cases that broke.
    pub error: u32,
}

impl Counts {
    /// Counts one more case.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Skip => self.skip += 1,
            Outcome::Pass => self.pass += 1,
            Outcome::Note => self.note += 1,
            Outcome::Fail => self.fail += 1,
            Outcome::Error => self.error += 1,
        }
    }

    /// Number of cases with one outcome.
    pub fn of(&self, outcome: Outcome) -> u32 {
        match outcome {
            Outcome::Skip => self.skip,
            Outcome::Pass => self.pass,
            Outcome::Note => self.note,
            Outcome::Fail => self.fail,
            Outcome::Error => self.error,
        }
    }

    /// Number of all cases.
    pub fn total(&self) -> u32 {
        Outcome::ALL.iter().map(|&outcome| self.of(outcome)).sum()
    }

    /// Number of cases that checked something.
    pub fn checked(&self) -> u32 {
        self.total() - self.skip
    }
}

impl FromIterator<Outcome> for Counts {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        outcomes.into_iter().fold(Self::default(), |mut counts, outcome| {
            counts.add(outcome);
            counts
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn outcomes_are_ordered_as_the_report_says() {
        let words: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.word()).collect();
        assert_eq!(words, ["skip", "pass", "note", "fail", "error"]);
        assert!(Outcome::ALL.is_sorted());
    }

    #[test]
    fn a_departure_fails_only_where_it_binds_or_the_run_is_strict() {
        assert_eq!(Outcome::of_departure(true, false), Outcome::Fail);
        assert_eq!(Outcome::of_departure(false, true), Outcome::Fail);
        assert_eq!(Outcome::of_departure(false, false), Outcome::Note);
    }

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        proptest::sample::select(Outcome::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn merging_never_lowers_and_does_not_mind_order(a in any_outcome(), b in any_outcome(), c in any_outcome()) {
            prop_assert!(a.merge(b) >= a && a.merge(b) >= b);
            prop_assert_eq!(a.merge(b), b.merge(a));
            prop_assert_eq!(a.merge(b).merge(c), a.merge(b.merge(c)));
        }

        #[test]
        fn counts_lose_no_case(outcomes in proptest::collection::vec(any_outcome(), 0..40)) {
            let counts: Counts = outcomes.iter().copied().collect();
            prop_assert_eq!(counts.total() as usize, outcomes.len());
            for outcome in Outcome::ALL {
                prop_assert_eq!(counts.of(outcome) as usize, outcomes.iter().filter(|&&o| o == outcome).count());
            }
        }
    }
}
