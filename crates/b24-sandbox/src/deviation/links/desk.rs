//! A call of a link method in the hands of a deviation, which may make other calls behind it.

use std::sync::Arc;

use b24_contract::Method;
use serde_json::{Value, json};

use super::entry;
use super::side::Side;
use crate::call::{Answer, Call, Caller};
use crate::config::{Rights, User};
use crate::methods::value;
use crate::twist::Next;

/// An id that no record has.
const NOBODY: i64 = 9_007_199_254_740_990;

/// A call of one side, and what is left of its way.
pub(super) struct Desk<'a> {
    /// The side.
    pub(super) side: &'static Side,
    /// The call.
    pub(super) call: Call,
    next: Next<'a>,
}

impl<'a> Desk<'a> {
    /// A call that came here.
    pub(super) fn new(side: &'static Side, call: Call, next: Next<'a>) -> Self {
        Self { side, call, next }
    }

    /// The owner that the call names, 0 for none.
    pub(super) fn owner(&self) -> i64 {
        value::id(self.call.param("id")).unwrap_or_default()
    }

    /// The record that `fields` names, 0 for none.
    pub(super) fn linked(&self) -> i64 {
        entry::linked(self.side, entry::given(&self.call.params)).unwrap_or_default()
    }

    /// Whether the call is one of a method.
    pub(super) fn is(&self, method: Method) -> bool {
        self.call.method == method
    }

    /// The answer that the call would have had.
    pub(super) async fn run(&self) -> Answer {
        self.next.run(self.call.clone()).await
    }

    /// The answer of success with a result, although nothing is done.
    pub(super) fn succeed(&self, result: impl Into<Value>) -> Answer {
        let method = self.call.method.contract().unwrap_or(self.side.get);
        self.next.succeed(method, result.into())
    }

    /// The result of another call, made with every right; none where it fails.
    pub(super) async fn ask(&self, method: Method, params: Value) -> Option<Value> {
        let params = params.as_object().cloned().unwrap_or_default();
        let mut call = Call { method: method.into(), params, ..self.call.clone() };
        give_every_right(&mut call);
        self.next.run(call).await.body.get_mut("result").map(Value::take)
    }

    /// The owner's links.
    pub(super) async fn links(&self) -> Vec<Value> {
        self.links_of(self.side, self.owner()).await
    }

    /// The links of a record of either side.
    pub(super) async fn links_of(&self, side: &Side, owner: i64) -> Vec<Value> {
        match self.ask(side.get, json!({ "id": owner })).await {
            Some(Value::Array(links)) => links,
            _ => Vec::new(),
        }
    }

    /// Whether the owner exists.
    pub(super) async fn has_owner(&self) -> bool {
        self.ask(self.side.owner_get, json!({ "id": self.owner() })).await.is_some()
    }

    /// Whether the record exists that `fields` names.
    pub(super) async fn has_linked(&self) -> bool {
        self.ask(self.side.mirror.owner_get, json!({ "id": self.linked() })).await.is_some()
    }

    /// Makes one link of the owner primary and leaves its other links as they are: as a write through the linked record
    /// can.
    pub(super) async fn raise(&self, linked: i64) {
        let mirror = self.side.mirror;
        let links = self.links_of(mirror, linked).await;
        let items = links.iter().map(|link| {
            let mut item = entry::kept(mirror, link);
            entry::flag(&mut item, entry::linked(mirror, link) == Some(self.owner()));
            item
        });
        self.ask(mirror.set, json!({ "id": linked, "items": items.collect::<Value>() })).await;
    }

    /// Takes the primary flag from one link of the owner and leaves its other links as they are: another link of the
    /// linked record takes the flag over, and is gone.
    pub(super) async fn lower(&self, linked: i64) {
        let mirror = self.side.mirror;
        let usurper = json!({ mirror.linked_key: NOBODY, "IS_PRIMARY": "Y" });
        self.ask(mirror.add, json!({ "id": linked, "fields": usurper })).await;
        self.ask(self.side.clear, json!({ "id": NOBODY })).await;
    }

    /// Takes the primary flag from all links of the owner.
    pub(super) async fn lower_all(&self) {
        for link in self.links().await.iter().filter(|link| entry::is_primary(link)) {
            self.lower(entry::linked(self.side, link).unwrap_or_default()).await;
        }
    }
}

/// Whether an answer is the result `true`.
pub(super) fn is_done(answer: &Answer) -> bool {
    answer.body.get("result") == Some(&Value::Bool(true))
}

/// Has a call made by somebody who has every right.
pub(super) fn give_every_right(call: &mut Call) {
    let caller = &call.caller;
    call.caller = Arc::new(Caller {
        credential: caller.credential.clone(),
        application: caller.application.clone(),
        user: User { rights: Rights::all(), ..caller.user.clone() },
        scopes: caller.scopes.clone(),
    });
}
