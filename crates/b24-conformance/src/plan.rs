//! From the contract to the cases, in the order in which they are run and reported.

use std::collections::BTreeSet;

use b24_contract::{ClauseId, Contract, Method, contract};

use crate::case::Case;
use crate::cases::{error, example, judged, limits, payload, rules, sample};
use crate::{Error, Options, nearest, walk};

/// All cases of a contract. Groups follow one another whole: methods, errors that any method can answer with, the
/// protocol, schemas. Groups with clauses that the judge checks in the answers to other cases come last among those, and
/// such cases last in their group.
pub fn plan(contract: &Contract) -> Vec<Case> {
    let mut cases = example::plan(contract);
    cases.extend(rules::plan(contract));
    cases.extend(error::plan(contract));
    cases.extend(walk::plan(contract));
    cases.extend(limits::plan());
    cases.extend(sample::plan());
    cases.extend(payload::plan(contract));
    cases.extend(judged::plan(contract));
    let last: BTreeSet<String> =
        cases.iter().filter(|case| case.check.is_judged()).map(|case| case.group.clone()).collect();
    let mut order: Vec<String> = Vec::new();
    for case in &cases {
        if !order.contains(&case.group) {
            order.push(case.group.clone());
        }
    }
    let rank = |case: &Case| {
        let kind = match case.group.as_str() {
            payload::GROUP => 4,
            "system" => 1,
            group if Method::parse(group).is_some() => 0,
            group if last.contains(group) => 3,
            _ => 2,
        };
        let place = order.iter().position(|group| *group == case.group);
        (kind, place, case.check.is_judged())
    };
    cases.sort_by_key(rank);
    cases
}

/// The cases that a run is made of: those with ids that are wanted, and of these the ones whose id, or the id of a clause
/// of theirs, contains the filter, without regard to letter case. Walks are about so many clauses that only their own id
/// counts.
///
/// # Errors
///
/// [`Error::NoSuchCase`] with the nearest ids when the filter leaves none.
pub(crate) fn select(mut cases: Vec<Case>, options: &Options) -> Result<Vec<Case>, Error> {
    if let Some(only) = &options.only {
        cases.retain(|case| only.contains(&case.id));
    }
    let Some(filter) = options.filter.as_deref() else { return Ok(cases) };
    let wanted = filter.to_lowercase();
    let matches = |case: &Case| {
        let clauses = if case.check.is_walk() { &[] } else { case.clauses.as_slice() };
        let mut ids = std::iter::once(case.id.as_str()).chain(clauses.iter().map(ClauseId::as_str));
        ids.any(|id| id.to_lowercase().contains(&wanted))
    };
    let nearest = nearest(filter, cases.iter().map(|case| case.id.as_str()));
    let selected: Vec<Case> = cases.into_iter().filter(matches).collect();
    if selected.is_empty() { Err(Error::NoSuchCase { filter: filter.to_owned(), nearest }) } else { Ok(selected) }
}

/// Ids of the cases that check a clause of the embedded contract.
pub fn cases_of(clause: &ClauseId) -> Vec<String> {
    plan(contract()).into_iter().filter(|case| case.clauses.contains(clause)).map(|case| case.id).collect()
}

#[cfg(test)]
mod tests;
