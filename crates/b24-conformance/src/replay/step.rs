//! One call of a replay, with the answer that it got when the departure was found.

use std::collections::BTreeMap;

use b24_contract::rule::Call;
use b24_contract::{AnswerBody, Exchange, integer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::wire::Brackets;

/// One call of a replay. Ids that a portal assigns are variables, taken from earlier answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReplayStep {
    /// The call, in the grammar of rules.
    #[serde(flatten)]
    pub call: Call,
    /// How the brackets of names are written in a form or query.
    #[serde(default)]
    pub brackets: Brackets,
    /// HTTP status of the answer; absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Body of the answer, if it was JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
    /// Whether values of the answer are masked.
    #[serde(default)]
    pub veiled: bool,
}

/// Members of answers that are different each time.
const TIMES: [&str; 2] = ["time", "result_time"];

impl ReplayStep {
    /// A call with its answer.
    pub(crate) fn new(call: Call, brackets: Brackets, answer: Option<&Exchange>, veiled: bool) -> Self {
        let body = answer.and_then(|exchange| match exchange.body() {
            AnswerBody::Json(body) => Some(body.clone()),
            _ => None,
        });
        Self { call, brackets, status: answer.map(Exchange::status), answer: body, veiled }
    }

    /// Whether an answer is as it was. Of a masked one only the status and the kind of answer are compared.
    pub(super) fn is_as_before(&self, exchange: &Exchange, ids: &Ids) -> bool {
        let bodies = match (&self.answer, exchange.json()) {
            (Some(before), Some(now)) if self.veiled => before.get("error").is_some() == now.get("error").is_some(),
            (Some(before), Some(now)) => ids.same(before, now),
            (None, None) => true,
            _ => false,
        };
        self.status == Some(exchange.status()) && bodies
    }

    /// Whether what stood at a pointer of the answer is masked: a scalar there was left, and so were names.
    pub(super) fn hides(&self, pointer: &str) -> bool {
        let found = self.answer.as_ref().and_then(|answer| answer.pointer(pointer));
        let has_values = |value: &Value| match value {
            Value::Array(entries) => !entries.is_empty(),
            Value::Object(members) => !members.is_empty(),
            _ => false,
        };
        self.veiled && !pointer.is_empty() && found.is_some_and(has_values)
    }

    /// Whether what stood at a pointer of the answer stands there again.
    pub(super) fn shows_again(&self, pointer: &str, exchange: &Exchange, ids: &Ids) -> bool {
        let at = |body: Option<&Value>| body.and_then(|body| body.pointer(pointer)).cloned();
        if pointer.is_empty() {
            return self.is_as_before(exchange, ids);
        }
        match (at(self.answer.as_ref()), at(exchange.json())) {
            (Some(before), Some(now)) => ids.same(&before, &now),
            (None, None) => self.status == Some(exchange.status()),
            _ => false,
        }
    }
}

/// What ids of one run are in another.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeMap<i64, i64>);

impl Ids {
    /// Learns the ids that a step took from its answer.
    pub(super) fn learn(&mut self, step: &ReplayStep, exchange: &Exchange) {
        let id = |body: Option<&Value>, pointer: &str| body.and_then(|body| body.pointer(pointer)).and_then(integer);
        let pairs = step
            .call
            .take
            .values()
            .filter_map(|pointer| Some((id(step.answer.as_ref(), pointer)?, id(exchange.json(), pointer)?)));
        self.0.extend(pairs);
    }

    /// Whether two values are the same, up to ids and times.
    fn same(&self, before: &Value, now: &Value) -> bool {
        match (before, now) {
            (Value::Object(before), Value::Object(now)) => {
                let timeless = |name: &&String| !TIMES.contains(&name.as_str());
                before.keys().filter(timeless).eq(now.keys().filter(timeless))
                    && before
                        .iter()
                        .filter(|(name, _)| timeless(name))
                        .all(|(name, value)| now.get(name).is_some_and(|other| self.same(value, other)))
            }
            (Value::Array(before), Value::Array(now)) => {
                before.len() == now.len() && before.iter().zip(now).all(|(before, now)| self.same(before, now))
            }
            _ => before == now || self.is_id(before, now),
        }
    }

    fn is_id(&self, before: &Value, now: &Value) -> bool {
        let same_kind = before.is_string() == now.is_string();
        let (Some(before), Some(now)) = (integer(before), integer(now)) else { return false };
        same_kind && self.0.get(&before) == Some(&now)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_and_times_may_differ_and_nothing_else() {
        let ids = Ids([(7, 1007), (8, 1008)].into());
        let before =
            json!({ "result": [{ "CONTACT_ID": 7, "SORT": 10 }, { "CONTACT_ID": "8" }], "time": { "start": 1 } });
        let same = |now: Value| ids.same(&before, &now);
        assert!(same(json!({ "result": [{ "CONTACT_ID": 1007, "SORT": 10 }, { "CONTACT_ID": "1008" }], "time": {} })));
        assert!(same(before.clone()));
        assert!(!same(json!({ "result": [{ "CONTACT_ID": 1008, "SORT": 10 }, { "CONTACT_ID": "1008" }] })));
        assert!(!same(json!({ "result": [{ "CONTACT_ID": 1007, "SORT": 20 }, { "CONTACT_ID": "1008" }] })));
        assert!(!same(json!({ "result": [{ "CONTACT_ID": 1007, "SORT": 10 }] })));
    }
}
