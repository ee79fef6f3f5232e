//! The laws of leaky buckets, whenever requests come, and wherever the clock goes.

use proptest::prelude::*;

use super::*;
use crate::clock::Clock;

const STANDARD: LeakyBucket = LeakyBucket { leak: 2.0, threshold: 50 };

fn noon() -> Clock {
    Clock::new("2024-08-19T12:00:00Z".parse().ok())
}

fn machine(number: u32) -> IpAddr {
    IpAddr::from(std::net::Ipv4Addr::from(number))
}

/// How many of `wanted` requests at once are let in.
fn burst(buckets: &Buckets, size: LeakyBucket, clock: &Clock, wanted: usize) -> usize {
    (0..wanted).filter(|_| buckets.take(machine(1), size, clock.now())).count()
}

#[test]
fn a_burst_up_to_the_threshold_and_then_what_leaks() {
    let (buckets, clock) = (Buckets::default(), noon());
    assert_eq!(burst(&buckets, STANDARD, &clock, 60), 50);
    clock.advance(0.499999);
    assert_eq!(burst(&buckets, STANDARD, &clock, 5), 0);
    clock.advance(0.000001);
    assert_eq!(burst(&buckets, STANDARD, &clock, 5), 1);
    clock.advance(3600.0);
    assert_eq!(burst(&buckets, STANDARD, &clock, 60), 50);
}

#[test]
fn machines_do_not_share() {
    let (buckets, now) = (Buckets::default(), noon().now());
    let one = LeakyBucket { leak: 1.0, threshold: 1 };
    assert!(buckets.take(machine(1), one, now) && buckets.take(machine(2), one, now));
    assert!(!buckets.take(machine(1), one, now));
    buckets.clear();
    assert!(buckets.take(machine(1), one, now));
}

#[test]
fn another_size_keeps_what_is_in_the_bucket() {
    let (buckets, clock) = (Buckets::default(), noon());
    assert_eq!(burst(&buckets, LeakyBucket { leak: 5.0, threshold: 250 }, &clock, 250), 250);
    assert_eq!(burst(&buckets, STANDARD, &clock, 1), 0);
    assert_eq!(buckets.gauges(STANDARD, clock.now())[0].fits_in, 100.5);
}

#[test]
fn gauges_show_what_has_not_leaked() {
    let (buckets, clock) = (Buckets::default(), noon());
    assert_eq!(burst(&buckets, STANDARD, &clock, 50), 50);
    let full = Gauge { source: machine(1), level: 50.0, threshold: 50, leak: 2.0, fits_in: 0.5 };
    assert_eq!(buckets.gauges(STANDARD, clock.now()), std::slice::from_ref(&full));
    clock.advance(0.25);
    assert_eq!(buckets.gauges(STANDARD, clock.now()), [Gauge { level: 49.5, fits_in: 0.25, ..full }]);
    clock.advance(60.0);
    assert_eq!(buckets.gauges(STANDARD, clock.now()), []);
}

#[test]
fn of_very_many_machines_those_that_sent_least_are_forgotten() {
    let (buckets, now) = (Buckets::default(), noon().now());
    let two = LeakyBucket { leak: 1.0, threshold: 2 };
    assert!(buckets.take(machine(0), two, now) && buckets.take(machine(0), two, now));
    let most = u32::try_from(MOST).expect("a number of machines");
    for number in 1..most + 100 {
        assert!(buckets.take(machine(number), two, now));
    }
    assert_eq!(buckets.lock().len(), MOST);
    assert!(!buckets.take(machine(0), two, now));
}

/// How time goes on between two requests: in microseconds, often not at all.
fn steps() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(prop_oneof![3 => Just(0), 2 => 0_u32..1000, 1 => 0_u32..3_000_000], 1..200)
}

fn sizes() -> impl Strategy<Value = LeakyBucket> {
    (0.001..20.0, 1_u32..12).prop_map(|(leak, threshold)| LeakyBucket { leak, threshold })
}

proptest! {
    #[test]
    fn never_more_than_the_threshold_and_what_leaks(size in sizes(), steps in steps()) {
        let (buckets, clock) = (Buckets::default(), noon());
        let mut admitted = Vec::new();
        for step in steps {
            clock.advance(f64::from(step) / 1e6);
            if buckets.take(machine(1), size, clock.now()) {
                admitted.push(clock.now());
            }
        }
        for (first, start) in admitted.iter().enumerate() {
            for (last, end) in admitted.iter().enumerate().skip(first) {
                let most = f64::from(size.threshold) + size.leak * end.since(*start) + 1e-3;
                prop_assert!((last - first + 1) as f64 <= most);
            }
        }
    }

    #[test]
    fn whoever_waits_as_long_as_the_gauge_says_is_let_in_and_not_before(size in sizes(), steps in steps()) {
        let (buckets, clock) = (Buckets::default(), noon());
        for step in steps {
            clock.advance(f64::from(step) / 1e6);
            while buckets.take(machine(1), size, clock.now()) {}
            let wait = buckets.gauges(size, clock.now())[0].fits_in;
            prop_assert!(wait > 0.0 && wait <= 1.0 / size.leak + 1e-6);
            clock.advance((wait - 1e-5).max(0.0) / 2.0);
            prop_assert!(!buckets.take(machine(1), size, clock.now()));
            clock.advance(buckets.gauges(size, clock.now())[0].fits_in);
            prop_assert!(buckets.take(machine(1), size, clock.now()));
        }
    }

    #[test]
    fn a_clock_that_is_taken_back_gives_nothing_and_takes_nothing(size in sizes(), back in 0_u32..100_000) {
        let (buckets, clock) = (Buckets::default(), noon());
        while buckets.take(machine(1), size, clock.now()) {}
        clock.advance(-f64::from(back));
        prop_assert!(!buckets.take(machine(1), size, clock.now()));
        clock.advance(1.0 / size.leak + 1e-5);
        prop_assert!(buckets.take(machine(1), size, clock.now()));
    }
}
