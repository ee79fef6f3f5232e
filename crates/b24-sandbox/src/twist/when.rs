//! Which calls a twist changes.

use rand::RngExt;
use rand_chacha::ChaCha20Rng;

use crate::call::Call;
use crate::config::{Fault, MethodPattern};

/// Which calls a twist changes.
#[derive(Debug, Clone)]
pub(crate) struct When {
    /// Calls of such methods; of any without it.
    pub(crate) method: Option<MethodPattern>,
    /// Calls with the credential of this name; with any without it.
    pub(crate) credential: Option<String>,
    /// Which of these calls is the first that may be changed, counted from 1.
    pub(crate) from: u64,
    /// How many calls are changed; all of them without it.
    pub(crate) times: Option<u64>,
    /// How likely a call that may be changed is changed.
    pub(crate) probability: f64,
}

/// Watches calls go by for a twist.
pub(super) struct Watch {
    when: When,
    chance: ChaCha20Rng,
    /// Calls that were selected by method and credential.
    pub(super) matched: u64,
    /// Calls that were changed.
    pub(super) hit: u64,
}

impl When {
    /// Every call.
    pub(crate) fn always() -> Self {
        Self { method: None, credential: None, from: 1, times: None, probability: 1.0 }
    }

    /// The next `times` calls of a method, or of any.
    pub(crate) fn next(method: Option<MethodPattern>, times: u64) -> Self {
        Self { method, credential: None, from: 1, times: Some(times), probability: 1.0 }
    }

    fn selects(&self, call: &Call) -> bool {
        self.method.as_ref().is_none_or(|method| method.matches(call.method.name()))
            && self.credential.as_ref().is_none_or(|credential| *credential == call.caller.credential)
    }
}

impl From<&Fault> for When {
    fn from(fault: &Fault) -> Self {
        Self {
            method: fault.method.clone(),
            credential: fault.credential.clone(),
            from: fault.from,
            times: fault.times,
            probability: fault.probability,
        }
    }
}

impl Watch {
    /// Nothing has gone by yet.
    pub(super) fn new(when: When, chance: ChaCha20Rng) -> Self {
        Self { when, chance, matched: 0, hit: 0 }
    }

    /// Lets a call go by. One that is to be changed is given its luck, from 0 to below 1.
    pub(super) fn claim(&mut self, call: &Call) -> Option<f64> {
        if !self.when.selects(call) {
            return None;
        }
        self.matched += 1;
        if self.matched < self.when.from || self.left() == Some(0) || !self.chance.random_bool(self.when.probability) {
            return None;
        }
        self.hit += 1;
        Some(self.chance.random())
    }

    /// How many calls may still be changed, where they are limited.
    pub(super) fn left(&self) -> Option<u64> {
        self.when.times.map(|times| times - self.hit)
    }
}

#[cfg(test)]
mod tests;
