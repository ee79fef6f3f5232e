//! Which schema locations a value has something for.

use serde_json::{Map, Value};

use crate::ClauseId;
use crate::component::{Components, escaped};
use crate::mutate::Branch;

/// A schema location, and the part of a value that it describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The location.
    pub clause: ClauseId,
    /// JSON pointer to the part.
    pub pointer: String,
}

/// Every schema location that a value has a part for, walked along the named schema of the contract's components: the
/// locations of [`Contract::schema_locations`](crate::Contract::schema_locations). A name that the contract does not know
/// reaches none.
pub fn reached(component: &str, value: &Value) -> Vec<Reached> {
    let mut found = Vec::new();
    if let Some(components) = Components::embedded() {
        Walk { components, found: &mut found }.component(component, value, "");
    }
    found
}

struct Walk<'a> {
    components: Components<'a>,
    found: &'a mut Vec<Reached>,
}

impl Walk<'_> {
    fn component(&mut self, name: &str, value: &Value, at: &str) {
        if let Some(schema) = self.components.get(name) {
            self.schema(name, "", schema, value, at);
        }
    }

    /// Walks the schema at `location` of the component `name`, for the part at the pointer `at`.
    fn schema(&mut self, name: &str, location: &str, schema: &Value, value: &Value, at: &str) {
        // A schema that allows everything is no clause.
        if schema.as_object().is_none_or(Map::is_empty) {
            return;
        }
        self.found.push(Reached { clause: ClauseId::of_schema(name, location), pointer: at.to_owned() });
        if let Some((component, _)) = self.components.referred(schema) {
            self.component(component, value, at);
        }
        for (place, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let only_refers = part.as_object().is_some_and(|members| members.len() == 1);
            match self.components.referred(part).filter(|_| only_refers) {
                // A part that only refers is no clause of its own.
                Some((component, _)) => self.component(component, value, at),
                None => self.schema(name, &format!("{location}/allOf/{place}"), part, value, at),
            }
        }
        if let Some(branch) = Branch::of(schema, value).map(Branch::keyword)
            && let Some(subschema) = schema.get(branch)
        {
            self.schema(name, &format!("{location}/{branch}"), subschema, value, at);
        }
        match value {
            Value::Object(members) => {
                let properties = schema.get("properties").and_then(Value::as_object);
                for (key, member) in members {
                    let own = properties.and_then(|properties| properties.get(key));
                    let step = match own {
                        Some(_) => format!("{location}/properties/{}", escaped(key)),
                        None => format!("{location}/additionalProperties"),
                    };
                    if let Some(subschema) = own.or_else(|| schema.get("additionalProperties")) {
                        self.schema(name, &step, subschema, member, &format!("{at}/{}", escaped(key)));
                    }
                }
            }
            Value::Array(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    if let Some(subschema) = schema.get("items") {
                        self.schema(name, &format!("{location}/items"), subschema, entry, &format!("{at}/{index}"));
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_location_is_reached_where_its_value_stands() {
        let value = json!([{ "CONTACT_ID": 7 }, { "CONTACT_ID": 8, "SORT": 10 }]);
        let found = reached("crm.company.contact.items.get.result", &value);
        let pointers = |clause: &str| -> Vec<&str> {
            let of_clause = found.iter().filter(|reached| reached.clause.as_str() == clause);
            of_clause.map(|reached| reached.pointer.as_str()).collect()
        };
        assert_eq!(pointers("ContactBinding#/properties/CONTACT_ID"), ["/0/CONTACT_ID", "/1/CONTACT_ID"]);
        assert_eq!(pointers("Sort#"), ["/1/SORT"]);
        assert_eq!(pointers("ContactBinding#/properties/IS_PRIMARY"), [""; 0]);
        assert_eq!(reached("NoSuchSchema", &value), []);
    }
}
