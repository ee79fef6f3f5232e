//! Tests of the calls that are chosen.

use b24_contract::Method;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::methods::testing::call;
use crate::random;

/// Which of so many calls are chosen, counted from 1.
fn chosen(when: &When, seed: u64, calls: u64) -> Vec<u64> {
    let mut watch = Watch::new(when.clone(), random::of_twist(seed, 1));
    let call = call(Method::Profile, json!({}));
    let chosen = (1..=calls).filter(|_| watch.claim(&call).is_some()).collect::<Vec<_>>();
    assert_eq!((watch.matched, watch.hit), (calls, chosen.len() as u64));
    chosen
}

proptest! {
    #[test]
    fn without_chance_the_chosen_calls_stand_side_by_side(from in 1..20_u64, times in proptest::option::of(1..20_u64)) {
        let when = When { from, times, ..When::next(None, 1) };
        let last = times.map_or(30, |times| from + times - 1).min(30);
        prop_assert_eq!(chosen(&when, 0, 30), (from..=last).collect::<Vec<_>>());
    }

    #[test]
    fn chance_never_chooses_more_or_earlier_and_repeats_itself(
        seed: u64, from in 1..20_u64, times in 1..20_u64, probability in 0.0..=1.0,
    ) {
        let when = When { from, times: Some(times), probability, ..When::next(None, 1) };
        let one = chosen(&when, seed, 60);
        prop_assert!(one.len() as u64 <= times && one.iter().all(|number| *number >= from));
        prop_assert_eq!(one, chosen(&when, seed, 60));
    }
}

#[test]
fn luck_lies_between_0_and_1() {
    let mut watch = Watch::new(When::next(None, 1000), random::of_twist(7, 1));
    let call = call(Method::Profile, json!({}));
    let lucks: Vec<f64> = std::iter::from_fn(|| watch.claim(&call)).collect();
    assert_eq!(lucks.len(), 1000);
    assert!(lucks.iter().all(|luck| (0.0..1.0).contains(luck)));
    assert!(lucks.iter().any(|luck| *luck < 0.1) && lucks.iter().any(|luck| *luck > 0.9));
}
