//! What a run made on the portal, told apart from everybody else's: known by id, and entered in the ledger before.

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::rule::Call;
use b24_contract::{Entity, Exchange, batch};
use serde_json::Value;

use super::mark::{Making, Marked, marked};
use super::{Fate, fate, kind};
use crate::Error;
use crate::event::Created;
use crate::ledger::{Ledger, Line};

/// The records of a run.
#[derive(Debug, Default)]
pub(crate) struct OwnRecords {
    run: String,
    number: u32,
    ledger: Option<Ledger>,
    /// Whether any was ever about to be made.
    begun: bool,
    /// Those that are there, with their marks; none where the call had no place for one.
    here: BTreeMap<Created, Option<String>>,
    /// Those that were there.
    gone: BTreeSet<Created>,
    /// Marks of records that may be there or not, because no answer said so.
    pending: BTreeMap<String, Entity>,
    /// Whether a record is the run's own only once it was read back and bore its mark.
    reads_back: bool,
    /// Those that were not read back so far.
    unread: BTreeSet<Created>,
    /// What the portal told of a record that is not so, until it is reported.
    lie: Option<String>,
    /// Whether the portal's word counts no more, so that nothing is written to it.
    distrusts: bool,
}

impl OwnRecords {
    /// No records so far of a run with this id, which their marks will begin with.
    pub(crate) fn new(run: String, ledger: Option<Ledger>) -> Self {
        Self { run, ledger, ..Self::default() }
    }

    /// The same on a portal whose word is not enough: what it says it made is the run's own once it was read back.
    pub(crate) fn reading_back(self) -> Self {
        Self { reads_back: true, ..self }
    }

    /// Id of the run.
    pub(crate) fn run(&self) -> &str {
        &self.run
    }

    /// A call with its records marked as those of this run.
    pub(crate) fn mark(&mut self, call: &Call) -> Marked {
        let (run, number) = (&self.run, &mut self.number);
        marked(call, || {
            *number += 1;
            format!("{run}/{number}")
        })
    }

    /// Enters records that are about to be made.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`], and then they must not be made.
    pub(crate) fn begin(&mut self, makings: &[Making]) -> Result<(), Error> {
        if let Some(ledger) = self.ledger.as_mut().filter(|_| !makings.is_empty()) {
            let line = |making: &Making| Line::Making { kind: kind(making.entity), origin: making.origin.clone() };
            ledger.enter(&makings.iter().map(line).collect::<Vec<_>>())?;
        }
        self.begun |= !makings.is_empty();
        self.pending.extend(makings.iter().map(|making| (making.origin.clone(), making.entity)));
        Ok(())
    }

    /// Takes notice of what an answer says about records. Where it says nothing, their marks stay to be looked for.
    pub(crate) fn learn(&mut self, makings: &[Making], exchange: &Exchange) {
        let commands = batch::unfold(exchange);
        let commands = commands.iter().map(|command| (Some(&command.key), &command.exchange));
        let mut lines = Vec::new();
        for (key, exchange) in std::iter::once((None, exchange)).chain(commands) {
            let making = makings.iter().find(|making| making.key.as_ref() == key);
            match (fate(exchange), making) {
                (Some(Fate::Made(record)), making) => {
                    self.arrive(record, making.map(|making| making.origin.clone()), &mut lines);
                }
                (Some(Fate::Gone(record)), _) => self.leave(record, &mut lines),
                (None, Some(making)) if is_refusal(exchange) => {
                    self.pending.remove(&making.origin);
                    lines.push(Line::NotMade { origin: making.origin.clone() });
                }
                (None, _) => {}
            }
        }
        self.enter(&lines);
    }

    /// Takes notice of a record that was found by its mark.
    pub(crate) fn found(&mut self, record: Created, origin: String) {
        if !self.here.contains_key(&record) {
            let mut lines = Vec::new();
            self.arrive(record, Some(origin), &mut lines);
            self.enter(&lines);
        }
    }

    /// Takes a record of an earlier run for one of this.
    pub(crate) fn adopt(&mut self, record: Created, origin: Option<String>) {
        self.here.insert(record, origin);
    }

    /// Takes notice of records that are no longer there.
    pub(crate) fn removed(&mut self, records: impl IntoIterator<Item = Created>) {
        let mut lines = Vec::new();
        records.into_iter().for_each(|record| self.leave(record, &mut lines));
        self.enter(&lines);
    }

    /// Takes notice that no record bears the marks that were still looked for.
    pub(crate) fn nothing_pending(&mut self) {
        let lines: Vec<Line> =
            std::mem::take(&mut self.pending).into_keys().map(|origin| Line::NotMade { origin }).collect();
        self.enter(&lines);
    }

    /// Whether a record is or was one of the run's.
    pub(crate) fn owns(&self, record: &Created) -> bool {
        let bears_a_mark = |origin: &Option<String>| origin.is_some() || !self.reads_back;
        self.here.get(record).is_some_and(bears_a_mark) || self.gone.contains(record)
    }

    /// Records that must be read back before anything is written to them, with their marks.
    pub(crate) fn unread(&self) -> Vec<(Created, String)> {
        let marked = |record: &Created| Some((record.clone(), self.here.get(record)?.clone()?));
        self.unread.iter().filter_map(marked).collect()
    }

    /// Whether no record was read back so far.
    pub(crate) fn has_read_none_back(&self) -> bool {
        self.unread.len() == self.here.len() && self.gone.is_empty()
    }

    /// Takes notice that a record was read back and bears its mark.
    pub(crate) fn was_read_back(&mut self, record: &Created) {
        self.unread.remove(record);
    }

    /// Takes notice that what the portal told of a record is not so. The record with its mark may be another.
    pub(crate) fn distrust(&mut self, record: &Created, reason: String) {
        let entity = if record.kind == kind(Entity::Company) { Entity::Company } else { Entity::Contact };
        self.pending.extend(self.here.get(record).cloned().flatten().map(|origin| (origin, entity)));
        self.unread.remove(record);
        self.lie = Some(reason);
    }

    /// What the portal told that is not so, told once. From then on its word counts no more.
    pub(crate) fn take_lie(&mut self) -> Option<String> {
        self.distrusts |= self.lie.is_some();
        self.lie.take()
    }

    /// Whether the portal's word counts no more.
    pub(crate) fn distrusts(&self) -> bool {
        self.distrusts
    }

    /// The records that are there, with their marks.
    pub(crate) fn here(&self) -> impl Iterator<Item = (&Created, Option<&str>)> {
        self.here.iter().map(|(record, origin)| (record, origin.as_deref()))
    }

    /// Whether any record was ever about to be made.
    pub(crate) fn has_begun(&self) -> bool {
        self.begun || self.count() > 0
    }

    /// Number of records that may have to be removed.
    pub(crate) fn count(&self) -> usize {
        self.here.len() + self.pending.len()
    }

    /// Whether marks are to be looked for.
    pub(crate) fn is_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Ends the ledger if nothing is left.
    pub(crate) fn close(&mut self) {
        if self.count() == 0
            && let Some(ledger) = self.ledger.take()
        {
            ledger.close();
        }
    }

    fn arrive(&mut self, record: Created, origin: Option<String>, lines: &mut Vec<Line>) {
        if self.reads_back && self.here.contains_key(&record) {
            self.lie = Some(format!("the portal says twice that it made the {} {}", record.kind, record.id));
            return;
        }
        if self.reads_back && origin.is_some() {
            self.unread.insert(record.clone());
        }
        if let Some(origin) = &origin {
            self.pending.remove(origin);
        }
        lines.push(Line::Made { record: record.clone(), origin: origin.clone() });
        self.here.insert(record, origin);
    }

    fn leave(&mut self, record: Created, lines: &mut Vec<Line>) {
        self.unread.remove(&record);
        if self.here.remove(&record).is_some() {
            lines.push(Line::Removed { record: record.clone() });
            self.gone.insert(record);
        }
    }

    /// What happened is entered as well as can be: a line that is missing makes a sweep look for what is not there.
    fn enter(&mut self, lines: &[Line]) {
        if let Some(ledger) = self.ledger.as_mut().filter(|_| !lines.is_empty()) {
            let _ = ledger.enter(lines);
        }
    }
}

/// Whether an answer says that the call was not carried out.
fn is_refusal(exchange: &Exchange) -> bool {
    let refused = |body: &Value| body.get("error").is_some() && body.get("result").is_none();
    exchange.status() < 500 && exchange.json().is_some_and(refused)
}
