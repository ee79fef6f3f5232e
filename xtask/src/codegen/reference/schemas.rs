//! `schemas.md`: the shapes that several methods share, and which cases check them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::markdown::{code, inline, sentence, source};
use super::members;
use crate::codegen::bundle::component_of;
use crate::codegen::model::{Contract, Source};

/// Its text.
pub(super) fn page(contract: &Contract) -> String {
    let mut text = String::from(
        "# Shared schemas\n\nValues that several methods take or answer with. Each place of a schema is a clause: the member \
         `NAME` of `Schema` is `Schema#/properties/NAME`.\n\n",
    );
    let answered = answered(contract);
    for (name, schema) in &contract.schemas {
        text.push_str(&section(contract, name, schema, answered.contains(name.as_str())));
    }
    text
}

fn section(contract: &Contract, name: &str, schema: &Value, answered: bool) -> String {
    let described = schema["description"].as_str().unwrap_or_default();
    let described = if described.is_empty() { String::new() } else { format!("{} ", sentence(described)) };
    let provenance = serde_json::from_value::<Source>(schema["x-b24-source"].clone());
    let provenance = provenance.map_or_else(|_| String::new(), |found| format!("({})", source(&found)));
    let table = members::members(contract, schema, "Member");
    let shape = if table.is_empty() { code("json", &format!("{:#}", bare(schema))) } else { table };
    let mut cases = vec!["rejected"];
    if answered {
        cases.insert(0, "answers");
    }
    if name == "ErrorEnvelope" {
        cases.insert(1, "decodes");
    }
    format!("## {name}\n\n{}\n\n{shape}{}\n\n", format!("{described}{provenance}").trim(), checked(name, &cases))
}

/// A schema without what the page says in words.
fn bare(schema: &Value) -> Value {
    let mut bare = schema.clone();
    if let Some(members) = bare.as_object_mut() {
        members.retain(|key, _| !matches!(key.as_str(), "title" | "description" | "x-b24-source"));
    }
    bare
}

/// The cases that check a schema.
pub(super) fn checked(name: &str, cases: &[&str]) -> String {
    let cases: Vec<_> = cases.iter().map(|case| inline(&format!("{name}/{case}"))).collect();
    match &cases[..] {
        [only] => format!("Schema {}; case {only}.", inline(name)),
        [first @ .., last] => format!("Schema {}; cases {} and {last}.", inline(name), first.join(", ")),
        [] => format!("Schema {}.", inline(name)),
    }
}

/// Names of the shared schemas that answers are made of, directly or by reference.
fn answered(contract: &Contract) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open = vec!["SuccessEnvelope", "ErrorEnvelope"];
    if contract.methods.iter().any(|method| method.paged) {
        open.push("PageEnvelope");
    }
    for method in &contract.methods {
        references(&method.result, &mut open);
    }
    while let Some(name) = open.pop() {
        if found.insert(name)
            && let Some(schema) = contract.schema(name)
        {
            references(schema, &mut open);
        }
    }
    found
}

fn references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    match schema {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).and_then(component_of));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
        _ => {}
    }
}
