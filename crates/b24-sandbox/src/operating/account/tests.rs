//! The laws of working time, whatever is charged whenever, and wherever the clock goes.

use proptest::prelude::*;

use super::*;

/// A whole minute.
const START: i64 = 1_724_068_800;

#[test]
fn minutes_add_up_and_leave_ten_minutes_after_their_first_call() {
    let mut account = Account::default();
    let mut charge = |at: i64, seconds| {
        account.charge(START + at, seconds, START + at);
        let worked = account.worked(START + at);
        (worked.seconds, worked.reset_at - START)
    };
    assert_eq!(charge(30, 0.5), (0.5, 630));
    assert_eq!(charge(59, 0.25), (0.75, 630));
    assert_eq!(charge(60, 1.0), (1.75, 630));
    assert_eq!(charge(629, 2.0), (3.75, 630));
    assert_eq!(charge(630, 0.0), (3.0, 660));
    assert_eq!(charge(660, 0.0), (2.0, 1229));
    assert_eq!(account.worked(START + 5000), Worked { seconds: 0.0, reset_at: START + 5600 });
    assert!(account.is_empty());
}

#[test]
fn a_call_belongs_to_the_minute_in_which_it_began() {
    let mut account = Account::default();
    account.charge(START + 65, 1.0, START + 65);
    account.charge(START + 59, 2.0, START + 70);
    assert_eq!(account.worked(START + 70), Worked { seconds: 3.0, reset_at: START + 659 });
    assert_eq!(account.worked(START + 659).seconds, 1.0);
    account.charge(START, 4.0, START + 660);
    assert_eq!(account.worked(START + 660).seconds, 1.0, "it ended when it did not count any more");
}

#[test]
fn a_clock_that_is_taken_back_neither_forgives_nor_blocks_for_longer() {
    let mut account = Account::default();
    account.charge(START + 3600, 1.0, START + 3600);
    account.charge(START + 3660, 2.0, START + 3660);
    assert_eq!(account.worked(START + 30), Worked { seconds: 3.0, reset_at: START + 630 });
    assert_eq!(account.worked(START + 629).seconds, 3.0);
    assert_eq!(account.worked(START + 630).seconds, 0.0);
}

#[test]
fn what_comes_together_stays_a_number_that_answers_can_tell() {
    let mut account = Account::default();
    account.charge(START, f64::MAX, START);
    account.charge(START, f64::MAX, START);
    assert_eq!(account.worked(START).seconds, LONGEST);
}

/// Calls: by how much time has gone on since the last one, how long they took, and what they are charged with. Charges
/// are halves, so that sums are exact.
fn calls() -> impl Strategy<Value = Vec<(i64, i64, u8)>> {
    proptest::collection::vec((0_i64..200, 0_i64..100, any::<u8>()), 1..40)
}

proptest! {
    #[test]
    fn what_is_told_are_the_charges_of_ten_minutes_give_or_take_a_minute(calls in calls()) {
        let mut account = Account::default();
        let mut charged: Vec<(i64, f64)> = Vec::new();
        let mut now = START;
        for (gone, took, halves) in calls {
            let (began, seconds) = (now + gone, f64::from(halves) / 2.0);
            now = began + took;
            account.charge(began, seconds, now);
            charged.push((began, seconds));
            let since = |moment: i64| charged.iter().filter(|(began, _)| *began > moment).map(|(_, it)| it).sum::<f64>();
            let told = account.worked(now).seconds;
            prop_assert!(told <= since(now - WINDOW), "{told} of more than ten minutes");
            prop_assert!(told >= since(now - WINDOW + BASKET - 1), "{told} of less than nine minutes");
        }
    }

    #[test]
    fn the_reset_frees_the_oldest_minute_and_ten_minutes_free_all(calls in calls()) {
        let mut account = Account::default();
        let mut now = START;
        for (gone, _, halves) in calls {
            now += gone;
            account.charge(now, f64::from(halves) / 2.0, now);
        }
        let Worked { seconds, reset_at } = account.worked(now);
        prop_assert!(reset_at > now && reset_at <= now + WINDOW);
        prop_assert_eq!(account.worked(reset_at - 1).seconds, seconds);
        let oldest = account.0.values().next().map_or(0.0, |basket| basket.seconds);
        prop_assert_eq!(account.worked(reset_at).seconds, seconds - oldest);
        prop_assert_eq!(account.worked(now + WINDOW).seconds, 0.0);
        prop_assert!(account.is_empty());
    }

    #[test]
    fn a_clock_that_jumps_never_breaks_the_baskets(moves in proptest::collection::vec((-2000_i64..2000, 0_u8..4), 1..60)) {
        let mut account = Account::default();
        let mut now = START;
        for (moved, halves) in moves {
            let before = account.worked(now).seconds;
            now += moved;
            let after = account.worked(now);
            prop_assert!(after.seconds <= before);
            prop_assert!(moved > 0 || after.seconds == before, "going back by {moved} forgave something");
            prop_assert!(after.reset_at > now && after.reset_at <= now + WINDOW);
            prop_assert!(account.0.len() <= 11);
            account.charge(now, f64::from(halves) / 2.0, now);
        }
    }
}
