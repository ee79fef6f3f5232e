//! The list of deviations is whole, and the suite notices a sample of them. `cargo xtask deviations --all` tries every one.

use std::collections::BTreeSet;

use b24_contract::contract;
use b24_sandbox::{KnownDeviation, deviations};
use b24_tests::SEED;
use b24_tests::trial::{self, Choice, Trials};

/// Errors and rules that nothing can be broken about, with the reason.
const NONE: &[(&str, &str)] =
    &[("batch/operating", "sources contradict each other so far that every value of the member fits one of them")];

#[test]
fn every_deviation_breaks_a_clause_of_the_contract_in_a_sentence() {
    let known = deviations();
    let contract = contract();
    let clauses: BTreeSet<_> = contract.schema_locations().into_iter().map(|(clause, _)| clause).collect();
    let rules = contract.rules.iter().map(|rule| &rule.id);
    let clauses: BTreeSet<&str> = rules
        .chain(contract.errors.iter().map(|error| &error.id))
        .chain(&clauses)
        .map(|clause| clause.as_str())
        .collect();
    let strange: Vec<&KnownDeviation> = known.iter().filter(|known| !clauses.contains(known.clause())).collect();
    assert!(strange.is_empty(), "no clause: {strange:#?}");
    let unsaid: Vec<_> =
        known.iter().filter(|known| !known.says.ends_with('.') && !known.says.ends_with(')')).collect();
    assert!(unsaid.is_empty(), "no sentence: {unsaid:#?}");
}

#[test]
fn every_error_and_every_rule_has_a_deviation() {
    let known = deviations();
    let broken: BTreeSet<&str> = known.iter().map(KnownDeviation::clause).collect();
    let contract = contract();
    let errors = contract.errors.iter().map(|error| error.id.as_str());
    let clauses = errors.chain(contract.rules.iter().map(|rule| rule.id.as_str()));
    let missing: Vec<&str> =
        clauses.filter(|id| !broken.contains(id) && !NONE.iter().any(|(none, _)| none == id)).collect();
    assert!(missing.is_empty(), "{} without a deviation: {missing:#?}", missing.len());
    let needless: Vec<_> = NONE.iter().filter(|(none, _)| broken.contains(none)).collect();
    assert!(needless.is_empty(), "these have one: {needless:?}");
}

#[test]
fn a_sample_is_noticed() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let trials = runtime.block_on(Trials::prepare(SEED, 3));
    assert_eq!(trials.false_alarms(), &[] as &[String]);
    let sample = trial::chosen(deviations(), None, &Choice::Sample { number: 12, seed: SEED });
    let mut done = Vec::new();
    trial::in_parallel(sample, 2, async |deviation| trials.of(&deviation).await, |trial| done.push(trial));
    let missed: Vec<String> = done.iter().filter(|trial| trial.caught.is_none()).map(trial::line).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
