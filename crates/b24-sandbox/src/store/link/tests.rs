//! Tests of the link table, with any sequence of writes.

use proptest::prelude::*;
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
    let lowered = connection.prepare_cached(&Side::Contact.statements().lower).expect("a statement");
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
fn links_are_found_and_ordered_by_indexes_alone() {
    let connection = fresh();
    for side in [Side::Company, Side::Contact] {
        let statements = side.statements();
        for sql in [&statements.list, &statements.greatest_sort, &statements.first_primary, &statements.first] {
            let plan: String = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .expect("a statement")
                .query_map([1], |row| row.get::<_, String>(3))
                .expect("a plan")
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
    }
    let Statements { list, greatest_sort, insert, first_primary, first, lower, raise } = Side::Company.statements();
    for sql in [list, greatest_sort, insert, first_primary, first, lower, raise] {
        let statement = connection.prepare_cached(sql).expect("a statement");
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{sql}");
    }
}

fn writes() -> impl Strategy<Value = Vec<(Side, i64, NewLink)>> {
    let side = prop_oneof![Just(Side::Company), Just(Side::Contact)];
    let sort = prop_oneof![Just(None), (-50_i32..50).prop_map(Some), Just(Some(i32::MAX)), Just(Some(i32::MIN))];
    let new = (1_i64..6, sort, any::<bool>()).prop_map(|(linked, sort, primary)| NewLink { linked, sort, primary });
    proptest::collection::vec((side, 1_i64..6, new), 0..40)
}

proptest! {
    #[test]
    fn any_sequence_of_writes_keeps_the_promises(writes in writes()) {
        let connection = fresh();
        let mut made: Vec<(i64, i64)> = Vec::new();
        for (side, owner, new) in writes {
            let pair = match side {
                Side::Company => (owner, new.linked),
                Side::Contact => (new.linked, owner),
            };
            let before = seen(&connection, side, owner);
            let added = add_one(&connection, side, owner, new);
            prop_assert_eq!(added, !made.contains(&pair));
            let after = seen(&connection, side, owner);
            if !added {
                prop_assert_eq!(before, after);
                continue;
            }
            made.push(pair);
            prop_assert_eq!(after.iter().filter(|link| link.2).count(), 1);
            let own = after.iter().find(|link| link.0 == new.linked).expect("the new link");
            prop_assert!(!new.primary || own.2);
            let greatest = before.iter().map(|link| link.1).max();
            let expected = new.sort.unwrap_or(greatest.map_or(10, |greatest| greatest.saturating_add(10)));
            prop_assert_eq!(own.1, expected);
            prop_assert!(after.is_sorted_by_key(|link| link.1));
        }
        for (company, contact) in made {
            let of_company = list(&connection, Side::Company, company).expect("links");
            let of_contact = list(&connection, Side::Contact, contact).expect("links");
            let from_company = of_company.iter().find(|link| link.linked == contact).expect("the link");
            let from_contact = of_contact.iter().find(|link| link.linked == company).expect("the link");
            prop_assert_eq!(Binding { linked: company, ..*from_company }, *from_contact);
        }
    }
}
