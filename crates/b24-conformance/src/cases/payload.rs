//! Random payloads of every schema, without a portal: valid ones survive the client's types, and ones with a planted
//! violation are rejected where it is.

mod generate;

use std::collections::BTreeSet;

use b24_contract::{ClauseId, Contract, Method, judge, mutate};
use proptest::test_runner::{TestCaseError, TestError, TestRunner};
use serde_json::Value;

use super::example::survives;
use super::judged::by_component;
use crate::case::{Case, Check};
use crate::json::brief;
use crate::scope::Stop;
use crate::{Options, random};

/// The group of cases about schemas.
pub(crate) const GROUP: &str = "schemas";
/// Names by which rules call for these cases.
pub(crate) const NAMES: [&str; 2] = ["payload-decodes", "payload-rejected"];

/// The cases of all schemas. A rule that is checked by one of [`NAMES`] is checked by all cases of that kind.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    let rules = |name: &str| -> Vec<ClauseId> {
        let named = contract.rules.iter().filter(|rule| rule.checked_by.as_deref() == Some(name));
        named.map(|rule| rule.id.clone()).collect()
    };
    let [decodes, rejected] = NAMES.map(rules);
    let case = |component: &str, how: &str, says: &str, clauses: Vec<ClauseId>, check: Check| Case {
        id: format!("{component}/{how}"),
        group: GROUP.to_owned(),
        says: says.to_owned(),
        clauses,
        needs: [].into(),
        check,
    };
    let mut cases = Vec::new();
    for (component, locations) in by_component(contract) {
        if decoded_as(&component).is_some() {
            let says = "Every valid value decodes and re-encodes equally.";
            let clauses = locations.iter().chain(&decodes).cloned().collect();
            cases.push(case(&component, "decodes", says, clauses, Check::Decodes(component.clone())));
        }
        let says = "Every value with one violation is rejected where the violation is.";
        let clauses = locations.iter().chain(&rejected).cloned().collect();
        cases.push(case(&component, "rejected", says, clauses, Check::Rejects(component.clone())));
    }
    cases
}

/// The method as whose answer the client decodes a component, if it does: answers as a whole, and errors as any
/// method's.
fn decoded_as(component: &str) -> Option<Method> {
    match component.strip_suffix(".answer") {
        Some(method) => Method::parse(method),
        None => (component == "ErrorEnvelope").then(|| Method::ALL.first().copied()).flatten(),
    }
}

/// Every valid value survives the client's types.
pub(crate) fn decodes(contract: &Contract, options: &Options, case: &str, component: &str) -> Result<(), Stop> {
    let method = decoded_as(component).ok_or_else(|| Stop::Broke(format!("the client has no type for {component}")))?;
    for_all(contract, options, case, component, |value| survives(method, value).map_err(reason))
}

/// Every valid value is accepted, and each of its mutations is rejected at the mutation's pointer. Of the schemas that it
/// refers to, which have cases of their own, one mutation each is tried.
pub(crate) fn rejects(contract: &Contract, options: &Options, case: &str, component: &str) -> Result<(), Stop> {
    for_all(contract, options, case, component, |value| {
        if let Some(finding) = judge::value(component, value).first() {
            return Err(format!("it is valid, but the judge finds at {:?}: {}", finding.pointer, finding.message));
        }
        let mut referred = BTreeSet::new();
        let is_wanted = |clause: &ClauseId| clause.group() == component || referred.insert(clause.group().to_owned());
        for mutation in mutate::mutate_where(component, value, is_wanted) {
            let found = judge::value(component, &mutation.value);
            if !found.iter().any(|finding| finding.pointer == mutation.pointer) {
                let pointers: Vec<_> = found.iter().map(|finding| finding.pointer.as_str()).collect();
                return Err(format!(
                    "with {} planted at {:?} the judge finds something at {pointers:?} only",
                    mutation.how, mutation.pointer
                ));
            }
        }
        Ok(())
    })
}

fn for_all(
    contract: &Contract,
    options: &Options,
    case: &str,
    component: &str,
    holds: impl Fn(&Value) -> Result<(), String>,
) -> Result<(), Stop> {
    let values = generate::values(contract, component).map_err(|reason| Stop::Broke(reason.to_string()))?;
    let mut runner: TestRunner = random::runner(options.seed, case, options.cases);
    runner.run(&values, |value| holds(&value).map_err(TestCaseError::fail)).map_err(|error| match error {
        TestError::Fail(reason, value) => Stop::Broke(format!("{}: {}", brief(&value), reason.message())),
        TestError::Abort(reason) => Stop::Broke(reason.message().to_owned()),
    })
}

fn reason(stop: Stop) -> String {
    match stop {
        Stop::Broke(reason) => reason,
        Stop::Fault(fault) => fault.to_string(),
        Stop::Lacks(reason) => reason.to_owned(),
        Stop::Halted(_) => "the run ends".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use b24_contract::contract;

    use super::*;

    #[test]
    fn every_schema_of_the_contract_can_be_generated_and_is_valid() {
        for component in by_component(contract()).keys() {
            let values = generate::values(contract(), component).expect("a known subset of JSON Schema");
            let mut runner = random::runner(11, component, 64);
            let held = runner.run(&values, |value| {
                let found = judge::value(component, &value);
                if found.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{value}: {found:?}"))) }
            });
            held.unwrap_or_else(|error| panic!("{component}: {error}"));
        }
    }
}
