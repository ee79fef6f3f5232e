//! A document as the generator sees it: operations, and schemas with what they are used for.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::codegen::bundle::visit_references;
use crate::codegen::lint::token;
use crate::codegen::names;

/// A limit that is exceeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limit {
    /// JSON pointer into the document.
    pub(super) pointer: String,
    /// The operation, where it is one's own.
    pub(super) operation: Option<String>,
    /// What the generator would do, and what to do instead.
    pub(super) message: String,
}

/// One operation.
pub(super) struct Operation<'a> {
    /// Where it stands.
    pub(super) pointer: String,
    /// Its id, or its path where it has none.
    pub(super) name: String,
    /// The operation itself.
    pub(super) value: &'a Value,
}

impl Operation<'_> {
    /// A limit at a place below the operation.
    pub(super) fn limit(&self, below: &str, message: impl Into<String>) -> Limit {
        let pointer = format!("{}{below}", self.pointer);
        Limit { pointer, operation: Some(self.name.clone()), message: message.into() }
    }
}

/// One schema that the generator makes a type of.
pub(super) struct Schema<'a> {
    /// Where it stands.
    pub(super) pointer: String,
    /// The schema itself.
    pub(super) value: &'a Value,
    /// Whether generated code reads answers with it.
    pub(super) decoded: bool,
    /// Whether it is a component, not a part of one.
    pub(super) named: bool,
}

impl Schema<'_> {
    /// A limit at a place below the schema.
    pub(super) fn limit(&self, below: &str, message: impl Into<String>) -> Limit {
        Limit { pointer: format!("{}{below}", self.pointer), operation: None, message: message.into() }
    }

    /// The named member as text.
    pub(super) fn text(&self, member: &str) -> Option<&str> {
        self.value.get(member)?.as_str()
    }
}

/// The document with its operations and schemas.
pub(super) struct View<'a> {
    /// The document itself.
    pub(super) document: &'a Value,
    /// Operations, in the document's order.
    pub(super) operations: Vec<Operation<'a>>,
    /// Schemas that are not replaced, with all their parts.
    pub(super) schemas: Vec<Schema<'a>>,
}

impl<'a> View<'a> {
    /// Looks at a document, in which `replaced` components have a type written by hand.
    pub(super) fn new(document: &'a Value, replaced: &[String]) -> Self {
        let operations = operations(document);
        let decoded = decoded(document, &operations, replaced);
        let mut schemas = Vec::new();
        for (name, value) in document["components"]["schemas"].as_object().into_iter().flatten() {
            if !replaced.contains(name) {
                let pointer = format!("/components/schemas/{}", token(name));
                collect(Schema { pointer, value, decoded: decoded.contains(name), named: true }, &mut schemas);
            }
        }
        for operation in &operations {
            for (part, decoded) in [("parameters", false), ("requestBody", false), ("responses", true)] {
                inline(&operation.value[part], &format!("{}/{part}", operation.pointer), decoded, &mut schemas);
            }
        }
        Self { document, operations, schemas }
    }
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    const VERBS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (verb, value) in item.as_object().into_iter().flatten().filter(|(verb, _)| VERBS.contains(&verb.as_str())) {
            let name = value["operationId"].as_str().map_or_else(|| format!("{verb} {path}"), str::to_owned);
            operations.push(Operation { pointer: format!("/paths/{}/{verb}", token(path)), name, value });
        }
    }
    operations
}

/// Components that generated code decodes answers with: those reachable from responses, not through a replaced one.
fn decoded(document: &Value, operations: &[Operation<'_>], replaced: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<&Value> = operations.iter().map(|operation| &operation.value["responses"]).collect();
    while let Some(value) = queue.pop() {
        visit_references(value, "", &mut |_, target| {
            let name = target.strip_prefix(&names::reference("")).unwrap_or_default();
            if let Some(schema) = document["components"]["schemas"].get(name)
                && !replaced.iter().any(|known| known == name)
                && found.insert(name.to_owned())
            {
                queue.push(schema);
            }
        });
    }
    found
}

/// Schemas written where an operation uses them.
fn inline<'a>(value: &'a Value, pointer: &str, decoded: bool, schemas: &mut Vec<Schema<'a>>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let here = format!("{pointer}/{}", token(key));
                match key.as_str() {
                    "schema" => collect(Schema { pointer: here, value: member, decoded, named: false }, schemas),
                    "examples" | "example" => {}
                    _ => inline(member, &here, decoded, schemas),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                inline(item, &format!("{pointer}/{index}"), decoded, schemas);
            }
        }
        _ => {}
    }
}

/// The schema and every schema in it.
fn collect<'a>(schema: Schema<'a>, schemas: &mut Vec<Schema<'a>>) {
    let Schema { ref pointer, value, decoded, .. } = schema;
    let part = |below: String, value| Schema { pointer: format!("{pointer}/{below}"), value, decoded, named: false };
    let mut parts = Vec::new();
    for (key, member) in value.as_object().into_iter().flatten() {
        match (key.as_str(), member) {
            ("properties", Value::Object(members)) => {
                parts.extend(members.iter().map(|(name, member)| part(format!("properties/{}", token(name)), member)));
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(items)) => {
                parts.extend(items.iter().enumerate().map(|(index, item)| part(format!("{key}/{index}"), item)));
            }
            ("items" | "additionalProperties", member) => parts.push(part(key.clone(), member)),
            _ => {}
        }
    }
    schemas.push(schema);
    for part in parts {
        collect(part, schemas);
    }
}
