//! Answers by method: how many there were of which kind, and how long they took.

use std::collections::BTreeMap;

use b24_contract::{Exchange, Method};

/// Bins of a histogram for each factor of ten.
const BINS: i32 = 8;

/// Answers by method, in the order of names. Spellings of a name that mean the same method are one.
#[derive(Debug, Default)]
pub(in crate::report) struct Answers(BTreeMap<String, Answered>);

/// Answers of one method.
#[derive(Debug, Default)]
pub(in crate::report) struct Answered {
    /// Answers that are no error.
    pub(in crate::report) successes: u32,
    /// Errors that the interface itself tells, as JSON.
    pub(in crate::report) errors: u32,
    /// Answers that are no JSON.
    pub(in crate::report) others: u32,
    /// How long each took, in seconds, where that is known; least first.
    seconds: Vec<f32>,
}

impl Answers {
    /// Adds an answer.
    pub(super) fn add(&mut self, exchange: &Exchange) {
        let sent = exchange.method();
        let method = Method::parse(sent).map_or_else(|| sent.to_lowercase(), |method| method.to_string());
        let answered = self.0.entry(method).or_default();
        match exchange.json() {
            Some(body) if body.get("error").is_some() => answered.errors += 1,
            Some(_) => answered.successes += 1,
            None => answered.others += 1,
        }
        if exchange.seconds() > 0.0 {
            // Seven digits are more than a picture shows.
            answered.seconds.push(exchange.seconds() as f32);
        }
    }

    /// Puts the times in order, when all answers are there.
    pub(super) fn sort(&mut self) {
        self.0.values_mut().for_each(|answered| answered.seconds.sort_unstable_by(f32::total_cmp));
    }

    /// Each method with its answers.
    pub(in crate::report) fn iter(&self) -> impl Iterator<Item = (&str, &Answered)> {
        self.0.iter().map(|(method, answered)| (method.as_str(), answered))
    }

    /// The axis that all answers fit on; absent when no time is known.
    pub(in crate::report) fn axis(&self) -> Option<Axis> {
        let least = self.0.values().filter_map(|answered| answered.seconds.first()).copied().reduce(f32::min)?;
        let most = self.0.values().filter_map(|answered| answered.seconds.last()).copied().reduce(f32::max)?;
        let first = least.log10().floor() as i32;
        Some(Axis { first, decades: (most.log10().floor() as i32 - first + 1).max(1) })
    }
}

impl Answered {
    /// Number of answers whose time is known.
    pub(in crate::report) fn timed(&self) -> usize {
        self.seconds.len()
    }

    /// The time, in seconds, that a share of the answers did not exceed: the nearest rank. `None` when none is known.
    pub(in crate::report) fn quantile(&self, share: f64) -> Option<f32> {
        let rank = (share * self.seconds.len() as f64).ceil() as usize;
        self.seconds.get(rank.max(1) - 1).copied()
    }

    /// Number of answers in each bin of an axis.
    pub(in crate::report) fn histogram(&self, axis: &Axis) -> Vec<u32> {
        let mut bins = vec![0; (axis.decades * BINS) as usize];
        for seconds in &self.seconds {
            let bin = (axis.place(*seconds) * bins.len() as f64) as usize;
            let last = bins.len() - 1;
            bins[bin.min(last)] += 1;
        }
        bins
    }
}

/// A logarithmic axis of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Axis {
    /// Power of ten, in seconds, that it begins at.
    pub(in crate::report) first: i32,
    /// Number of powers of ten that it covers.
    pub(in crate::report) decades: i32,
}

impl Axis {
    /// The time, in seconds, that one of `bins` equal parts begins at.
    pub(in crate::report) fn edge(&self, bin: usize, bins: usize) -> f32 {
        10f32.powf(self.first as f32 + (self.decades as usize * bin) as f32 / bins as f32)
    }

    /// Where a time lies, from 0 to 1.
    pub(in crate::report) fn place(&self, seconds: f32) -> f64 {
        (f64::from(seconds.log10()) - f64::from(self.first)).clamp(0.0, f64::from(self.decades))
            / f64::from(self.decades)
    }
}
