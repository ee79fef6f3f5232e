//! Finds every schema that applies to some part of a value.

use serde_json::Value;

use super::branch::Branch;
use crate::component::escaped;
use crate::place::Place;

/// A schema and the part of a value that it applies to.
#[derive(Clone)]
pub(super) struct Spot<'a, 'v> {
    /// The schema.
    pub(super) place: Place<'a>,
    /// JSON pointer to the part.
    pub(super) pointer: String,
    /// The part.
    pub(super) value: &'v Value,
    /// The branches of `if` that the part must stay in for the schema to apply to it.
    pub(super) branches: Vec<Branch<'a>>,
}

/// All spots of a value, parents before children.
pub(super) fn spots<'a, 'v>(root: Place<'a>, value: &'v Value) -> Vec<Spot<'a, 'v>> {
    let mut spots = Vec::new();
    visit(Spot { place: root, pointer: String::new(), value, branches: Vec::new() }, &mut spots);
    spots
}

fn visit<'a, 'v>(spot: Spot<'a, 'v>, spots: &mut Vec<Spot<'a, 'v>>) {
    spots.push(spot.clone());
    let place = &spot.place;
    for place in place.referred().into_iter().chain(place.numbered("allOf")) {
        visit(Spot { place, ..spot.clone() }, spots);
    }
    if let Some(branch) = Branch::of(place.schema(), spot.value)
        && let Some(place) = place.child(&[branch.keyword()])
    {
        let branches = spot.branches.iter().copied().chain([branch]).collect();
        visit(Spot { place, branches, ..spot.clone() }, spots);
    }
    let inner = |place: Place<'a>, key: &str, value: &'v Value| {
        let pointer = format!("{}/{}", spot.pointer, escaped(key));
        Spot { place, pointer, value, branches: Vec::new() }
    };
    match spot.value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(place) = member_schema(place, name) {
                    visit(inner(place, name, member), spots);
                }
            }
        }
        Value::Array(items) => {
            let first: Vec<_> = place.numbered("prefixItems").collect();
            for (index, item) in items.iter().enumerate() {
                if let Some(place) = first.get(index).cloned().or_else(|| place.child(&["items"])) {
                    visit(inner(place, &index.to_string(), item), spots);
                }
            }
        }
        _ => {}
    }
}

/// The schema of a member, by its name or as one of the rest.
fn member_schema<'a>(place: &Place<'a>, name: &str) -> Option<Place<'a>> {
    place.child(&["properties", name]).or_else(|| {
        let by_pattern = place.schema().get("patternProperties").is_some();
        if by_pattern { None } else { place.child(&["additionalProperties"]) }
    })
}
