//! Tests of the link table, one promise at a time.

mod model;

use rusqlite::StatementStatus;

use super::*;
use crate::store::fresh;

fn link(linked: i64) -> NewLink {
    NewLink { linked, sort: None, primary: false }
}

fn add_one(connection: &Connection, side: Side, owner: i64, new: NewLink) -> bool {
    add(connection, side, owner, &[new]).expect("added") == 1
}

fn seen(connection: &Connection, side: Side, owner: i64) -> Vec<(i64, i32, bool)> {
    let links = list(connection, side, owner).expect("links");
    links.into_iter().map(|link| (link.linked, link.sort, link.primary)).collect()
}

#[test]
fn positions_grow_by_ten_and_stay_within_32_bits() {
    let connection = fresh();
    for linked in 1..=2 {
        assert!(add_one(&connection, Side::Company, 1, link(linked)));
    }
    add_one(&connection, Side::Company, 1, NewLink { sort: Some(i32::MAX), ..link(3) });
    add_one(&connection, Side::Company, 1, link(4));
    let expected = [(1, 10, true), (2, 20, false), (3, i32::MAX, false), (4, i32::MAX, false)];
    assert_eq!(seen(&connection, Side::Company, 1), expected);
}

#[test]
fn many_links_are_one_write() {
    let connection = fresh();
    add_one(&connection, Side::Contact, 1, link(5));
    let asking = |linked| NewLink { primary: true, ..link(linked) };
    let links = [link(6), asking(5), NewLink { sort: Some(25), ..link(7) }, asking(8), asking(9), link(6)];
    assert_eq!(add(&connection, Side::Contact, 1, &links).expect("added"), 4);
    let expected = [(5, 10, false), (6, 20, false), (7, 25, false), (8, 35, true), (9, 45, false)];
    assert_eq!(seen(&connection, Side::Contact, 1), expected);
    let lowered = connection.prepare_cached(&Statements::of(Side::Contact).lower).expect("a statement");
    assert_eq!(lowered.get_status(StatementStatus::Run), 2, "once a write");
}

#[test]
fn a_link_that_exists_stays_as_it_is() {
    let connection = fresh();
    add_one(&connection, Side::Company, 1, NewLink { sort: Some(100), ..link(7) });
    add_one(&connection, Side::Company, 1, link(8));
    let again = NewLink { linked: 8, sort: Some(1), primary: true };
    assert!(!add_one(&connection, Side::Company, 1, again));
    assert!(!add_one(&connection, Side::Contact, 8, NewLink { linked: 1, ..again }));
    assert_eq!(seen(&connection, Side::Company, 1), [(7, 100, true), (8, 110, false)]);
}

#[test]
fn both_sides_see_the_same_link() {
    let connection = fresh();
    add_one(&connection, Side::Company, 1, NewLink { linked: 7, sort: Some(5), primary: false });
    assert_eq!(seen(&connection, Side::Contact, 7), [(1, 5, true)]);
}

#[test]
fn a_write_through_one_side_may_leave_the_other_with_several_primary_links_until_its_next_write() {
    let connection = fresh();
    add_one(&connection, Side::Contact, 7, link(1));
    add_one(&connection, Side::Contact, 8, link(1));
    assert_eq!(seen(&connection, Side::Company, 1), [(7, 10, true), (8, 10, true)]);
    add_one(&connection, Side::Company, 1, link(9));
    assert_eq!(seen(&connection, Side::Company, 1), [(7, 10, true), (8, 10, false), (9, 20, false)]);
}

#[test]
fn an_owner_left_without_a_primary_link_gets_its_first_one_back() {
    let connection = fresh();
    add_one(&connection, Side::Company, 1, NewLink { sort: Some(50), ..link(7) });
    add_one(&connection, Side::Contact, 7, NewLink { linked: 2, sort: None, primary: true });
    assert_eq!(seen(&connection, Side::Company, 1), [(7, 50, false)]);
    add_one(&connection, Side::Company, 1, NewLink { sort: Some(40), ..link(8) });
    assert_eq!(seen(&connection, Side::Company, 1), [(8, 40, true), (7, 50, false)]);
}

#[test]
fn a_set_keeps_age_position_and_flag_of_links_that_stay() {
    let connection = fresh();
    for (linked, sort) in [(7, 100), (8, 100), (9, 120)] {
        add_one(&connection, Side::Company, 1, NewLink { sort: Some(sort), ..link(linked) });
    }
    set(&connection, Side::Company, 1, &[link(10), link(8), link(7)]).expect("set");
    assert_eq!(seen(&connection, Side::Company, 1), [(7, 100, true), (8, 100, false), (10, 110, false)]);
    assert_eq!(seen(&connection, Side::Contact, 9), []);
}

#[test]
fn a_set_puts_new_links_behind_the_greatest_position_of_all() {
    let connection = fresh();
    add_one(&connection, Side::Contact, 7, NewLink { sort: Some(500), ..link(3) });
    add_one(&connection, Side::Contact, 7, NewLink { sort: Some(30), ..link(2) });
    let wanted = [link(1), link(2), NewLink { sort: Some(40), ..link(4) }, link(5)];
    set(&connection, Side::Contact, 7, &wanted).expect("set");
    let expected = [(2, 30, false), (4, 40, false), (1, 50, true), (5, 60, false)];
    assert_eq!(seen(&connection, Side::Contact, 7), expected);
}

#[test]
fn a_set_counts_the_last_of_equal_entries_as_if_there_were_no_other() {
    let connection = fresh();
    let asked = NewLink { primary: true, ..link(1) };
    set(&connection, Side::Company, 1, &[asked, link(2), link(1)]).expect("set");
    assert_eq!(seen(&connection, Side::Company, 1), [(2, 10, true), (1, 20, false)]);
}

#[test]
fn an_empty_set_and_a_clearing_remove_all_links_of_one_owner() {
    let connection = fresh();
    let empty = |owner| set(&connection, Side::Company, owner, &[]);
    for remove_all in [&empty as &dyn Fn(i64) -> Result<()>, &|owner| clear(&connection, Side::Company, owner)] {
        set(&connection, Side::Contact, 7, &[link(1), link(2)]).expect("set");
        remove_all(1).expect("removed");
        remove_all(3).expect("nothing to remove");
        assert_eq!(seen(&connection, Side::Company, 1), []);
        assert_eq!(seen(&connection, Side::Contact, 7), [(2, 20, false)]);
        clear(&connection, Side::Contact, 7).expect("cleared");
    }
}

#[test]
fn the_first_remaining_link_follows_a_primary_one_that_is_removed() {
    let connection = fresh();
    for (linked, sort) in [(7, 10), (8, 30), (9, 20)] {
        add_one(&connection, Side::Company, 1, NewLink { sort: Some(sort), ..link(linked) });
    }
    assert!(remove(&connection, Side::Company, 1, 7).expect("removed"));
    assert!(!remove(&connection, Side::Company, 1, 7).expect("nothing to remove"));
    assert_eq!(seen(&connection, Side::Company, 1), [(9, 20, true), (8, 30, false)]);
}

#[test]
fn links_are_found_and_ordered_by_indexes_alone() {
    let connection = fresh();
    for side in [Side::Company, Side::Contact] {
        let Statements { list, greatest_sort, insert: _, place, remove, clear, first_primary, first, lower, raise } =
            Statements::of(side);
        for sql in [list, greatest_sort, place, remove, clear, first_primary, first, lower, raise] {
            let plan: String = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .expect("a statement")
                .raw_query()
                .mapped(|row| row.get::<_, String>(3))
                .map(|line| line.expect("a line") + "\n")
                .collect();
            assert!(plan.starts_with("SEARCH") && plan.contains("USING"), "{sql}: {plan}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "{sql}: {plan}");
        }
    }
}

#[test]
fn statements_are_prepared_once() {
    let connection = fresh();
    for owner in 1..=3 {
        add_one(&connection, Side::Company, owner, link(7));
        list(&connection, Side::Company, owner).expect("links");
        set(&connection, Side::Company, owner, &[link(8), link(9)]).expect("set");
        remove(&connection, Side::Company, owner, 8).expect("removed");
        clear(&connection, Side::Company, owner).expect("cleared");
    }
    let Statements { list, greatest_sort, insert, place, remove, clear, first_primary, first, lower, raise } =
        Statements::of(Side::Company);
    for sql in [list, greatest_sort, insert, place, remove, clear, first_primary, first, lower, raise] {
        let statement = connection.prepare_cached(sql).expect("a statement");
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{sql}");
    }
}
