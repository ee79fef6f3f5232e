//! The ways to break one schema with one value.

use serde_json::{Map, Number, Value};

use crate::ClauseId;
use crate::place::Place;

/// A value that breaks a schema, in place of one that keeps it.
pub(super) struct Plant {
    pub(super) value: Value,
    pub(super) clause: ClauseId,
    pub(super) how: String,
}

/// Every way to break the keywords of this schema, looking no deeper.
pub(super) fn plants(place: &Place, value: &Value) -> Vec<Plant> {
    let mut plants = Vec::new();
    let mut plant = |how: String, value: Value| plants.push(Plant { value, clause: place.clause(), how });
    for (name, value) in types(place.schema(), value) {
        plant(format!("type:{name}"), value);
    }
    let keyword = |name: &str| place.schema().get(name);
    if let Some(options) = keyword("enum").and_then(Value::as_array) {
        plant("enum".to_owned(), other_than(value, options));
    }
    if let Some(constant) = keyword("const") {
        plant("const".to_owned(), other_than(value, std::slice::from_ref(constant)));
    }
    match value {
        Value::Number(_) => {
            for (name, value) in bounds(place.schema()) {
                plant(name.to_owned(), value);
            }
        }
        Value::String(text) => {
            for (name, value) in texts(place.schema(), text) {
                plant(name.to_owned(), Value::String(value));
            }
        }
        Value::Array(items) => {
            for (name, value) in lists(place.schema(), items) {
                plant(name.to_owned(), Value::Array(value));
            }
        }
        Value::Object(members) => plants.extend(objects(place, members)),
        Value::Null | Value::Bool(_) => {}
    }
    plants
}

/// One value of each type that the schema does not allow.
fn types(schema: &Value, value: &Value) -> Vec<(&'static str, Value)> {
    let allowed: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => return Vec::new(),
    };
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    };
    let samples = [
        ("string", Value::String(text)),
        ("integer", Value::from(0)),
        ("number", Value::from(0.5)),
        ("boolean", Value::Bool(true)),
        ("null", Value::Null),
        ("array", Value::Array(Vec::new())),
        ("object", Value::Object(Map::new())),
    ];
    let is_allowed = |name: &str| allowed.contains(&name) || name == "integer" && allowed.contains(&"number");
    samples.into_iter().filter(|(name, _)| !is_allowed(name)).collect()
}

/// A value of the same type that is none of the options.
fn other_than(value: &Value, options: &[Value]) -> Value {
    let mut other = value.clone();
    while options.contains(&other) {
        other = match other {
            Value::String(text) if !options.contains(&Value::String(text.to_lowercase())) => text.to_lowercase().into(),
            Value::String(text) => format!("{text}_").into(),
            Value::Number(number) => step(&number, 1).unwrap_or_default(),
            Value::Bool(flag) if !options.contains(&Value::Bool(!flag)) => Value::Bool(!flag),
            Value::Array(mut items) => {
                items.push(Value::Null);
                items.into()
            }
            Value::Object(mut members) => {
                members.insert(format!("_{}", members.len()), Value::Null);
                members.into()
            }
            Value::Bool(_) | Value::Null => String::new().into(),
        };
    }
    other
}

/// Numbers just outside the bounds.
fn bounds(schema: &Value) -> Vec<(&'static str, Value)> {
    let limit = |name: &str, by: i64| schema.get(name)?.as_number().and_then(|number| step(number, by));
    [("minimum", -1), ("maximum", 1), ("exclusiveMinimum", 0), ("exclusiveMaximum", 0)]
        .into_iter()
        .filter_map(|(name, by)| Some((name, limit(name, by)?)))
        .collect()
}

/// A number and a whole step; `None` where the type ends or the step is too small to matter.
fn step(number: &Number, by: i64) -> Option<Value> {
    match number.as_i64() {
        Some(whole) => whole.checked_add(by).map(Value::from),
        None => {
            let moved = number.as_f64()? + by as f64;
            Number::from_f64(moved).filter(|moved| by == 0 || moved != number).map(Value::Number)
        }
    }
}

/// Texts of a wrong length or form.
fn texts(schema: &Value, text: &str) -> Vec<(&'static str, String)> {
    let length = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    let mut plants = Vec::new();
    let pattern = schema.get("pattern").and_then(Value::as_str).and_then(|pattern| regex::Regex::new(pattern).ok());
    if let Some(pattern) = pattern {
        let tries = [format!("{text}~"), "~".to_owned(), String::new()];
        plants.extend(tries.into_iter().find(|text| !pattern.is_match(text)).map(|text| ("pattern", text)));
        return plants;
    }
    if let Some(limit) = length("minLength").and_then(|limit| limit.checked_sub(1)) {
        plants.push(("minLength", text.chars().take(limit).collect()));
    }
    if let Some(limit) = length("maxLength") {
        plants.push(("maxLength", text.chars().chain(std::iter::repeat('x')).take(limit + 1).collect()));
    }
    plants
}

/// Lists of a wrong length. They grow by repeating their last entry; an empty one grows where any entry will do.
fn lists(schema: &Value, items: &[Value]) -> Vec<(&'static str, Vec<Value>)> {
    let length = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    let mut plants = Vec::new();
    if let Some(limit) = length("minItems").and_then(|limit| limit.checked_sub(1)) {
        plants.push(("minItems", items.iter().take(limit).cloned().collect()));
    }
    let any = schema.get("items").is_none_or(|items| items.as_object().is_some_and(Map::is_empty));
    let more = items.last().or(any.then_some(&Value::Null));
    if let (Some(limit), Some(more)) = (length("maxItems"), more) {
        let longer = items.iter().chain(std::iter::repeat(more)).take(limit + 1);
        plants.push(("maxItems", longer.cloned().collect()));
    }
    plants
}

/// Objects without a required member, or with a forbidden one.
fn objects(place: &Place, members: &Map<String, Value>) -> Vec<Plant> {
    let mut plants = Vec::new();
    for member in names(place.schema().get("required")).filter(|name| members.contains_key(*name)) {
        let mut without = members.clone();
        without.shift_remove(member);
        let clause = place.clause_of_missing(member);
        let how = if clause == place.clause() { format!("missing:{member}") } else { "missing".to_owned() };
        plants.push(Plant { value: without.into(), clause, how });
    }
    let forbidden: Vec<_> = names(place.schema().pointer("/not/required")).collect();
    if let [member] = forbidden[..] {
        plants.push(with(place, members, member, format!("present:{member}")));
    }
    if place.schema().get("additionalProperties") == Some(&Value::Bool(false)) {
        plants.push(with(place, members, "_unexpected", "additionalProperties".to_owned()));
    }
    plants
}

/// The object with one more member.
fn with(place: &Place, members: &Map<String, Value>, member: &str, how: String) -> Plant {
    let mut more = members.clone();
    more.insert(member.to_owned(), Value::Null);
    Plant { value: more.into(), clause: place.clause(), how }
}

fn names(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
