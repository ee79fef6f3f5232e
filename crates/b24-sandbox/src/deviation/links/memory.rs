//! Deviations that remember what was: reads that lag behind writes.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use b24_contract::Method;
use serde_json::{Value, json};

use super::desk::{Desk, is_done};
use super::entry;
use super::side::Side;
use crate::call::Call;
use crate::deviation::Deed;
use crate::methods::value;
use crate::twist::{Answering, Next};

/// The records that a write changes, of which reads lag behind.
#[derive(Clone, Copy)]
pub(super) enum Whose {
    /// The owner.
    Owner,
    /// Records that are linked to it before or afterwards.
    Linked,
}

impl Whose {
    async fn of(self, desk: &Desk<'_>) -> HashSet<i64> {
        match self {
            Self::Owner => HashSet::from([desk.owner()]),
            Self::Linked => {
                let mut entries = desk.links().await;
                entries.extend(entry::items(&desk.call.params));
                entries.push(entry::given(&desk.call.params).clone());
                entries.iter().filter_map(|entry| entry::linked(desk.side, entry)).collect()
            }
        }
    }
}

/// Reads show a record as it was before the last write of a method.
pub(super) fn stale(side: &'static Side, write: Method, whose: Whose, read: Method) -> impl Deed {
    Stale { side, write, whose, read, member: None, seen: Mutex::default() }
}

/// Contacts show the main company that they had before the last write of a method.
pub(super) fn stale_main_company(side: &'static Side, write: Method) -> impl Deed {
    let whose = if side.is_of_company() { Whose::Linked } else { Whose::Owner };
    Stale { side, write, whose, read: Method::CrmContactGet, member: Some("COMPANY_ID"), seen: Mutex::default() }
}

struct Stale {
    side: &'static Side,
    write: Method,
    whose: Whose,
    read: Method,
    /// The member of the result that lags behind; the whole without it.
    member: Option<&'static str>,
    seen: Mutex<HashMap<i64, Value>>,
}

impl Deed for Stale {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let desk = Desk::new(self.side, call, next);
        Box::pin(async move {
            if desk.is(self.write) {
                for id in self.whose.of(&desk).await {
                    let shown = desk.ask(self.read, json!({ "id": id })).await;
                    lock(&self.seen).extend(shown.map(|result| (id, result)));
                }
            }
            let mut answer = desk.run().await;
            if desk.is(self.read)
                && let Some(result) = answer.body.get_mut("result")
                && let Some(seen) = lock(&self.seen).get(&desk.owner())
            {
                match self.member {
                    Some(member) => result[member] = seen[member].clone(),
                    None => *result = seen.clone(),
                }
            }
            answer
        })
    }
}

/// Records that a write changed are missing from lists afterwards.
pub(super) fn unlisted(side: &'static Side, write: Method, whose: Whose, list: Method) -> impl Deed {
    Unlisted { side, write, whose, list, gone: Mutex::default() }
}

struct Unlisted {
    side: &'static Side,
    write: Method,
    whose: Whose,
    list: Method,
    gone: Mutex<HashSet<i64>>,
}

impl Deed for Unlisted {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let desk = Desk::new(self.side, call, next);
        Box::pin(async move {
            if desk.is(self.write) {
                let changed = self.whose.of(&desk).await;
                lock(&self.gone).extend(changed);
            }
            let mut answer = desk.run().await;
            if desk.is(self.list)
                && let Some(Value::Array(records)) = answer.body.get_mut("result")
            {
                let gone = lock(&self.gone);
                records.retain(|record| value::id(record.get("ID")).is_none_or(|id| !gone.contains(&id)));
            }
            answer
        })
    }
}

/// A link that is added again is stored beside the first one.
pub(super) fn doubled(side: &'static Side) -> impl Deed {
    Doubled { side, again: Mutex::default() }
}

struct Doubled {
    side: &'static Side,
    /// Owners with the links that they have once more.
    again: Mutex<Vec<(i64, Value)>>,
}

impl Deed for Doubled {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let desk = Desk::new(self.side, call, next);
        Box::pin(async move {
            let mut answer = desk.run().await;
            if desk.is(self.side.add) && !is_done(&answer) {
                let links = desk.links().await;
                let mut again = links.into_iter().filter(|link| entry::linked(self.side, link) == Some(desk.linked()));
                lock(&self.again).extend(again.next().map(|link| (desk.owner(), link)));
            }
            if desk.is(self.side.get)
                && let Some(Value::Array(links)) = answer.body.get_mut("result")
            {
                let again = lock(&self.again);
                links.extend(again.iter().filter(|(owner, _)| *owner == desk.owner()).map(|(_, link)| link.clone()));
            }
            answer
        })
    }
}

fn lock<T>(remembered: &Mutex<T>) -> MutexGuard<'_, T> {
    remembered.lock().unwrap_or_else(PoisonError::into_inner)
}
