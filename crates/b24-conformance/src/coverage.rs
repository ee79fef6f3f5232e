//! Which clauses the answers of a run touched.

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::reach::reached;
use b24_contract::{
    ClauseId, Contract, Example, ExampleKind, Exchange, Method, RawExchange, batch, contract, normalise,
};
use serde_json::{Value, json};

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
        tally.add(exchange);
        Self { answered: tally.answered.into_keys().collect(), asked: tally.asked }
    }
}

/// A documented call and answer that have a value for a schema location, where there are any.
pub fn shown_by(clause: &ClauseId) -> (Option<&'static Example>, Option<&'static Example>) {
    let shows = |example: &&Example| {
        let raw = |params: &Value, body: &Value| RawExchange {
            method: example.method.clone(),
            params: params.clone(),
            status: example.status.unwrap_or(200),
            body: body.to_string().into_bytes(),
            ..RawExchange::default()
        };
        let raw = match example.kind {
            ExampleKind::Request => raw(&example.payload, &json!({ "result": null })),
            ExampleKind::Result => raw(&Value::Null, &json!({ "result": example.payload })),
            ExampleKind::Answer | ExampleKind::Error => raw(&Value::Null, &example.payload),
        };
        let touched = Touched::by(&Exchange::new(raw, &[]));
        touched.asked.contains(clause) || touched.answered.contains(clause) && example.kind != ExampleKind::Request
    };
    let examples = || contract().examples.iter();
    let request_of =
        |method: &str| examples().find(|example| example.kind == ExampleKind::Request && example.method == method);
    match examples().find(shows) {
        Some(example) if example.kind == ExampleKind::Request => (Some(example), None),
        Some(example) => (request_of(&example.method), Some(example)),
        None => (None, None),
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
    pub(crate) fn add(&mut self, exchange: &Exchange) {
        self.answers += 1;
        let Some(body) = exchange.json() else { return };
        match body.get("error") {
            Some(_) => self.errors += 1,
            None => self.successes += 1,
        }
        self.add_locations(exchange);
        for command in batch::unfold(exchange) {
            self.add_locations(&command.exchange);
        }
    }

    fn add_locations(&mut self, exchange: &Exchange) {
        let Some(body) = exchange.json() else { return };
        let mut found = BTreeSet::new();
        if body.get("error").is_some() {
            found = locations("ErrorEnvelope", body);
        } else if let Some(method) = Method::parse(exchange.method()) {
            found = locations(&format!("{method}.answer"), body);
            let params = exchange.params().as_object().cloned().unwrap_or_default();
            let params = Value::Object(normalise(method, params));
            self.asked.extend(locations(&format!("{method}.params"), &params));
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

/// The schema locations that a value has something for.
fn locations(component: &str, value: &Value) -> BTreeSet<ClauseId> {
    reached(component, value).into_iter().map(|reached| reached.clause).collect()
}

#[cfg(test)]
mod tests {
    use b24_contract::{RawExchange, contract};
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
        tally.add(&exchange(json!({ "ID": "32" }), json!({ "result": [binding, binding], "time": {} })));
        tally.add(&exchange(json!({ "id": 0 }), json!({ "error": "" })));
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
            tally.add(&exchange(json!({ "id": 32 }), example.payload.clone()));
        }
        let known: BTreeSet<ClauseId> = contract().schema_locations().into_iter().map(|(clause, _)| clause).collect();
        let unknown: Vec<_> = tally.touched().filter(|clause| !known.contains(clause)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
