//! Which cases of the suite check a clause. The suite makes its cases of clauses and examples, and their ids of those ids;
//! a test of the book compares what is said here with the suite's own list.

use std::collections::BTreeSet;

use serde_json::Value;

use super::markdown::inline;
use crate::codegen::bundle::{ENVELOPE, PAGE, component_of};
use crate::codegen::model::{Contract, ErrorClause, Example, Method};

/// Schema of the answers that are errors.
const ERROR: &str = "ErrorEnvelope";
/// Errors that come of a limit, which a case of their own uses up.
const LIMITS: [&str; 2] = ["system/query-limit-exceeded", "system/operation-time-limit"];

/// The cases that check an error.
pub(super) fn of_error(contract: &Contract, error: &ErrorClause) -> Vec<String> {
    let provoked = error.provoke.is_some().then(|| format!("{}/provoked", error.id));
    let planted = format!("{}/planted", error.id);
    let over_time = LIMITS.contains(&error.id.as_str()).then(|| format!("{}/over-time", error.id));
    let shown = examples(contract, |_, example| example.clause.as_ref() == Some(&error.id));
    provoked.into_iter().chain([planted]).chain(over_time).chain(shown).collect()
}

/// The cases that check a schema, by the name of its component.
pub(super) fn of_schema(contract: &Contract, component: &str) -> Vec<String> {
    let role = component.rsplit_once('.');
    let kind = match role {
        Some((_, "params")) => "request",
        Some((_, role)) => role,
        None if component == ERROR => "error",
        None => "",
    };
    let of_method = |method: &Method| role.is_none_or(|(name, _)| method.name == name);
    let shown = examples(contract, |method, example| example.kind == kind && of_method(method));
    let answered = match role {
        Some((_, role)) => role != "params",
        None => answered(contract).contains(component),
    };
    let decoded = role.is_some_and(|(_, role)| role == "answer") || component == ERROR;
    let families = [(answered, "answers"), (decoded, "decodes"), (true, "rejected")];
    let families = families.into_iter().filter(|(applies, _)| *applies);
    families.map(|(_, how)| format!("{component}/{how}")).chain(shown).collect()
}

/// Cases in words: `case x`, `cases x and y`.
pub(super) fn listed(cases: &[String]) -> String {
    let cases: Vec<_> = cases.iter().map(|case| inline(case)).collect();
    match &cases[..] {
        [] => "no case".to_owned(),
        [only] => format!("case {only}"),
        [first @ .., last] => format!("cases {} and {last}", first.join(", ")),
    }
}

/// The cases of some examples. Requests of methods that only read are sent too, unless they carry a token.
fn examples(contract: &Contract, wanted: impl Fn(&Method, &Example) -> bool) -> Vec<String> {
    let all = contract.methods.iter().flat_map(|method| method.examples.iter().map(move |example| (method, example)));
    let cases = |(method, example): (&Method, &Example)| {
        let sent = example.kind == "request" && method.effect == "read" && example.payload.get("auth").is_none();
        std::iter::once(example.id.clone()).chain(sent.then(|| format!("{}/sent", example.id)))
    };
    all.filter(|(method, example)| wanted(method, example)).flat_map(cases).collect()
}

/// Names of the shared schemas that answers are made of, directly or by reference.
fn answered(contract: &Contract) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open = vec![ENVELOPE, ERROR];
    if contract.methods.iter().any(|method| method.paged) {
        open.push(PAGE);
    }
    for method in &contract.methods {
        references(&method.result, &mut open);
    }
    while let Some(name) = open.pop() {
        if found.insert(name)
            && let Some(schema) = contract.schema(name)
        {
            references(schema, &mut open);
        }
    }
    found
}

fn references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    match schema {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).and_then(component_of));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
