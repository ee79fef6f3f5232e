//! `schemas.md`: the shapes that several methods share, and which cases check them.

use serde_json::Value;

use super::markdown::{code, inline, sentence, source};
use super::{cases, members};
use crate::codegen::model::{Contract, Source};

/// Its text.
pub(super) fn page(contract: &Contract) -> String {
    let mut text = String::from(
        "# Shared schemas\n\nValues that several methods take or answer with. Each place of a schema is a clause: the member \
         `NAME` of `Schema` is `Schema#/properties/NAME`.\n\n",
    );
    for (name, schema) in &contract.schemas {
        text.push_str(&section(contract, name, schema));
    }
    text
}

fn section(contract: &Contract, name: &str, schema: &Value) -> String {
    let described = schema["description"].as_str().unwrap_or_default();
    let described = if described.is_empty() { String::new() } else { format!("{} ", sentence(described)) };
    let provenance = serde_json::from_value::<Source>(schema["x-b24-source"].clone());
    let provenance = provenance.map_or_else(|_| String::new(), |found| format!("({})", source(&found)));
    let table = members::members(contract, schema, "Member");
    let shape = if table.is_empty() { code("json", &format!("{:#}", bare(schema))) } else { table };
    format!("## {name}\n\n{}\n\n{shape}{}\n\n", format!("{described}{provenance}").trim(), checked(contract, name))
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
pub(super) fn checked(contract: &Contract, name: &str) -> String {
    format!("Schema {}; {}.", inline(name), cases::listed(&cases::of_schema(contract, name)))
}
