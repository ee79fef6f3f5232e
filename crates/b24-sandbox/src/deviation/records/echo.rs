//! Members of `fields` that come back as they were given, although the portal should have ignored or converted them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use b24_contract::{Method, integer};
use serde_json::Value;

use super::kind::Kind;
use super::shown::Record;
use crate::call::Call;
use crate::deviation::Deed;
use crate::twist::{Answering, Next};

/// What was given to the record of each id, as far as it comes back.
type Given = Mutex<HashMap<i64, Record>>;

/// `get` shows what `add` and `update` were given of some members as it was written.
pub(super) fn echoes(kind: Kind, is_meant: impl Fn(Kind, &str, &Value) -> bool + Send + Sync + 'static) -> impl Deed {
    Echo { kind, is_meant, given: Given::default() }
}

struct Echo<F> {
    kind: Kind,
    is_meant: F,
    given: Given,
}

impl<F: Fn(Kind, &str, &Value) -> bool + Send + Sync> Echo<F> {
    fn remember(&self, id: i64, call: &Call) {
        let fields = call.param("fields").and_then(Value::as_object).into_iter().flatten();
        let meant = fields.filter(|(name, value)| (self.is_meant)(self.kind, name, value));
        let meant = meant.map(|(name, value)| (name.clone(), value.clone()));
        self.given.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().extend(meant);
    }

    fn recall(&self, id: i64) -> Record {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned().unwrap_or_default()
    }
}

impl<F: Fn(Kind, &str, &Value) -> bool + Send + Sync> Deed for Echo<F> {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let Some(method) = call.method.contract() else { return Box::pin(next.run(call)) };
        Box::pin(async move {
            let mut answer = next.run(call.clone()).await;
            let Some(result) = answer.body.get_mut("result") else { return answer };
            let called = |known: Method| method == known;
            let id = call.param("id").and_then(integer);
            match (id, result) {
                (_, result) if called(self.kind.add) => {
                    integer(result).into_iter().for_each(|id| self.remember(id, &call));
                }
                (Some(id), _) if called(self.kind.update) => self.remember(id, &call),
                (Some(id), Value::Object(record)) if called(self.kind.get) => record.extend(self.recall(id)),
                _ => {}
            }
            answer
        })
    }
}
