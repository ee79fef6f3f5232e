//! Which clauses the answers of a run touched.

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::{ClauseId, Contract, Exchange, Method, batch, contract, normalise};
use serde_json::{Map, Value};

use crate::json::has_type;

/// All clauses of a contract: errors, rules and schema locations.
pub(crate) fn clauses(contract: &Contract) -> Vec<ClauseId> {
    let errors = contract.errors.iter().map(|error| error.id.clone());
    let rules = contract.rules.iter().map(|rule| rule.id.clone());
    errors.chain(rules).chain(contract.schema_locations().into_iter().map(|(clause, _)| clause)).collect()
}

/// The schema locations that one exchange has values for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Those that the answer, or what a batch says of a command, has a value for.
    pub answered: BTreeSet<ClauseId>,
    /// Those that the parameters of a successful call have a value for.
    pub asked: BTreeSet<ClauseId>,
}

impl Touched {
    /// What an exchange touches of the embedded contract.
    pub fn by(exchange: &Exchange) -> Self {
        let mut tally = Tally::default();
        tally.add(contract(), exchange);
        Self { answered: tally.answered.into_keys().collect(), asked: tally.asked }
    }
}

/// Counts answers, and the schema locations that they, or the parameters of successful calls, had a value for.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    answers: u32,
    successes: u32,
    errors: u32,
    /// Answers that had a value for a schema location.
    answered: BTreeMap<ClauseId, u32>,
    /// Schema locations that the parameters of successful calls had a value for.
    asked: BTreeSet<ClauseId>,
}

impl Tally {
    /// Counts one answer. The commands of a batch add the locations that they had values for.
    pub(crate) fn add(&mut self, contract: &Contract, exchange: &Exchange) {
        self.answers += 1;
        let Some(body) = exchange.json() else { return };
        match body.get("error") {
            Some(_) => self.errors += 1,
            None => self.successes += 1,
        }
        self.add_locations(contract, exchange);
        for command in batch::unfold(exchange) {
            self.add_locations(contract, &command.exchange);
        }
    }

    fn add_locations(&mut self, contract: &Contract, exchange: &Exchange) {
        let Some(body) = exchange.json() else { return };
        let schemas = Schemas(contract);
        let mut found = BTreeSet::new();
        if body.get("error").is_some() {
            schemas.component("ErrorEnvelope", body, &mut found);
        } else if let Some(method) = Method::parse(exchange.method()) {
            schemas.component(&format!("{method}.answer"), body, &mut found);
            let params = exchange.params().as_object().cloned().unwrap_or_default();
            let params = Value::Object(normalise(method, params));
            schemas.component(&format!("{method}.params"), &params, &mut self.asked);
        }
        for clause in found {
            *self.answered.entry(clause).or_default() += 1;
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
    pub(crate) fn answered(&self, clause: &ClauseId) -> u32 {
        self.answered.get(clause).copied().unwrap_or_default()
    }

    /// The schema locations that answers, or the parameters of successful calls, had a value for.
    pub(crate) fn touched(&self) -> impl Iterator<Item = &ClauseId> {
        self.answered.keys().chain(&self.asked)
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
        // A schema that allows everything is no clause.
        if schema.as_object().is_none_or(Map::is_empty) {
            return;
        }
        found.insert(ClauseId::of_schema(name, pointer));
        if let Some(component) = referred(schema) {
            self.component(component, value, found);
        }
        for (place, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            match referred(part).filter(|_| part.as_object().is_some_and(|members| members.len() == 1)) {
                // A part that only refers is no clause of its own.
                Some(component) => self.component(component, value, found),
                None => self.walk(name, &format!("{pointer}/allOf/{place}"), part, value, found),
            }
        }
        if let Some(condition) = schema.get("if") {
            let branch = if holds(condition, value) { "then" } else { "else" };
            if let Some(subschema) = schema.get(branch) {
                self.walk(name, &format!("{pointer}/{branch}"), subschema, value, found);
            }
        }
        match value {
            Value::Object(members) => {
                let properties = schema.get("properties").and_then(Value::as_object);
                let others = schema.get("additionalProperties");
                for (key, member) in members {
                    if let Some(subschema) = properties.and_then(|properties| properties.get(key)) {
                        let step = key.replace('~', "~0").replace('/', "~1");
                        self.walk(name, &format!("{pointer}/properties/{step}"), subschema, member, found);
                    } else if let Some(subschema) = others {
                        self.walk(name, &format!("{pointer}/additionalProperties"), subschema, member, found);
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

/// Whether the condition of an `if`, which is a type, is met.
fn holds(condition: &Value, value: &Value) -> bool {
    condition.get("type").and_then(Value::as_str).is_some_and(|kind| has_type(value, kind))
}

/// The component that a schema refers to.
fn referred(schema: &Value) -> Option<&str> {
    Some(schema.get("$ref")?.as_str()?.rsplit_once('/')?.1)
}

#[cfg(test)]
mod tests {
    use b24_contract::RawExchange;
    use serde_json::json;

    use super::*;

    fn exchange(params: Value, body: Value) -> Exchange {
        let raw = RawExchange {
            method: "crm.company.contact.items.get".to_owned(),
            params,
            status: 200,
            body: body.to_string().into_bytes(),
            ..RawExchange::default()
        };
        Exchange::new(raw, &[])
    }

    #[test]
    fn only_what_had_a_value_was_visited() {
        let mut tally = Tally::default();
        let binding = json!({ "CONTACT_ID": 7, "SORT": 1, "unknown": 2 });
        tally.add(contract(), &exchange(json!({ "ID": "32" }), json!({ "result": [binding, binding], "time": {} })));
        tally.add(contract(), &exchange(json!({ "id": 0 }), json!({ "error": "" })));
        assert_eq!((tally.answers(), tally.successes(), tally.errors()), (2, 1, 1));
        let visits = |clause: &str| tally.answered(&ClauseId::new(clause));
        for clause in [
            "crm.company.contact.items.get.answer#",
            "SuccessEnvelope#",
            "SuccessEnvelope#/properties/time",
            "Time#",
            "ContactBinding#/properties/SORT",
            "Sort#",
            "ErrorEnvelope#/properties/error",
        ] {
            assert_eq!(visits(clause), 1, "{clause}");
        }
        assert!(tally.touched().any(|clause| clause.as_str() == "crm.company.contact.items.get.params#/properties/id"));
        for clause in [
            "CompanyId#",
            "ContactBinding#/properties/IS_PRIMARY",
            "Time#/properties/start",
            "ErrorEnvelope#/properties/error_description",
        ] {
            assert_eq!(visits(clause), 0, "{clause}");
        }
    }

    #[test]
    fn what_one_exchange_touches_is_told_by_side() {
        let touched = Touched::by(&exchange(json!({ "id": 32 }), json!({ "result": [], "time": {} })));
        assert!(touched.answered.contains(&ClauseId::new("Time#")));
        assert!(touched.asked.contains(&ClauseId::new("crm.company.contact.items.get.params#/properties/id")));
        assert!(touched.answered.is_disjoint(&touched.asked));
    }

    #[test]
    fn every_visited_location_is_a_clause() {
        let mut tally = Tally::default();
        for example in &contract().examples {
            tally.add(contract(), &exchange(json!({ "id": 32 }), example.payload.clone()));
        }
        let known: BTreeSet<ClauseId> = contract().schema_locations().into_iter().map(|(clause, _)| clause).collect();
        let unknown: Vec<_> = tally.touched().filter(|clause| !known.contains(clause)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
