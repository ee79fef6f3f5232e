//! Plants one violation of a schema in a valid value.
//!
//! Each mutation breaks one clause and says which, so that a judge can be tested by what it finds and a portal can be
//! made to break just that clause. Schemas below `anyOf`, `oneOf` and `not` are not entered, since there another branch may
//! accept the value; neither are those below an `if` that asks for more than a type.

mod branch;
mod plant;
mod walk;
mod ways;

use std::collections::HashSet;

use serde_json::Value;

use crate::ClauseId;
use crate::component::Components;
use crate::place::Place;
pub(crate) use branch::Branch;
use plant::Plant;
use walk::Spot;
pub use ways::{Way, ways};

/// A value with exactly one violation.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    /// The value with its violation.
    pub value: Value,
    /// JSON pointer to the violation, as a validator reports it: a missing or surplus member is reported at its object.
    pub pointer: String,
    /// The clause that is broken, as [`judge::value`](crate::judge::value) names it.
    pub clause: ClauseId,
    /// What was done, permanently so named, such as `type:string` or `missing`; a deviation's id is `<clause>!<how>`.
    pub how: String,
}

/// All mutations of `value`, which is valid under the named schema of the contract's components. Each clause is broken
/// in each way once: of the entries of a list, the first one that has the clause is taken. A name that the contract
/// does not know has no mutations.
///
/// ```
/// let binding = serde_json::json!({ "CONTACT_ID": 7, "SORT": 100, "ROLE_ID": 0, "IS_PRIMARY": "Y" });
/// let mutations = b24_contract::mutate::mutate("ContactBinding", &binding);
/// let sort = |mutation: &&b24_contract::mutate::Mutation| mutation.clause.as_str() == "ContactBinding#/properties/SORT";
/// let ways: Vec<_> = mutations.iter().filter(sort).map(|mutation| (&*mutation.how, &*mutation.pointer)).collect();
/// assert_eq!(ways[..3], [("missing", ""), ("type:string", "/SORT"), ("type:number", "/SORT")]);
/// ```
pub fn mutate(schema: &str, value: &Value) -> Vec<Mutation> {
    mutate_where(schema, value, |_| true)
}

/// The mutations of [`mutate`] that break a wanted clause. Only these are made, so that of a great value few cost little.
/// A clause is asked about once for each way to break it.
pub fn mutate_where(schema: &str, value: &Value, wanted: impl FnMut(&ClauseId) -> bool) -> Vec<Mutation> {
    Components::embedded().map_or_else(Vec::new, |components| mutate_in(components, schema, value, wanted))
}

/// The first mutation of `value` that breaks a clause in a way; `None` where the value has nothing that could be broken so.
pub fn mutate_so(schema: &str, value: &Value, way: &Way) -> Option<Mutation> {
    let place = Place::of(Components::embedded()?, schema)?;
    walk::spots(place, value).into_iter().find_map(|Spot { place, pointer, value: part, branches }| {
        let is_meant = |plant: &Plant| {
            plant.clause == way.clause && plant.how == way.how && branches.iter().all(|branch| branch.has(&plant.value))
        };
        // Only what requires members speaks for other clauses than its own.
        let may_be = place.schema().get("required").is_some() || place.clause() == way.clause;
        let plant = may_be.then(|| plant::plants(&place, part).into_iter().find(is_meant))??;
        let mut value = value.clone();
        *value.pointer_mut(&pointer)? = plant.value;
        Some(Mutation { value, pointer, clause: plant.clause, how: plant.how })
    })
}

fn mutate_in(
    components: Components,
    schema: &str,
    value: &Value,
    mut wanted: impl FnMut(&ClauseId) -> bool,
) -> Vec<Mutation> {
    let mut mutations: Vec<Mutation> = Vec::new();
    let mut known = HashSet::new();
    for Spot { place, pointer, value: part, branches } in
        Place::of(components, schema).map_or_else(Vec::new, |place| walk::spots(place, value))
    {
        let stays = |plant: &Plant| branches.iter().all(|branch| branch.has(&plant.value));
        for plant in plant::plants(&place, part).into_iter().filter(stays) {
            if !known.insert((plant.clause.clone(), plant.how.clone())) || !wanted(&plant.clause) {
                continue;
            }
            let mut value = value.clone();
            if let Some(spot) = value.pointer_mut(&pointer) {
                *spot = plant.value;
                mutations.push(Mutation { value, pointer: pointer.clone(), clause: plant.clause, how: plant.how });
            }
        }
    }
    mutations
}

#[cfg(test)]
mod tests;
