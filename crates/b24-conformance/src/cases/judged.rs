//! Clauses that the judge checks in every answer: a case each, credited with the answers of all other cases.

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::rule::Credential;
use b24_contract::{ClauseId, Contract};
use serde_json::Value;

use crate::case::{Case, Check};
use crate::coverage::Tally;
use crate::target::Need;

/// Clauses whose departures the judge finds by itself.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Which answers show whether the clauses hold.
    pub(crate) applies: Applies,
    /// The clauses.
    pub(crate) clauses: Vec<ClauseId>,
}

/// Kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applies {
    /// All.
    Any,
    /// Successes.
    Success,
    /// Errors.
    Error,
    /// Those that carry a value of the schema.
    Schema,
}

impl Judged {
    /// Number of answers seen that show whether the clauses hold.
    pub(crate) fn seen(&self, tally: &Tally) -> u32 {
        match self.applies {
            Applies::Any => tally.answers(),
            Applies::Success => tally.successes(),
            Applies::Error => tally.errors(),
            Applies::Schema => self.clauses.iter().map(|clause| tally.answered(clause)).max().unwrap_or_default(),
        }
    }
}

/// One case for each schema that answers are made of.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    let in_answers = in_answers(contract);
    by_component(contract)
        .into_iter()
        .filter(|(component, _)| in_answers.contains(component.as_str()))
        .map(|(component, clauses)| Case {
            id: format!("{component}/answers"),
            group: super::payload::GROUP.to_owned(),
            says: "Answers keep the schema.".to_owned(),
            clauses: clauses.clone(),
            needs: [Need::Credential(Credential::Webhook)].into(),
            check: Check::Judged(Judged { applies: Applies::Schema, clauses }),
        })
        .collect()
}

/// The schemas that answers and errors are made of, directly or by reference.
fn in_answers(contract: &Contract) -> BTreeSet<&str> {
    let schemas = contract.openapi.pointer("/components/schemas").and_then(Value::as_object);
    let Some(schemas) = schemas else { return BTreeSet::new() };
    let whole = schemas.keys().map(String::as_str).filter(|name| name.ends_with(".answer") || *name == "ErrorEnvelope");
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = whole.collect();
    while let Some(name) = open.pop() {
        if found.insert(name)
            && let Some(schema) = schemas.get(name)
        {
            references(schema, &mut open);
        }
    }
    found
}

/// Names of the schemas that a schema refers to.
fn references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    match schema {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            found.extend(reference.and_then(|path| path.strip_prefix("#/components/schemas/")));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
        _ => {}
    }
}

/// The schema locations of the contract by component.
pub(crate) fn by_component(contract: &Contract) -> BTreeMap<String, Vec<ClauseId>> {
    let mut found: BTreeMap<String, Vec<ClauseId>> = BTreeMap::new();
    for (clause, _) in contract.schema_locations() {
        found.entry(clause.group().to_owned()).or_default().push(clause);
    }
    found
}
