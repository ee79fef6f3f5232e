//! Whatever is drawn, the model answers it, by clauses that the contract has.

use b24_contract::contract;
use proptest::prelude::*;

use super::step::Step;
use super::*;
use crate::model::{State, all};

/// The clauses by which a state holds what it holds.
fn clauses_of(state: &State) -> impl Iterator<Item = &ClauseId> {
    let links = state
        .links
        .iter()
        .flat_map(|link| [&link.sort.clause, &link.primary.clause, &link.touch.clause, &link.touch.mirror].into_iter());
    let parted = state.parted.values().flat_map(|touch| [&touch.clause, &touch.mirror]);
    let records = state.records.values().flat_map(|record| {
        record.values.values().map(|fact| &fact.clause).chain(&record.deleted).chain([&record.main])
    });
    links.chain(parted).chain(records)
}

/// Takes the steps, each in one of the ways that the contract leaves open.
fn walked(mut state: State, steps: &[Step], way: usize) -> Result<(), TestCaseError> {
    let mut decided = Decided::new();
    for step in steps {
        let mut outcomes = all(&decided, |ways| {
            let mut state = state.clone();
            let answers = step.apply(&mut state, ways);
            (state, answers)
        });
        prop_assert!(!outcomes.is_empty());
        for (_, (state, answers)) in &outcomes {
            prop_assert_eq!(answers.len(), step.calls.len());
            for clause in answers.iter().flatten().map(model::Answer::clause).chain(clauses_of(state)) {
                prop_assert!(contract().source_of(clause).is_some(), "{} is no clause: {:?}", clause, step);
            }
            let pairs = state.links.iter().enumerate();
            let twice =
                pairs.into_iter().any(|(at, link)| state.links[..at].iter().any(|other| other.pair == link.pair));
            prop_assert!(!twice, "a link is there twice: {step:?}");
        }
        let chosen = way % outcomes.len();
        (decided, (state, _)) = outcomes.swap_remove(chosen);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_model_answers_every_walk_among_links(
        (state, steps, _) in Machine::<Links>::sequential_strategy(LENGTH), way in any::<usize>(),
    ) {
        walked(state, &steps, way)?;
    }

    #[test]
    fn the_model_answers_every_walk_among_records(
        (state, steps, _) in Machine::<Records>::sequential_strategy(LENGTH), way in any::<usize>(),
    ) {
        walked(state, &steps, way)?;
    }
}
