//! Leaky buckets: how many requests each machine sent lately.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::clock::Moment;
use crate::config::LeakyBucket;

/// Buckets that are kept. Of more machines, those that sent least are forgotten.
const MOST: usize = 10_000;
/// Part of a request by which sums of many fractions may be wrong.
const NOISE: f64 = 1e-6;

/// The buckets by address of the machine.
#[derive(Default)]
pub(crate) struct Buckets(Mutex<HashMap<IpAddr, Bucket>>);

/// Requests that have not leaked yet.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    level: f64,
    at: Moment,
}

/// A bucket, for people who look at it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Gauge {
    /// Address of the machine.
    pub(crate) source: IpAddr,
    /// Requests that have not leaked yet.
    pub(crate) level: f64,
    /// What the level may rise to.
    pub(crate) threshold: u32,
    /// By how much the level falls in a second.
    pub(crate) leak: f64,
    /// Seconds until one more request fits; rounded up to the microsecond.
    pub(crate) fits_in: f64,
}

impl Buckets {
    /// Puts a request into the bucket of the machine that sent it. Tells whether it fitted; one that did not leaves the
    /// bucket as it is.
    pub(crate) fn take(&self, source: IpAddr, size: LeakyBucket, now: Moment) -> bool {
        let mut buckets = self.lock();
        if buckets.len() >= MOST && !buckets.contains_key(&source) {
            make_room(&mut buckets, size, now);
        }
        let bucket = buckets.entry(source).or_insert(Bucket { level: 0.0, at: now });
        bucket.leak(size, now);
        bucket.take(size)
    }

    /// Every bucket that is not empty, by address.
    pub(crate) fn gauges(&self, size: LeakyBucket, now: Moment) -> Vec<Gauge> {
        let mut buckets = self.lock();
        drop_empty(&mut buckets, size, now);
        let gauge = |(source, bucket): (&IpAddr, &Bucket)| Gauge {
            source: *source,
            level: bucket.level,
            threshold: size.threshold,
            leak: size.leak,
            fits_in: bucket.fits_in(size),
        };
        let mut gauges: Vec<Gauge> = buckets.iter().map(gauge).collect();
        gauges.sort_by_key(|gauge| gauge.source);
        gauges
    }

    /// Empties all buckets.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Bucket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bucket {
    /// Lets time go on to `now`. A clock that was taken back gives nothing back, and from there on the bucket leaks as
    /// ever.
    fn leak(&mut self, size: LeakyBucket, now: Moment) {
        self.level = (self.level - size.leak * now.since(self.at)).max(0.0);
        self.at = now;
    }

    fn take(&mut self, size: LeakyBucket) -> bool {
        let fits = self.fits_in(size) == 0.0;
        if fits {
            self.level += 1.0;
        }
        fits
    }

    fn fits_in(&self, size: LeakyBucket) -> f64 {
        let surplus = self.level + 1.0 - f64::from(size.threshold);
        if surplus <= NOISE { 0.0 } else { (surplus / size.leak * 1e6).ceil() / 1e6 }
    }
}

fn drop_empty(buckets: &mut HashMap<IpAddr, Bucket>, size: LeakyBucket, now: Moment) {
    buckets.retain(|_, bucket| {
        bucket.leak(size, now);
        bucket.level > 0.0
    });
}

/// Drops the buckets that are empty, or else the one that is nearest to it.
fn make_room(buckets: &mut HashMap<IpAddr, Bucket>, size: LeakyBucket, now: Moment) {
    drop_empty(buckets, size, now);
    if buckets.len() >= MOST {
        let emptiest = buckets.iter().min_by(|(_, a), (_, b)| a.level.total_cmp(&b.level)).map(|(source, _)| *source);
        emptiest.map(|source| buckets.remove(&source));
    }
}

#[cfg(test)]
mod tests;
