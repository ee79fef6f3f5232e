//! The ways in which values of a schema can be broken, known from the schema alone.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::branch::Branch;
use super::plant;
use crate::ClauseId;
use crate::component::Components;
use crate::place::Place;

/// A clause and a way to break it, which together name a deviation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The clause.
    pub clause: ClauseId,
    /// How it is broken, as [`Mutation::how`](super::Mutation::how) has it.
    pub how: String,
}

/// Every way in which some value of the named schema could be broken, in order: what [`mutate`](super::mutate) does with any
/// value is among them.
pub fn ways(schema: &str) -> Vec<Way> {
    let Some(place) = Components::embedded().and_then(|components| Place::of(components, schema)) else {
        return Vec::new();
    };
    let mut found = BTreeSet::new();
    visit(&place, &[], &mut Vec::new(), &mut found);
    found.into_iter().collect()
}

fn visit<'a>(place: &Place<'a>, branches: &[Branch<'a>], inside: &mut Vec<&'a Value>, found: &mut BTreeSet<Way>) {
    // A schema that leads back to itself says nothing new the second time.
    if inside.iter().any(|outer| std::ptr::eq(*outer, place.schema())) {
        return;
    }
    inside.push(place.schema());
    let stays = |value: &Value| branches.iter().all(|branch| branch.has(value));
    for sample in samples(place.schema()).into_iter().filter(stays) {
        let plants = plant::plants(place, &sample).into_iter().filter(|plant| stays(&plant.value));
        found.extend(plants.map(|plant| Way { clause: plant.clause, how: plant.how }));
    }
    for same in place.referred().into_iter().chain(place.numbered("allOf")) {
        visit(&same, branches, inside, found);
    }
    for branch in Branch::both(place.schema()).into_iter().flatten() {
        if let Some(same) = place.child(&[branch.keyword()]) {
            visit(&same, &[branches, &[branch]].concat(), inside, found);
        }
    }
    let names = place.schema().get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let members = names.filter_map(|name| place.child(&["properties", name]));
    let others = ["additionalProperties", "items"].into_iter().filter_map(|keyword| place.child(&[keyword]));
    for part in members.chain(others).chain(place.numbered("prefixItems")) {
        visit(&part, &[], inside, found);
    }
    inside.pop();
}

/// A value of each type that a schema allows, with the members that it requires.
fn samples(schema: &Value) -> Vec<Value> {
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let members: Map<String, Value> = required.map(|name| (name.to_owned(), Value::Null)).collect();
    let all = [
        ("string", Value::from("x")),
        ("integer", Value::from(1)),
        ("number", Value::from(1)),
        ("boolean", Value::from(true)),
        ("null", Value::Null),
        ("array", Value::from(vec![Value::Null])),
        ("object", Value::from(members)),
    ];
    let allowed: Option<Vec<&str>> = match schema.get("type") {
        Some(Value::String(one)) => Some(vec![one]),
        Some(Value::Array(several)) => Some(several.iter().filter_map(Value::as_str).collect()),
        _ => None,
    };
    let is_allowed = |name: &str| allowed.as_ref().is_none_or(|allowed| allowed.contains(&name));
    all.into_iter().filter(|(name, _)| is_allowed(name)).map(|(_, value)| value).collect()
}
