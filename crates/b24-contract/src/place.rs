//! A place in the schemas, reached through references, and the clause that speaks for it.

use serde_json::Value;

use crate::ClauseId;
use crate::component::{Components, LIST, MAP, ONE, escaped};

/// A schema with its location.
///
/// The clause of a place is its location in its component. Behind a reference it is the location in the component
/// that the reference leads to, unless the reference says more than where it leads: a property that describes itself
/// (`SORT`: "Sort index.", as `Sort` has it) speaks for all that is behind it, since readers know it by that name.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    components: Components<'a>,
    component: &'a str,
    pointer: String,
    schema: &'a Value,
    speaker: Option<ClauseId>,
}

impl<'a> Place<'a> {
    /// The component of this name.
    pub(crate) fn of(components: Components<'a>, name: &str) -> Option<Self> {
        let (component, schema) = components.get_key_value(name)?;
        Some(Self { components, component, pointer: String::new(), schema, speaker: None })
    }

    /// The schema here.
    pub(crate) fn schema(&self) -> &'a Value {
        self.schema
    }

    /// The clause that a violation of the schema here breaks.
    pub(crate) fn clause(&self) -> ClauseId {
        self.speaker.clone().unwrap_or_else(|| ClauseId::of_schema(self.component, &self.pointer))
    }

    /// The clause that an object without the member breaks: the member's description, if there is one.
    pub(crate) fn clause_of_missing(&self, member: &str) -> ClauseId {
        self.child(&["properties", member]).map_or_else(|| self.clause(), |place| place.clause())
    }

    /// The schema below this one at a keyword, such as `["properties", "SORT"]`.
    pub(crate) fn child(&self, path: &[&str]) -> Option<Self> {
        let mut place = Self { speaker: None, ..self.clone() };
        for segment in path {
            place.schema = match place.schema {
                Value::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
                schema => schema.get(segment)?,
            };
            place.pointer.push('/');
            place.pointer.push_str(&escaped(segment));
        }
        Some(place)
    }

    /// The schemas of a list at a keyword, such as `allOf`.
    #[cfg(feature = "judge")]
    pub(crate) fn numbered(&self, keyword: &'static str) -> impl Iterator<Item = Self> {
        let place = self.clone();
        (0..).map_while(move |index: usize| place.child(&[keyword, &index.to_string()]))
    }

    /// The schema that the reference here leads to, if there is one.
    pub(crate) fn referred(&self) -> Option<Self> {
        let (component, schema) = self.components.referred(self.schema)?;
        let describes_itself = self.schema.as_object().is_some_and(|members| members.len() > 1);
        let speaker = self.speaker.clone().or_else(|| describes_itself.then(|| self.clause()));
        Some(Self { component, pointer: String::new(), schema, speaker, ..self.clone() })
    }

    /// The place whose keyword is the last of a validator's evaluation path, which begins in this place.
    pub(crate) fn follow(self, evaluation_path: &str) -> Self {
        let path: Vec<String> = evaluation_path.split('/').skip(1).map(unescaped).collect();
        let mut place = self;
        let mut rest = path.as_slice();
        loop {
            let step = match rest {
                [keyword, _, ..] if keyword == "$ref" => place.referred().map(|place| (place, 1)),
                [keyword, key, ..] if MAP.contains(&keyword.as_str()) || LIST.contains(&keyword.as_str()) => {
                    place.child(&[keyword, key]).map(|place| (place, 2))
                }
                [keyword, _, ..] if ONE.contains(&keyword.as_str()) => place.child(&[keyword]).map(|place| (place, 1)),
                _ => None,
            };
            let Some((next, length)) = step else { return place };
            place = next;
            rest = &rest[length..];
        }
    }
}

fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_path_ends_in_belongs_to_the_clause_that_readers_know() {
        let document = json!({ "components": { "schemas": {
            "Number": { "type": "integer" },
            "Index": { "$ref": "#/components/schemas/Number" },
            "Row": { "type": "object", "required": ["a/b", "other"], "properties": {
                "a/b": { "$ref": "#/components/schemas/Index", "description": "Its own." },
                "plain": { "$ref": "#/components/schemas/Index" },
                "list": { "type": "array", "items": { "type": "string" } },
            } },
            "Rows": { "allOf": [{ "$ref": "#/components/schemas/Row" }], "not": { "required": ["x"] } },
        } } });
        let components = Components::of(&document).expect("it has components");
        let rows = Place::of(components, "Rows").expect("named above");
        let clause = |path: &str| rows.clone().follow(path).clause().to_string();
        assert_eq!(clause("/not"), "Rows#");
        assert_eq!(clause("/allOf/0/$ref/type"), "Row#");
        assert_eq!(clause("/allOf/0/$ref/properties/a~1b/$ref/$ref/type"), "Row#/properties/a~1b");
        assert_eq!(clause("/allOf/0/$ref/properties/plain/$ref/$ref/type"), "Number#");
        assert_eq!(clause("/allOf/0/$ref/properties/list/items/type"), "Row#/properties/list/items");
        let row = rows.follow("/allOf/0/$ref/required");
        assert_eq!(row.clause_of_missing("a/b").as_str(), "Row#/properties/a~1b");
        assert_eq!(row.clause_of_missing("other").as_str(), "Row#");
    }
}
