//! Random valid values of the contract's schemas.
//!
//! Knows the part of JSON Schema that the contract uses, and refuses any other, so that a new keyword cannot go
//! unnoticed.

mod scalar;

use b24_contract::Contract;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Map, Value};

use self::scalar::{anything, integer, letters, matching, number, text};
use crate::json::has_type;

/// A schema that values cannot be made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no values can be made for {at}: {reason}")]
pub(crate) struct Unsupported {
    /// Component and pointer.
    at: String,
    reason: String,
}

/// Keywords that say nothing about which values are valid.
const ANNOTATIONS: &[&str] = &["title", "description", "x-b24-source", "default", "example", "examples", "readOnly"];

/// Keywords that say which objects are valid.
const OBJECT: [&str; 6] = ["properties", "required", "additionalProperties", "minProperties", "allOf", "not"];

type Values = BoxedStrategy<Value>;

/// Valid values of a component: edges of numbers, whole numbers as `100.0`, members that the schema does not know.
pub(crate) fn values(contract: &Contract, component: &str) -> Result<Values, Unsupported> {
    let schemas = contract.openapi.pointer("/components/schemas").and_then(Value::as_object);
    let Some(schemas) = schemas else {
        return Err(Unsupported { at: component.to_owned(), reason: "the contract has no schemas".to_owned() });
    };
    Generator { schemas }.component(component)
}

struct Generator<'a> {
    schemas: &'a Map<String, Value>,
}

/// What an object may look like, gathered over `allOf`.
#[derive(Default)]
struct Object<'a> {
    properties: Vec<(&'a str, String, &'a Value)>,
    required: Vec<&'a str>,
    forbidden: Vec<&'a str>,
    closed: bool,
    /// Fewest members.
    least: usize,
    /// Schema of members without a property of their own.
    others: Option<(String, &'a Value)>,
}

impl<'a> Generator<'a> {
    fn component(&self, name: &str) -> Result<Values, Unsupported> {
        match self.schemas.get(name) {
            Some(schema) => self.schema(&format!("{name}#"), schema),
            None => refuse(name, "there is no such schema"),
        }
    }

    fn schema(&self, at: &str, schema: &'a Value) -> Result<Values, Unsupported> {
        let Some(keywords) = schema.as_object() else { return refuse(at, "it is no object") };
        let keyword = |name: &str| keywords.get(name);
        if let Some(reference) = keyword("$ref").and_then(Value::as_str) {
            if keyword("required").is_some() {
                return self.object(at, schema);
            }
            self.only(at, keywords, &["$ref"])?;
            return self.component(reference.rsplit('/').next().unwrap_or_default());
        }
        if let Some(value) = keyword("const") {
            self.only(at, keywords, &["const", "type"])?;
            return Ok(Just(value.clone()).boxed());
        }
        if let Some(choices) = keyword("enum").and_then(Value::as_array) {
            self.only(at, keywords, &["enum", "type"])?;
            return Ok(select(choices.clone()).boxed());
        }
        if let Some(condition) = keyword("if") {
            self.only(at, keywords, &["if", "then", "else"])?;
            return self.either(at, condition, [keyword("then"), keyword("else")]);
        }
        match keyword("type") {
            Some(Value::String(kind)) => self.of_types(at, &[kind], schema),
            Some(Value::Array(kinds)) => {
                let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
                self.of_types(at, &kinds, schema)
            }
            None if keywords.keys().all(|name| ANNOTATIONS.contains(&name.as_str())) => Ok(anything().boxed()),
            _ => refuse(at, "it has no type"),
        }
    }

    /// Values of some types. A keyword that is about one of them says nothing about the others.
    fn of_types(&self, at: &str, kinds: &[&str], schema: &'a Value) -> Result<Values, Unsupported> {
        let known: Vec<&str> = kinds.iter().flat_map(|kind| keywords_of(kind)).chain(&["type"]).copied().collect();
        let Some(keywords) = schema.as_object() else { return refuse(at, "it is no object") };
        self.only(at, keywords, &known)?;
        let values =
            kinds.iter().map(|kind| self.of_type(at, kind, keywords, schema)).collect::<Result<Vec<_>, _>>()?;
        Ok(Union::new(values).boxed())
    }

    fn of_type(
        &self,
        at: &str,
        kind: &str,
        keywords: &'a Map<String, Value>,
        schema: &'a Value,
    ) -> Result<Values, Unsupported> {
        let number_at = |name: &str| keywords.get(name).and_then(Value::as_f64);
        let whole_at = |name: &str| keywords.get(name).and_then(Value::as_i64);
        let size_at = |name: &str| whole_at(name).and_then(|size| usize::try_from(size).ok());
        Ok(match kind {
            "object" => self.object(at, schema)?,
            "array" => {
                let entry = match keywords.get("items") {
                    Some(items) => self.schema(&format!("{at}/items"), items)?,
                    None => anything().boxed(),
                };
                let least = size_at("minItems").unwrap_or(0);
                vec(entry, least..=size_at("maxItems").unwrap_or(least + 2)).prop_map(Value::from).boxed()
            }
            "integer" => {
                integer(whole_at("minimum").unwrap_or(-scalar::EXACT), whole_at("maximum").unwrap_or(scalar::EXACT))
            }
            "number" => number(number_at("minimum").unwrap_or(-1e15), number_at("maximum").unwrap_or(1e15)),
            "string" => match (keywords.get("pattern").and_then(Value::as_str), size_at("minLength")) {
                (Some(pattern), None) => matching(pattern).or_else(|reason| refuse(at, &reason))?,
                (Some(_), Some(_)) => return refuse(at, "it has a pattern and a length"),
                (None, least) => {
                    let long_enough = move |text: &String| text.chars().count() >= least.unwrap_or_default();
                    text().prop_filter("long enough", long_enough).prop_map(Value::from).boxed()
                }
            },
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "null" => Just(Value::Null).boxed(),
            other => return refuse(at, &format!("the type {other} is not known")),
        })
    }

    /// Values of `if/then/else`, where the condition is a type.
    fn either(&self, at: &str, condition: &'a Value, branches: [Option<&'a Value>; 2]) -> Result<Values, Unsupported> {
        let members = condition.as_object().filter(|members| members.len() == 1);
        let kind = members.and_then(|members| members.get("type")).and_then(Value::as_str);
        let (Some(kind), [Some(then), Some(other)]) = (kind, branches) else {
            return refuse(at, "only a type as `if`, with `then` and `else`, is known");
        };
        let kind = kind.to_owned();
        let then = self.schema(&format!("{at}/then"), then)?;
        let other = self.schema(&format!("{at}/else"), other)?;
        let unlike = kind.clone();
        Ok(prop_oneof![
            then.prop_filter("of the type", move |value| has_type(value, &kind)),
            other.prop_filter("of another type", move |value| !has_type(value, &unlike)),
        ]
        .boxed())
    }

    fn object(&self, at: &str, schema: &'a Value) -> Result<Values, Unsupported> {
        let mut object = Object::default();
        self.gather(at, schema, &mut object)?;
        let other = match &object.others {
            Some((at, schema)) => self.schema(at, schema)?,
            None => anything().boxed(),
        };
        let mut members: Vec<BoxedStrategy<Option<(String, Value)>>> = Vec::new();
        let described = |name: &str| object.properties.iter().any(|(property, _, _)| *property == name);
        for name in object.required.iter().filter(|name| !described(name)) {
            let key = (*name).to_owned();
            members.push(other.clone().prop_map(move |value| Some((key.clone(), value))).boxed());
        }
        for (name, at, subschema) in &object.properties {
            let member = self.schema(at, subschema)?;
            let key = (*name).to_owned();
            let named = member.prop_map(move |value| (key.clone(), value));
            members.push(match object.required.contains(name) {
                true => named.prop_map(Some).boxed(),
                false => proptest::option::of(named).boxed(),
            });
        }
        let least = object.least;
        let surplus = letters('A'..='Z', 1).prop_map(|letters| format!("X_{letters}"));
        let extra =
            if object.closed { Just(Vec::new()).boxed() } else { vec((surplus, other), least..least + 3).boxed() };
        Ok((members, extra)
            .prop_map(|(members, extra)| members.into_iter().flatten().chain(extra).collect::<Map<_, _>>())
            .prop_filter("enough members", move |members| members.len() >= least)
            .prop_map(Value::Object)
            .boxed())
    }

    /// Takes an object's parts from the schema, its `allOf` and what those refer to.
    fn gather(&self, at: &str, schema: &'a Value, object: &mut Object<'a>) -> Result<(), Unsupported> {
        let Some(keywords) = schema.as_object() else { return refuse(at, "it is no object") };
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            match self.schemas.get(name) {
                Some(schema) => self.gather(&format!("{name}#"), schema, object)?,
                None => return refuse(name, "there is no such schema"),
            }
        }
        self.only(at, keywords, &[&OBJECT[..], &["type", "$ref"]].concat())?;
        let least = keywords.get("minProperties").and_then(Value::as_u64).and_then(|least| usize::try_from(least).ok());
        object.least = object.least.max(least.unwrap_or_default());
        for (place, part) in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            self.gather(&format!("{at}/allOf/{place}"), part, object)?;
        }
        for (name, subschema) in keywords.get("properties").and_then(Value::as_object).into_iter().flatten() {
            object.properties.push((name, format!("{at}/properties/{name}"), subschema));
        }
        object.required.extend(names(keywords.get("required")));
        object.forbidden.extend(names(keywords.get("not").and_then(|not| not.get("required"))));
        match keywords.get("additionalProperties") {
            None => {}
            Some(Value::Bool(open)) => object.closed |= !open,
            Some(Value::Object(schema)) if schema.is_empty() => {}
            Some(schema) => object.others = Some((format!("{at}/additionalProperties"), schema)),
        }
        if object.properties.iter().any(|(name, _, _)| object.forbidden.contains(name)) {
            return refuse(at, "a property is forbidden");
        }
        Ok(())
    }

    fn only(&self, at: &str, keywords: &Map<String, Value>, known: &[&str]) -> Result<(), Unsupported> {
        let is_known = |name: &&String| known.contains(&name.as_str()) || ANNOTATIONS.contains(&name.as_str());
        match keywords.keys().find(|name| !is_known(name)) {
            Some(name) => refuse(at, &format!("the keyword {name} is not known here")),
            None => Ok(()),
        }
    }
}

/// The keywords that say which values of a type are valid.
fn keywords_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "object" => &OBJECT,
        "array" => &["items", "minItems", "maxItems"],
        "integer" | "number" => &["minimum", "maximum"],
        "string" => &["pattern", "minLength"],
        _ => &[],
    }
}

fn refuse<T>(at: &str, reason: &str) -> Result<T, Unsupported> {
    Err(Unsupported { at: at.to_owned(), reason: reason.to_owned() })
}

fn names(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
