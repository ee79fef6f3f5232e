//! A date of the last change that a change does not move.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use b24_contract::{Method, integer};
use serde_json::{Value, json};

use super::behind::ask;
use super::kind::Kind;
use super::shown::records;
use crate::call::{Answer, Call};
use crate::deviation::Deed;
use crate::twist::{Answering, Next};

/// The field.
const CHANGED: &str = "DATE_MODIFY";

/// Records that are changed keep their date of the last change, to those who see it and to those who ask by it.
pub(super) fn dates(kind: Kind) -> impl Deed {
    Stale { kind, dates: Mutex::default() }
}

struct Stale {
    kind: Kind,
    /// The first date of each record that was changed.
    dates: Mutex<HashMap<i64, Value>>,
}

impl Stale {
    fn old(&self) -> HashMap<i64, Value> {
        self.dates.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn changed(&self, call: Call, next: Next<'_>) -> Answer {
        let id = call.param("id").and_then(integer);
        let record = ask(&call, next, self.kind.get, json!({ "id": id })).await;
        let answer = next.run(call).await;
        let date = record.as_ref().and_then(|record| record.get(CHANGED)).cloned();
        if let (Some(id), Some(date), 200) = (id, date, answer.status) {
            self.dates.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_insert(date);
        }
        answer
    }

    async fn read(&self, mut call: Call, next: Next<'_>) -> Answer {
        let old = self.old();
        // A record with an old date meets no lower bound that lies behind it.
        if let Some(Value::Object(filter)) = call.params.get_mut("filter") {
            let bound = [">", ">="].iter().find_map(|sign| filter.get(&format!("{sign}{CHANGED}")));
            if let Some(bound) = bound.and_then(Value::as_str) {
                let older = old.iter().filter(|(_, date)| date.as_str().is_some_and(|date| date < bound));
                let ids: Vec<i64> = older.map(|(id, _)| *id).collect();
                filter.insert("!@ID".to_owned(), ids.into());
            }
        }
        let mut answer = next.run(call).await;
        if let Some(result) = answer.body.get_mut("result") {
            for record in records(result).filter(|record| record.contains_key(CHANGED)) {
                let id = record.get("ID").and_then(integer);
                if let Some(date) = id.and_then(|id| old.get(&id)) {
                    record.insert(CHANGED.to_owned(), date.clone());
                }
            }
        }
        answer
    }
}

impl Deed for Stale {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let is = |method: Method| call.method == method;
        if is(self.kind.update) {
            Box::pin(self.changed(call, next))
        } else if is(self.kind.get) || is(self.kind.list) {
            Box::pin(self.read(call, next))
        } else {
            Box::pin(next.run(call))
        }
    }
}
