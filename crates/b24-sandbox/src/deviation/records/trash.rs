//! Deleted records that are not quite gone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use b24_contract::{Method, integer};
use serde_json::{Value, json};

use super::behind::ask;
use super::kind::{Kind, error_of};
use super::shown::Record;
use crate::call::{Answer, Call};
use crate::config::Extent;
use crate::deviation::Deed;
use crate::twist::{Answering, Next};

/// Deleted records can still be read one by one.
pub(super) fn still_readable(kind: Kind) -> impl Deed {
    Trash { kind, is_listed: false, deleted: Mutex::default() }
}

/// Deleted records are still listed, though they can no longer be read or deleted.
pub(super) fn still_listed(kind: Kind) -> impl Deed {
    Trash { kind, is_listed: true, deleted: Mutex::default() }
}

struct Trash {
    kind: Kind,
    /// Whether lists show them, and not `get`.
    is_listed: bool,
    /// What was deleted, by id, as `get` showed it.
    deleted: Mutex<HashMap<i64, Record>>,
}

impl Trash {
    fn find(&self, call: &Call) -> Option<Record> {
        let id = call.param("id").and_then(integer)?;
        self.deleted.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    async fn delete(&self, call: Call, next: Next<'_>) -> Answer {
        let id = call.param("id").and_then(integer);
        let record = ask(&call, next, self.kind.get, json!({ "id": id })).await;
        // What is still listed is never deleted.
        let answer = if record.is_some() && self.is_listed && call.extent() != Extent::None {
            next.succeed(self.kind.delete, true.into())
        } else {
            next.run(call).await
        };
        if let (Some(id), Some(Value::Object(record)), 200) = (id, record, answer.status) {
            self.deleted.lock().unwrap_or_else(PoisonError::into_inner).insert(id, record);
        }
        answer
    }
}

impl Deed for Trash {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let Some(method) = call.method.contract() else { return Box::pin(next.run(call)) };
        let found = self.find(&call);
        let is = |known: Method| method == known;
        match found {
            Some(record) if is(self.kind.get) && !self.is_listed => {
                Box::pin(std::future::ready(next.succeed(method, record.into())))
            }
            Some(_) if self.is_listed && [self.kind.get, self.kind.update, self.kind.delete].contains(&method) => {
                Box::pin(std::future::ready(Answer::error(error_of(method, "not-found"))))
            }
            None if is(self.kind.delete) => Box::pin(self.delete(call, next)),
            _ => Box::pin(next.run(call)),
        }
    }
}
