//! Tables of parameters and of the members of a result.

use serde_json::Value;

use super::markdown::{inline, sentence, table};
use crate::codegen::bundle::component_of;
use crate::codegen::model::Contract;
use crate::codegen::request;

/// Members above which a shared schema is told of on its own page only.
const MANY: usize = 12;

/// The members of an object schema, those of nested objects below it.
pub(super) fn members(contract: &Contract, schema: &Value, first: &str) -> String {
    let mut rows = Vec::new();
    collect(contract, schema, "", &mut rows);
    table(&[first, "Type", "Required", "Meaning"], &rows)
}

fn collect(contract: &Contract, schema: &Value, prefix: &str, rows: &mut Vec<Vec<String>>) {
    let schema = request::resolve(contract, schema);
    let required = request::required(schema);
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{prefix}{name}");
        let needed = if required.contains(&name.as_str()) { "yes" } else { "no" };
        let mut told = meaning(contract, member);
        let elsewhere = long_elsewhere(contract, member);
        if let Some(shared) = elsewhere {
            told = format!("{} Its members are those of {}.", sentence(&told), link(shared));
        }
        rows.push(vec![inline(&path), kind(contract, member), needed.to_owned(), told]);
        if elsewhere.is_none() {
            collect(contract, member, &format!("{path}."), rows);
        }
    }
}

/// The shared schema that a schema, or that of its entries, refers to, where its members would fill a page.
pub(super) fn long_elsewhere<'a>(contract: &'a Contract, schema: &'a Value) -> Option<&'a str> {
    let schema = schema.get("items").unwrap_or(schema);
    let name = schema["$ref"].as_str().and_then(component_of)?;
    let properties = request::resolve(contract, schema)["properties"].as_object()?;
    (properties.len() > MANY).then_some(name)
}

/// A link to a shared schema.
pub(super) fn link(shared: &str) -> String {
    format!("[{shared}](schemas.md#{})", shared.to_lowercase())
}

/// What a schema says of itself, or the shared schema that it refers to.
fn meaning(contract: &Contract, schema: &Value) -> String {
    let own = schema["description"].as_str();
    own.or(request::resolve(contract, schema)["description"].as_str()).unwrap_or_default().to_owned()
}

/// The type of a value in words.
pub(super) fn kind(contract: &Contract, schema: &Value) -> String {
    let schema = request::resolve(contract, schema);
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<_> =
            values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), inline)).collect();
        return values.join(" or ");
    }
    if let (Some(then), Some(other)) = (schema.get("then"), schema.get("else")) {
        return format!("{} or {}", kind(contract, then), kind(contract, other));
    }
    if let Some(kinds) = schema["type"].as_array() {
        let one = |kind: &Value| match kind.as_str() {
            Some("null") => "null".to_owned(),
            _ => self::kind(contract, &serde_json::json!({ "type": kind })),
        };
        return kinds.iter().map(one).collect::<Vec<_>>().join(" or ");
    }
    match schema["type"].as_str() {
        Some("array") => {
            schema.get("items").map_or("list".into(), |items| format!("list of {}", kind(contract, items)))
        }
        Some(kind @ ("integer" | "number")) => format!("{kind}{}", bounds(schema)),
        Some("string") => "text".into(),
        Some(kind) => schema["title"].as_str().map_or_else(|| kind.to_owned(), str::to_lowercase),
        None => "anything".into(),
    }
}

/// Bounds of a number that say something about the subject, not about the width of a machine's integers.
fn bounds(schema: &Value) -> String {
    match schema["minimum"].as_i64() {
        Some(minimum @ 0..=1) => format!(", at least {minimum}"),
        _ => String::new(),
    }
}

/// A result as it is written, or behind its reference where that leads to a list.
pub(super) fn list<'a>(contract: &'a Contract, result: &'a Value) -> &'a Value {
    let resolved = request::resolve(contract, result);
    if resolved.get("items").is_some() { resolved } else { result }
}

/// The schema that describes one entry of a result: the items of a list, or the result itself.
pub(super) fn entry<'a>(contract: &'a Contract, result: &'a Value) -> &'a Value {
    let resolved = request::resolve(contract, result);
    resolved.get("items").map_or(resolved, |items| request::resolve(contract, items))
}
