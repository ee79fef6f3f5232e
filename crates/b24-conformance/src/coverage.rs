//! Which clauses the answers of a run touched.

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::{ClauseId, Contract, Exchange, Method, normalise};
use serde_json::Value;

/// Counts answers, and the schema locations that they, or the parameters of successful calls, had a value for.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    answers: u32,
    successes: u32,
    errors: u32,
    visits: BTreeMap<ClauseId, u32>,
}

impl Tally {
    /// Counts one answer.
    pub(crate) fn add(&mut self, contract: &Contract, exchange: &Exchange) {
        self.answers += 1;
        let Some(body) = exchange.json() else { return };
        let schemas = Schemas(contract);
        let mut found = BTreeSet::new();
        if body.get("error").is_some() {
            self.errors += 1;
            schemas.component("ErrorEnvelope", body, &mut found);
        } else {
            self.successes += 1;
            if let Some(method) = Method::parse(exchange.method()) {
                schemas.component(&format!("{method}.answer"), body, &mut found);
                let params = exchange.params().as_object().cloned().unwrap_or_default();
                let params = Value::Object(normalise(method, params));
                schemas.component(&format!("{method}.params"), &params, &mut found);
            }
        }
        for clause in found {
            *self.visits.entry(clause).or_default() += 1;
        }
    }

    /// Number of answers.
    pub(crate) fn answers(&self) -> u32 {
        self.answers
    }

    /// Number of successes with JSON.
    pub(crate) fn successes(&self) -> u32 {
        self.successes
    }

    /// Number of errors with JSON.
    pub(crate) fn errors(&self) -> u32 {
        self.errors
    }

    /// Number of answers that had a value for a schema location.
    pub(crate) fn visits(&self, clause: &ClauseId) -> u32 {
        self.visits.get(clause).copied().unwrap_or_default()
    }
}

/// Walks a value along the schemas of the contract.
struct Schemas<'a>(&'a Contract);

impl Schemas<'_> {
    fn component(&self, name: &str, value: &Value, found: &mut BTreeSet<ClauseId>) {
        let schemas = self.0.openapi.pointer("/components/schemas");
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(name)) {
            self.walk(name, "", schema, value, found);
        }
    }

    fn walk(&self, name: &str, pointer: &str, schema: &Value, value: &Value, found: &mut BTreeSet<ClauseId>) {
        found.insert(ClauseId::of_schema(name, pointer));
        let referred = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit_once('/'));
        if let Some((_, component)) = referred {
            self.component(component, value, found);
        }
        for (place, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            self.walk(name, &format!("{pointer}/allOf/{place}"), part, value, found);
        }
        match value {
            Value::Object(members) => {
                let properties = schema.get("properties").and_then(Value::as_object);
                for (property, subschema) in properties.into_iter().flatten() {
                    if let Some(member) = members.get(property) {
                        let step = property.replace('~', "~0").replace('/', "~1");
                        self.walk(name, &format!("{pointer}/properties/{step}"), subschema, member, found);
                    }
                }
            }
            Value::Array(entries) => {
                if let Some(subschema) = schema.get("items") {
                    for entry in entries {
                        self.walk(name, &format!("{pointer}/items"), subschema, entry, found);
                    }
                }
            }
            _ => {}
        }
    }
}
