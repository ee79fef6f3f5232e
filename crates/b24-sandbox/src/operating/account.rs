//! The working time of one method for one credential, in baskets of one minute.

use std::collections::BTreeMap;

/// Seconds of one basket.
const BASKET: i64 = 60;
/// Seconds that a basket counts, from its first call on.
const WINDOW: i64 = 600;
/// More than answers can tell, and than anybody can work in ten minutes: a year.
const LONGEST: f64 = 31_536_000.0;

/// Baskets by the minute that they are of. All moments are whole Unix seconds.
#[derive(Debug, Default)]
pub(super) struct Account(BTreeMap<i64, Basket>);

#[derive(Debug)]
struct Basket {
    first_call: i64,
    seconds: f64,
}

/// Working time of a method for a credential.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Worked {
    /// Seconds within the last ten minutes.
    pub(crate) seconds: f64,
    /// Unix second at which the oldest minute stops counting.
    pub(crate) reset_at: i64,
}

impl Worked {
    /// No working time.
    pub(crate) fn none(now: i64) -> Self {
        Self { seconds: 0.0, reset_at: now + WINDOW }
    }
}

impl Account {
    /// Adds a call that began at `began` and took `seconds`. It ended `now`, or was charged with more than it took.
    pub(super) fn charge(&mut self, began: i64, seconds: f64, now: i64) {
        let began = began.min(now);
        let basket = self.0.entry(began.div_euclid(BASKET)).or_insert(Basket { first_call: began, seconds: 0.0 });
        basket.first_call = basket.first_call.min(began);
        basket.seconds += seconds;
        self.settle(now);
    }

    /// What counts `now`.
    pub(super) fn worked(&mut self, now: i64) -> Worked {
        self.settle(now);
        let seconds: f64 = self.0.values().map(|basket| basket.seconds).sum();
        let oldest = self.0.values().next().map_or(now, |basket| basket.first_call);
        Worked { seconds: seconds.min(LONGEST), reset_at: oldest + WINDOW }
    }

    /// Whether nothing counts any more. Only what was settled is looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lets go of baskets whose time is over. What was charged in a future that the clock was taken back from counts as
    /// charged now: it is neither forgotten nor does it stay for longer than it would have.
    pub(super) fn settle(&mut self, now: i64) {
        self.0.retain(|_, basket| basket.first_call + WINDOW > now);
        let minute = now.div_euclid(BASKET);
        for basket in self.0.split_off(&(minute + 1)).into_values() {
            self.0.entry(minute).or_insert(Basket { first_call: now, seconds: 0.0 }).seconds += basket.seconds;
        }
        if let Some(basket) = self.0.get_mut(&minute) {
            basket.first_call = basket.first_call.min(now);
        }
    }
}

#[cfg(test)]
mod tests;
