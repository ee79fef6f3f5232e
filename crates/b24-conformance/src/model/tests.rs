//! The model speaks of clauses that the contract has, and of no others.

use b24_contract::contract;

use super::*;

fn name(side: Side, number: u32) -> Name {
    Name { side, number }
}

/// A model with two companies and two contacts.
fn state() -> State {
    let mut state = State::default();
    for side in Side::BOTH {
        for number in 1..=2 {
            let texts = [("NAME", "Anna".to_owned())].into();
            let fields = Shape::Object(Values { texts, linked: None });
            let call = Call::AddRecord { record: name(side, number), fields };
            state.apply(&call, &mut Ways::new(&Decided::new()));
        }
    }
    state
}

fn linking(side: Side, owner: u32, other: u32, primary: Option<Primary>) -> Call {
    let item = Item { other: Other::Of(name(side.other(), other)), sort: None, primary };
    Call::AddLink { side, owner: Owner::Of(name(side, owner)), fields: Shape::Object(item) }
}

#[test]
fn a_later_link_takes_the_flag_over_and_its_sort_index_follows() {
    let mut state = state();
    let decided = Decided::new();
    let mut ways = Ways::new(&decided);
    for (call, rule) in [
        (linking(Side::Company, 1, 1, Some(Primary::No)), "first-is-primary"),
        (linking(Side::Company, 1, 2, Some(Primary::Yes)), "primary-handed-over"),
    ] {
        assert_eq!(state.apply(&call, &mut ways), Answer::Yes(Side::Company.link_clause(LinkOp::Add, rule)));
    }
    let links = state.links_of(name(Side::Company, 1));
    let shown: Vec<_> = links.iter().map(|link| (link.sort.value, link.primary.value)).collect();
    assert_eq!(shown, [(10, false), (20, true)]);
    assert_eq!(state.main(name(Side::Contact, 2), &mut ways), Main::Is(name(Side::Company, 1)));
}

#[test]
fn what_the_contract_leaves_open_happens_in_all_ways() {
    let mut state = state();
    state.apply(&linking(Side::Company, 1, 1, None), &mut Ways::new(&Decided::new()));
    let again = linking(Side::Company, 1, 1, None);
    assert_eq!(all(&Decided::new(), |ways| state.clone().apply(&again, ways)).len(), 1);
    let declined = linking(Side::Company, 2, 1, Some(Primary::No));
    let ways = all(&Decided::new(), |ways| {
        let mut state = state.clone();
        state.apply(&declined, ways);
        state.links_of(name(Side::Company, 2)).first().map(|link| link.primary.value)
    });
    assert_eq!(ways.into_iter().map(|(_, flag)| flag).collect::<Vec<_>>(), [Some(true), Some(false)]);
}

#[test]
fn both_sides_have_clauses_of_their_own() {
    let links = about_links(contract());
    assert!(links.len() > 80, "{links:?}");
    for side in Side::BOTH {
        assert!(links.contains(&side.link_clause(LinkOp::Add, "first-is-primary")));
        assert!(links.contains(&side.mirror(LinkOp::Add)) && links.contains(&side.mirror(LinkOp::Set)));
    }
    assert!(about_records(contract()).len() > 40);
}
