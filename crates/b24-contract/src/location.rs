//! The schema locations of the contract: each is a clause.

use serde_json::Value;

use crate::component::{LIST, MAP, ONE, escaped};
use crate::{ClauseId, Contract};

impl Contract {
    /// Every schema location with its schema, by component. A location behind a `$ref` belongs to the component that
    /// the reference names; schemas that allow everything, such as `{}`, are no clauses, and neither is an entry of
    /// `allOf` and its like that only refers.
    pub fn schema_locations(&self) -> Vec<(ClauseId, &Value)> {
        let mut found = Vec::new();
        let components = self.openapi.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in components.into_iter().flatten() {
            walk(name, String::new(), schema, &mut found);
        }
        found
    }
}

fn walk<'a>(name: &str, pointer: String, schema: &'a Value, found: &mut Vec<(ClauseId, &'a Value)>) {
    let Some(members) = schema.as_object().filter(|members| !members.is_empty()) else { return };
    found.push((ClauseId::of_schema(name, &pointer), schema));
    for keyword in MAP {
        for (key, subschema) in members.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            walk(name, format!("{pointer}/{keyword}/{}", escaped(key)), subschema, found);
        }
    }
    for keyword in ONE {
        if let Some(subschema) = members.get(keyword) {
            walk(name, format!("{pointer}/{keyword}"), subschema, found);
        }
    }
    for keyword in LIST {
        let listed = members.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate();
        for (index, subschema) in listed.filter(|(_, subschema)| !is_mere_reference(subschema)) {
            walk(name, format!("{pointer}/{keyword}/{index}"), subschema, found);
        }
    }
}

fn is_mere_reference(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| members.len() == 1 && members.contains_key("$ref"))
}

#[cfg(test)]
mod tests {
    use crate::contract;

    #[test]
    fn locations_are_unique_and_reach_properties() {
        let locations = contract().schema_locations();
        let mut ids: Vec<_> = locations.iter().map(|(id, _)| id.as_str()).collect();
        assert!(ids.contains(&"ContactBinding#"));
        assert!(ids.contains(&"ContactBinding#/properties/SORT"));
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
