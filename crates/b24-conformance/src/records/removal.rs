//! Removes records of the suite, and nothing else: a record is deleted only where its id and its mark agree.

use std::collections::BTreeMap;

use b24_contract::rule::Call;
use b24_contract::{Entity, Exchange, Retry, batch, integer, judge};
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::{MARK, ORIGIN, ORIGINATOR, call, kind};
use crate::event::Created;
use crate::scope::result;
use crate::variable::Variables;
use crate::wire::{Brackets, Fault, Wire, compose};

/// Both kinds of records, in the order in which they are removed.
const ENTITIES: [Entity; 2] = [Entity::Contact, Entity::Company];

/// How many times as long as the first wait any later one is at most.
const LONGEST_WAIT: u32 = 16;

/// A record on the portal that says that the suite made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The record.
    pub(crate) record: Created,
    /// Its `ORIGIN_ID`.
    pub(crate) origin: String,
}

/// Number of requests that it takes to remove so many records where nothing goes wrong, and to look whether they are gone.
pub(crate) fn requests(records: usize) -> u32 {
    let batches = u32::try_from(records.div_ceil(batch::LIMIT)).unwrap_or(u32::MAX / 8);
    // Lists before, with a page begun of each kind, batches that delete, lists after, and lists for what came late.
    2 * batches + 3 * ENTITIES.len() as u32 + 1
}

/// Removes records from a portal, which is asked again for a while if it does not answer.
pub(crate) struct Remover<'a> {
    wire: &'a Wire<'a>,
    /// Since when the portal has answered nothing of use.
    failing: Option<Instant>,
    /// Why it is asked no more.
    given_up: Option<String>,
    /// What the portal was last asked to list, if it did.
    lists: Option<Option<String>>,
}

impl<'a> Remover<'a> {
    /// Removes records over this wire; from here on it is used for nothing else.
    pub(crate) fn new(wire: &'a Wire<'a>) -> Self {
        wire.begin_cleaning();
        Self { wire, failing: None, given_up: None, lists: None }
    }

    /// Removes records that are the run's own by what it knows: each that the portal knows by this id and this mark, as it
    /// was just listed or as it is read now. Tells of each that is still there why.
    pub(crate) async fn remove(
        &mut self,
        records: Vec<(Created, Option<String>)>,
        listed: &[Marked],
    ) -> Vec<(Created, String)> {
        let listed: BTreeMap<&Created, &str> =
            listed.iter().map(|marked| (&marked.record, marked.origin.as_str())).collect();
        let mut left = Vec::new();
        let mut confirmed = Vec::new();
        for (record, origin) in records {
            if origin.is_some() && listed.get(&record).copied() == origin.as_deref() {
                confirmed.push(record);
                continue;
            }
            match self.mark_of(&record).await {
                Ok(None) => self.wire.own().removed([record]),
                Ok(Some((originator, found))) if originator == MARK && Some(&found) == origin.as_ref() => {
                    confirmed.push(record)
                }
                Ok(Some(_)) => left.push((record, "its mark is not the one that the run gave it".to_owned())),
                Err(reason) => left.push((record, reason)),
            }
        }
        let kept = self.delete(&confirmed).await;
        confirmed.retain(|record| !kept.iter().any(|(known, _)| known == record));
        let still = self.still_there(&confirmed).await;
        let (still, gone): (Vec<_>, Vec<_>) = confirmed.into_iter().partition(|record| still.contains(record));
        self.wire.own().removed(gone);
        let reason = "the portal says that it is removed, and it is still there";
        left.extend(kept);
        left.extend(still.into_iter().map(|record| (record, reason.to_owned())));
        left
    }

    /// Those of some records that are there though the portal said that it removed them. Where it lists nothing, the first
    /// of them speaks for all.
    async fn still_there(&mut self, records: &[Created]) -> Vec<Created> {
        let Some(first) = records.first() else { return Vec::new() };
        let Some(origin) = self.lists.clone() else {
            let kept = matches!(self.mark_of(first).await, Ok(Some(_)));
            return if kept { records.to_vec() } else { Vec::new() };
        };
        let listed = self.marked(origin.as_deref()).await.unwrap_or_default();
        records.iter().filter(|record| listed.iter().any(|marked| marked.record == **record)).cloned().collect()
    }

    /// Whether the portal is asked no more, because it answered nothing of use for too long.
    pub(crate) fn has_given_up(&self) -> bool {
        self.given_up.is_some()
    }

    /// All records whose `ORIGINATOR_ID` is the suite's and whose `ORIGIN_ID` contains a text, or has any.
    ///
    /// # Errors
    ///
    /// A sentence, when the portal does not list them.
    pub(crate) async fn marked(&mut self, origin: Option<&str>) -> Result<Vec<Marked>, String> {
        self.lists = None;
        let mut found = Vec::new();
        for entity in ENTITIES {
            let mut after = 0;
            loop {
                let page = self.page(entity, origin, after).await?;
                let Some(last) = page.iter().map(|(id, ..)| *id).max() else { break };
                // A portal that ignores the filter would give all its records, or the same ones again and again.
                if last <= after || page.iter().any(|(_, originator, _)| originator != MARK) {
                    return Err(format!("the list of {} does not obey its filter", plural(entity)));
                }
                after = last;
                let marked = |id: i64, origin: String| Marked { record: Created { kind: kind(entity), id }, origin };
                found.extend(page.into_iter().map(|(id, _, origin)| marked(id, origin)));
            }
        }
        self.lists = Some(origin.map(str::to_owned));
        Ok(found)
    }

    /// One page of records by id, with their marks.
    async fn page(
        &mut self,
        entity: Entity,
        origin: Option<&str>,
        after: i64,
    ) -> Result<Vec<(i64, String, String)>, String> {
        let mut filter = Map::from_iter([(ORIGINATOR.to_owned(), json!(MARK)), (">ID".to_owned(), json!(after))]);
        filter.extend(origin.map(|origin| (format!("%{ORIGIN}"), json!(origin))));
        let params = json!({
            "filter": filter, "order": { "ID": "ASC" }, "select": ["ID", ORIGINATOR, ORIGIN], "start": -1,
        });
        let method = format!("crm.{}.list", kind(entity));
        let answer = self.ask(&call(&method, params)).await?;
        let rows = result(&answer).and_then(Value::as_array).ok_or_else(|| self.refused(&method, &answer))?;
        let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let row = |row: &Value| Some((row.get("ID").and_then(integer)?, text(row, ORIGINATOR), text(row, ORIGIN)));
        Ok(rows.iter().filter_map(row).collect())
    }

    /// The marks of a record, read by its id; nothing where there is no such record.
    async fn mark_of(&mut self, record: &Created) -> Result<Option<(String, String)>, String> {
        let method = format!("crm.{}.get", record.kind);
        let answer = self.ask(&call(&method, json!({ "id": record.id }))).await?;
        let Some(found) = result(&answer) else {
            return if is_not_found(&answer) { Ok(None) } else { Err(self.refused(&method, &answer)) };
        };
        if found.get("ID").and_then(integer) != Some(record.id) {
            return Err(format!("{method} answers with another record"));
        }
        let text = |name: &str| found.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Some((text(ORIGINATOR), text(ORIGIN))))
    }

    /// Deletes records whose marks were looked at. Tells of each that is still there why.
    async fn delete(&mut self, records: &[Created]) -> Vec<(Created, String)> {
        let mut left = Vec::new();
        for records in records.chunks(batch::LIMIT) {
            let command = |record: &Created| format!("crm.{}.delete?id={}", record.kind, record.id);
            let commands: Vec<String> = records.iter().map(command).collect();
            let answer = self.ask(&call("batch", json!({ "cmd": commands }))).await;
            let commands = answer.as_ref().map(batch::unfold).unwrap_or_default();
            for (place, record) in records.iter().enumerate() {
                let told = commands.iter().find(|command| command.key == place.to_string());
                if !told.is_some_and(|command| is_gone(&command.exchange))
                    && let Err(reason) = self.delete_one(record).await
                {
                    left.push((record.clone(), reason));
                }
            }
        }
        left
    }

    fn refused(&self, method: &str, answer: &Exchange) -> String {
        format!("{method} is answered {}", self.wire.summary(answer))
    }

    async fn delete_one(&mut self, record: &Created) -> Result<(), String> {
        let method = format!("crm.{}.delete", record.kind);
        let answer = self.ask(&call(&method, json!({ "id": record.id }))).await?;
        if is_gone(&answer) { Ok(()) } else { Err(self.refused(&method, &answer)) }
    }

    /// Sends a call until it is answered, or until the patience with a portal that fails is over. To delete twice does no
    /// harm.
    async fn ask(&mut self, call: &Call) -> Result<Exchange, String> {
        let options = self.wire.options();
        let mut wait = options.throttle_wait;
        loop {
            if let Some(reason) = &self.given_up {
                return Err(reason.clone());
            }
            let request = compose(call, Brackets::Raw);
            let reason = match self.wire.send(&call.clone().into(), &request, &Variables::new()).await {
                Ok(exchange) if !is_passing(&exchange) => {
                    self.failing = None;
                    return Ok(exchange);
                }
                Ok(exchange) => self.refused(&call.call, &exchange),
                Err(Fault::Forbidden { reason }) => return Err(reason),
                Err(Fault::Stopped(_)) => {
                    self.given_up = Some("the run may send no more requests".to_owned());
                    continue;
                }
                Err(fault) => fault.to_string(),
            };
            let since = *self.failing.get_or_insert_with(Instant::now);
            if since.elapsed() + wait > options.patience {
                self.given_up = Some(reason);
                continue;
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(options.throttle_wait * LONGEST_WAIT);
        }
    }
}

fn plural(entity: Entity) -> &'static str {
    match entity {
        Entity::Company => "companies",
        Entity::Contact => "contacts",
    }
}

/// Whether the portal may answer better soon.
fn is_passing(answer: &Exchange) -> bool {
    match judge::error_of(answer) {
        Some(error) => matches!(error.retry, Retry::AfterWait | Retry::IfIdempotent),
        None => answer.status() >= 500,
    }
}

/// Whether an answer says that there is no such record.
fn is_not_found(answer: &Exchange) -> bool {
    judge::error_of(answer).is_some_and(|error| error.id.ends_with("/not-found"))
}

/// Whether the answer to a call that deletes says that the record is not there any more.
fn is_gone(answer: &Exchange) -> bool {
    result(answer) == Some(&Value::Bool(true)) || is_not_found(answer)
}
