//! How many requests a run may send, and how fast.

use std::time::Duration;

use tokio::time::Instant;

/// How fast requests may follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Rate {
    /// On a portal that others use [`Rate::LIVE`], on a sandbox with a control interface as fast as it answers.
    #[default]
    Usual,
    /// As fast as the portal answers.
    Unlimited,
    /// So many at once, and then so many a second.
    Limited {
        /// Requests that may follow one another at once.
        burst: u32,
        /// Requests a second after that.
        per_second: f64,
    },
}

impl Rate {
    /// What portals allow everybody: 50 at once, then 2 a second.
    pub const LIVE: Rate = Rate::Limited { burst: 50, per_second: 2.0 };

    /// What the usual rate comes to on a portal that others use, or on a sandbox.
    pub(crate) fn on(self, live: bool) -> Self {
        match self {
            Rate::Usual if live => Rate::LIVE,
            Rate::Usual => Rate::Unlimited,
            rate => rate,
        }
    }

    /// How long this many requests take at least.
    pub fn least_time(self, requests: u32) -> Duration {
        match self {
            Rate::Limited { burst, per_second } => {
                Duration::from_secs_f64(f64::from(requests.saturating_sub(burst)) / per_second)
            }
            Rate::Usual | Rate::Unlimited => Duration::ZERO,
        }
    }
}

/// Keeps requests apart: a bucket that holds a burst and leaks at the rate, as portals count too.
#[derive(Debug)]
pub(crate) struct Pace {
    rate: Rate,
    /// Requests in the bucket when it was last looked at.
    level: f64,
    at: Option<Instant>,
}

impl Pace {
    /// An empty bucket.
    pub(crate) fn new(rate: Rate) -> Self {
        Self { rate, level: 0.0, at: None }
    }

    /// Counts a request that is about to be sent, and says how long it must wait.
    pub(crate) fn next(&mut self, now: Instant) -> Duration {
        let Rate::Limited { burst, per_second } = self.rate else { return Duration::ZERO };
        let leaked = self.at.map_or(0.0, |at| now.saturating_duration_since(at).as_secs_f64() * per_second);
        self.at = Some(now);
        self.level = (self.level - leaked).max(0.0) + 1.0;
        Duration::from_secs_f64((self.level - f64::from(burst)).max(0.0) / per_second)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_burst_goes_at_once_and_then_so_many_a_second() {
        let mut pace = Pace::new(Rate::LIVE);
        let start = Instant::now();
        let mut now = start;
        for _ in 0..50 {
            assert_eq!(pace.next(now), Duration::ZERO);
        }
        for _ in 0..4 {
            now += pace.next(now);
        }
        assert_eq!(now - start, Duration::from_secs(2));
        assert_eq!(Rate::LIVE.least_time(54), Duration::from_secs(2));
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        for rate in [Rate::Unlimited, Rate::Usual.on(false)] {
            let mut pace = Pace::new(rate);
            let now = Instant::now();
            assert!((0..1000).all(|_| pace.next(now) == Duration::ZERO));
        }
        assert_eq!(Rate::Usual.on(true), Rate::LIVE);
    }

    proptest! {
        /// Whatever pauses lie between, no window holds more than a burst and what leaks meanwhile.
        #[test]
        fn no_window_holds_too_many(burst in 1u32..20, per_second in 1u32..10, pauses in proptest::collection::vec(0u64..2000, 1..200)) {
            let mut pace = Pace::new(Rate::Limited { burst, per_second: f64::from(per_second) });
            let start = Instant::now();
            let mut now = start;
            let mut sent = Vec::new();
            for pause in pauses {
                now += Duration::from_millis(pause);
                now += pace.next(now);
                sent.push((now - start).as_secs_f64());
            }
            for (first, from) in sent.iter().enumerate() {
                for (last, to) in sent.iter().enumerate().skip(first) {
                    let most = f64::from(burst) + (to - from) * f64::from(per_second) + 0.001;
                    prop_assert!((last - first) as f64 <= most);
                }
            }
        }
    }
}
