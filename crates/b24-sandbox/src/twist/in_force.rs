//! The twists in force.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::when::Watch;
use super::{Origin, Rewrite, Twist};
use crate::call::Call;
use crate::config::Fault;
use crate::random;

/// The twists in force, in the order in which they were planted.
#[derive(Default)]
pub(crate) struct Twists {
    planted: Mutex<Planted>,
}

#[derive(Default)]
struct Planted {
    /// The faults and deviations of the configuration.
    configured: Vec<Twist>,
    /// What chances follow from.
    seed: u64,
    /// Number of the last twist.
    last: u64,
    twists: Vec<InForce>,
}

struct InForce {
    number: u64,
    watch: Watch,
    what: Arc<dyn Rewrite>,
    origin: Origin,
}

/// A twist that is to change a call.
pub(super) struct Claim {
    pub(super) number: u64,
    pub(super) luck: f64,
    pub(super) what: Arc<dyn Rewrite>,
    pub(super) is_fault: bool,
}

/// A fault and what became of it so far.
#[derive(Debug, Serialize)]
pub(crate) struct FaultState {
    id: u64,
    /// Whether it is one of the configuration.
    configured: bool,
    /// Calls that it may have met, by method and credential.
    matched: u64,
    /// Calls that it met.
    hit: u64,
    /// How many calls it will still meet, where they are limited.
    left: Option<u64>,
    fault: Fault,
}

impl Twists {
    /// Adds twists behind the others. Gives their numbers.
    pub(crate) fn plant(&self, twists: Vec<Twist>) -> Vec<u64> {
        self.lock().plant(twists)
    }

    /// Replaces the faults and deviations of the configuration, and the seed from which chances follow.
    pub(crate) fn configure(&self, configured: Vec<Twist>, seed: u64) {
        let mut planted = self.lock();
        planted.twists.retain(|own| !matches!(own.origin, Origin::Configured(_) | Origin::Deviation));
        planted.seed = seed;
        planted.configured.clone_from(&configured);
        planted.plant(configured);
    }

    /// Replaces all twists by those of the configuration; numbers start anew.
    pub(crate) fn reset(&self) {
        let mut planted = self.lock();
        planted.last = 0;
        planted.twists.clear();
        let configured = planted.configured.clone();
        planted.plant(configured);
    }

    /// Takes back every planted error.
    pub(crate) fn clear_planted(&self) {
        self.lock().twists.retain(|own| !matches!(own.origin, Origin::Planted));
    }

    /// Removes every fault.
    pub(crate) fn clear_faults(&self) {
        self.lock().twists.retain(|own| !own.is_fault());
    }

    /// Removes the fault with this number. Tells whether there was one.
    pub(crate) fn remove_fault(&self, number: u64) -> bool {
        let mut planted = self.lock();
        let before = planted.twists.len();
        planted.twists.retain(|own| own.number != number || !own.is_fault());
        planted.twists.len() < before
    }

    /// The faults, also those that have met all the calls that they were to meet.
    pub(crate) fn faults(&self) -> Vec<FaultState> {
        self.lock().twists.iter().filter_map(InForce::state).collect()
    }

    /// How many twists may still change a call.
    pub(crate) fn count(&self) -> usize {
        self.lock().twists.iter().filter(|own| own.watch.left() != Some(0)).count()
    }

    /// Takes one use of the next twist after `after` that changes the call.
    pub(super) fn claim(&self, after: u64, call: &Call) -> Option<Claim> {
        let mut planted = self.lock();
        let claim = planted.twists.iter_mut().filter(|own| own.number > after).find_map(|own| own.claim(call))?;
        planted.twists.retain(|own| own.is_fault() || own.watch.left() != Some(0));
        Some(claim)
    }

    fn lock(&self) -> MutexGuard<'_, Planted> {
        self.planted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Planted {
    fn plant(&mut self, twists: Vec<Twist>) -> Vec<u64> {
        let first = self.last + 1;
        for Twist { when, what, origin } in twists {
            self.last += 1;
            let watch = Watch::new(when, random::of_twist(self.seed, self.last));
            self.twists.push(InForce { number: self.last, watch, what, origin });
        }
        (first..=self.last).collect()
    }
}

impl InForce {
    fn is_fault(&self) -> bool {
        matches!(self.origin, Origin::Made(_) | Origin::Configured(_))
    }

    fn claim(&mut self, call: &Call) -> Option<Claim> {
        let luck = self.watch.claim(call)?;
        Some(Claim { number: self.number, luck, what: Arc::clone(&self.what), is_fault: self.is_fault() })
    }

    fn state(&self) -> Option<FaultState> {
        let (fault, configured) = match &self.origin {
            Origin::Planted | Origin::Deviation => return None,
            Origin::Made(fault) => (fault, false),
            Origin::Configured(fault) => (fault, true),
        };
        let Watch { matched, hit, .. } = self.watch;
        Some(FaultState { id: self.number, configured, matched, hit, left: self.watch.left(), fault: fault.clone() })
    }
}
