//! Finds every schema that applies to some part of a value.

use serde_json::Value;

use crate::component::escaped;
use crate::place::Place;

/// A schema, the pointer to the part of the value that it applies to, and that part.
pub(super) type Spot<'a, 'v> = (Place<'a>, String, &'v Value);

/// All spots of a value, parents before children.
pub(super) fn spots<'a, 'v>(root: Place<'a>, value: &'v Value) -> Vec<Spot<'a, 'v>> {
    let mut spots = Vec::new();
    visit(root, String::new(), value, &mut spots);
    spots
}

fn visit<'a, 'v>(place: Place<'a>, pointer: String, value: &'v Value, spots: &mut Vec<Spot<'a, 'v>>) {
    spots.push((place.clone(), pointer.clone(), value));
    if let Some(place) = place.referred() {
        visit(place, pointer.clone(), value, spots);
    }
    for place in numbered(&place, "allOf") {
        visit(place, pointer.clone(), value, spots);
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(place) = member_schema(&place, name) {
                    visit(place, format!("{pointer}/{}", escaped(name)), member, spots);
                }
            }
        }
        Value::Array(items) => {
            let first: Vec<_> = numbered(&place, "prefixItems").collect();
            for (index, item) in items.iter().enumerate() {
                if let Some(place) = first.get(index).cloned().or_else(|| place.child(&["items"])) {
                    visit(place, format!("{pointer}/{index}"), item, spots);
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

fn numbered<'a>(place: &Place<'a>, keyword: &'static str) -> impl Iterator<Item = Place<'a>> {
    let place = place.clone();
    (0..).map_while(move |index: usize| place.child(&[keyword, &index.to_string()]))
}
