//! The plan leaves no clause out, and its order is what reports rely on.

use std::collections::{BTreeSet, HashSet};

use super::*;
use crate::case::Check;
use crate::cases::payload;

fn cases() -> Vec<Case> {
    plan(contract())
}

#[test]
fn every_clause_has_a_case() {
    let covered: BTreeSet<ClauseId> = cases().into_iter().flat_map(|case| case.clauses).collect();
    let contract = contract();
    let errors = contract.errors.iter().map(|error| &error.id);
    let rules = contract.rules.iter().map(|rule| &rule.id);
    let locations = contract.schema_locations();
    let all = errors.chain(rules).chain(locations.iter().map(|(clause, _)| clause));
    let missing: Vec<_> = all.filter(|clause| !covered.contains(clause)).collect();
    assert!(missing.is_empty(), "no case checks {missing:?}");
}

#[test]
fn every_name_that_a_rule_calls_for_is_a_case_in_rust() {
    for rule in &contract().rules {
        if let Some(name) = &rule.checked_by {
            let known = rules::named(name, rule).is_some() || payload::NAMES.contains(&name.as_str());
            assert!(known, "{} is checked by {name}, which is no case", rule.id);
        }
    }
}

#[test]
fn cases_name_clauses_of_the_contract_only() {
    for case in cases() {
        for clause in &case.clauses {
            assert!(contract().source_of(clause).is_some(), "{} names {clause}", case.id);
        }
    }
}

#[test]
fn every_example_and_every_provocation_has_a_case() {
    let ids: HashSet<String> = cases().into_iter().map(|case| case.id).collect();
    for example in &contract().examples {
        assert!(ids.contains(example.id.as_str()), "{}", example.id);
    }
    for error in &contract().errors {
        assert!(ids.contains(&format!("{}/planted", error.id)), "{}", error.id);
        assert_eq!(ids.contains(&format!("{}/provoked", error.id)), error.provoke.is_some(), "{}", error.id);
    }
}

#[test]
fn ids_are_unique_and_made_of_clauses_and_examples() {
    let mut seen = HashSet::new();
    for case in cases() {
        assert!(seen.insert(case.id.clone()), "{} twice", case.id);
        let whole_or_part = |id: &str| case.id == id || case.id.starts_with(&format!("{}/", id.trim_end_matches('#')));
        let of_clause = case.clauses.iter().any(|clause| whole_or_part(clause.as_str()));
        let of_example = contract().examples.iter().any(|example| whole_or_part(example.id.as_str()));
        // Walks and samples are about many clauses at once.
        let of_many = ["walk", "sample"].contains(&case.group.as_str());
        assert!(of_clause || of_example || of_many, "{}", case.id);
    }
}

#[test]
fn groups_follow_one_another_whole_and_judged_cases_end_them() {
    let cases = cases();
    let mut closed: Vec<&str> = Vec::new();
    for pair in cases.windows(2) {
        let [before, after] = pair else { unreachable!("windows of two") };
        if before.group == after.group {
            assert!(before.check.is_judged() <= after.check.is_judged(), "{}", after.id);
        } else {
            closed.push(&before.group);
            assert!(!closed.contains(&after.group.as_str()), "{} comes twice", after.group);
        }
    }
    let first_judged = cases.iter().position(|case| case.check.is_judged()).expect("some are judged");
    let sends = |case: &Case| {
        let random =
            matches!(case.check, Check::FieldsStored(_) | Check::Filters(_) | Check::BatchAgrees | Check::Stored);
        random || matches!(case.check, Check::Provoked(_) | Check::Planted(..) | Check::Agree(_))
    };
    assert!(!cases[first_judged..].iter().any(sends), "a case that sends comes after one that judges what was sent");
}

#[test]
fn whoever_writes_needs_the_permission() {
    for case in cases() {
        if let Check::Rule(rule) = &case.check
            && !rule.given.is_empty()
        {
            assert!(case.needs.contains(&crate::Need::Write), "{}", case.id);
        }
    }
    let needs = |id: &str| cases().into_iter().find(|case| case.id == id).map(|case| case.needs);
    let writes = |id: &str| needs(id).is_some_and(|needs| needs.contains(&crate::Need::Write));
    assert!(writes("crm.company.add/access-denied/provoked"));
    assert!(writes("crm.company.add/disk-exhausted/planted"));
    assert!(!writes("system/expired-token/provoked"));
    assert!(!writes("crm.company.contact.items.get/id-missing"));
}

#[test]
fn a_filter_finds_ids_and_clauses_in_any_case() {
    let ids = |filter: &str| -> Vec<String> {
        let options = Options { filter: Some(filter.to_owned()), ..Options::default() };
        select(cases(), &options).expect("some match").into_iter().map(|case| case.id).collect()
    };
    assert_eq!(ids("SYSTEM/expired-token"), ["system/expired-token/provoked", "system/expired-token/planted"]);
    let rule = "crm.company.contact.items.set/replaces";
    assert_eq!(ids(rule), [rule], "walks are about this rule too, and go by their own names");
    assert_eq!(ids("walk/"), ["walk/links", "walk/records"]);
    assert!(ids("ContactBinding#/properties/SORT").contains(&"ContactBinding/answers".to_owned()));
    assert_eq!(select(cases(), &Options::default()).expect("all").len(), cases().len());
    let only = ["crm.company.add/links", "system/expired-token/provoked"].map(str::to_owned);
    let options = Options { only: Some(only.into()), filter: Some("expired".to_owned()), ..Options::default() };
    assert_eq!(select(cases(), &options).expect("one").len(), 1, "the filter chooses among them");
}

#[test]
fn the_cases_of_a_clause_are_known() {
    let clause = ClauseId::new("system/expired-token");
    assert_eq!(cases_of(&clause), ["system/expired-token/provoked", "system/expired-token/planted"]);
    assert!(cases_of(&ClauseId::new("no/such-clause")).is_empty());
}
