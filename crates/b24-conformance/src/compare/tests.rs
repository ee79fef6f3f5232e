//! Two runs beside each other, and the page that is made of one.

use b24_contract::contract;

use super::*;
use crate::event::Evidence;
use crate::expectation::Expected;
use crate::report::sample;

const RULE: &str = "crm.company.contact.add/default-sort";
const SORT: &str = "ContactBinding#/properties/SORT";

/// A case about one clause.
fn case(clause: &str, outcome: Outcome) -> CaseFinished {
    CaseFinished { clauses: vec![ClauseId::new(clause)], outcome, evidence: Vec::new(), ..sample::failed() }
}

/// A case that found the clause broken.
fn broken(clause: &str, message: &str) -> CaseFinished {
    let template = sample::failed().evidence.remove(0);
    let evidence = Evidence { clause: ClauseId::new(clause), message: message.to_owned(), ..template };
    CaseFinished { evidence: vec![evidence], ..case(clause, Outcome::Fail) }
}

fn run(cases: Vec<CaseFinished>) -> Standings {
    let events = cases.into_iter().map(|case| Ok::<_, ()>(Event::CaseFinished(case)));
    Standings::of(events).expect("events")
}

/// The rows of two runs as `clause: only|differs|same`.
fn told(a: Vec<CaseFinished>, b: Vec<CaseFinished>) -> Vec<String> {
    let word = |row: &Row| match (row.only(), row.differs()) {
        (Some(side), _) => format!("only {side}"),
        (None, true) => "differs".to_owned(),
        (None, false) => "same".to_owned(),
    };
    let rows = compare(contract(), &run(a), &run(b));
    rows.iter().map(|row| format!("{}: {}", row.clause, word(row))).collect()
}

#[test]
fn a_portal_that_departs_differs_from_one_that_does_not_and_from_one_that_departs_otherwise() {
    let held = || vec![case(RULE, Outcome::Pass)];
    let departs = |message: &str| vec![broken(RULE, message)];
    assert_eq!(told(held(), held()), [format!("{RULE}: same")]);
    assert_eq!(told(held(), departs("is 10")), [format!("{RULE}: differs")]);
    assert_eq!(told(departs("is 10"), departs("is 10")), [format!("{RULE}: same")]);
    assert_eq!(told(departs("is 10"), departs("is 20")), [format!("{RULE}: differs")]);
}

#[test]
fn portals_that_fit_different_descriptions_differ() {
    let fits = |variant: &str| vec![CaseFinished { variant: Some(variant.to_owned()), ..case(RULE, Outcome::Pass) }];
    assert_eq!(told(fits("a"), fits("a")), [format!("{RULE}: same")]);
    assert_eq!(told(fits("a"), fits("b")), [format!("{RULE}: differs")]);
}

#[test]
fn what_only_one_was_asked_is_no_difference() {
    let skipped = vec![case(RULE, Outcome::Skip), case(SORT, Outcome::Error)];
    let rows = told(skipped, vec![case(RULE, Outcome::Pass), case(SORT, Outcome::Pass)]);
    assert_eq!(rows, [format!("{RULE}: only 1"), format!("{SORT}: only 1")]);
}

#[test]
fn what_says_nothing_of_the_portal_does_not_count() {
    let offline = CaseFinished { offline: true, ..case(SORT, Outcome::Pass) };
    assert_eq!(run(vec![offline]).to(&ClauseId::new(SORT)), Standing::Unchecked);
}

#[test]
fn a_departure_met_on_the_way_counts_for_its_own_clause_and_may_be_expected() {
    let mut met = broken(SORT, "is a text");
    met.clauses = vec![ClauseId::new(RULE)];
    met.evidence[0].outcome = Outcome::Note;
    met.evidence[0].expected =
        Some(Expected { reason: "old".to_owned(), owner: "crm".to_owned(), expires: "2027-03-31".to_owned() });
    let standings = run(vec![met]);
    let found = BTreeSet::from(["/result/0/SORT is a text".to_owned()]);
    assert_eq!(standings.to(&ClauseId::new(SORT)), Standing::Departed { found, expected: true });
    assert_eq!(standings.to(&ClauseId::new(RULE)), Standing::Held { variant: None });
}
