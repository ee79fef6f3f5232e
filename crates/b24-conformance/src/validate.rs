//! Judges calls that others made: recorded in files, or passing through the proxy.
//!
//! Counts and what was found are kept, calls are not: each is told at once and forgotten, so that their number does not
//! matter.

mod call;
mod departure;
mod events;
mod method;
mod text;

use std::collections::BTreeMap;
use std::io::Read;
use std::time::{SystemTime, UNIX_EPOCH};

use b24_contract::Exchange;
use serde::Serialize;

use self::departure::Departures;
use crate::coverage::Tally;
use crate::event::{Event, ExchangeRef, Recorded as RecordedCall};
use crate::outcome::Outcome;
use crate::source::{self, Entry, Hints, Item, Recorded, Side};
use crate::{Error, Meaning, RunKind};

pub use self::departure::Departure;
pub use self::method::{Known, MethodCounts};

/// Most method names that are counted each by itself; further ones share [`FURTHER`].
const MOST_METHODS: usize = 500;

/// What further names are counted under.
const FURTHER: &str = "(further names)";

/// Why a call is counted but not judged of which only names and types were kept.
const VEILED: &str = "its values were masked";

/// How calls are judged.
#[derive(Debug, Clone, Default)]
pub struct Validation {
    /// Which half of each call is judged; both where it is not said, but of what the suite sent only the answers.
    pub side: Option<Side>,
    /// Whether departures from clauses that are not documented fail too.
    pub strict: bool,
    /// Whether values stay in what is kept of the calls.
    pub keep_values: bool,
}

/// Judges calls one after the other.
#[derive(Debug)]
pub struct Validator {
    settings: Validation,
    began: f64,
    counts: Counted,
    methods: BTreeMap<String, MethodCounts>,
    departures: Departures,
    coverage: Tally,
}

/// Numbers of what was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Entries, or calls that passed through.
    pub entries: u64,
    /// Calls of REST methods, whole or one half.
    pub calls: u64,
    /// Commands of batches among them.
    pub commands: u64,
    /// Entries that are no REST call.
    pub no_call: u64,
    /// Calls of REST 3.0, which is another protocol.
    pub rest3: u64,
    /// Calls whose answer is not there.
    pub without_answer: u64,
    /// Calls whose parameters are not there.
    pub without_request: u64,
    /// Bare answers whose method was guessed from their shape.
    pub taken_for: u64,
    /// Departures from documented clauses; with [`Validation::strict`] from any.
    pub fails: u64,
    /// Other departures.
    pub notes: u64,
    /// Calls that were not judged, by the reason.
    pub not_judged: BTreeMap<String, u64>,
}

/// What judging an entry came to.
#[derive(Debug, Default)]
pub struct Judged {
    /// Each departure, with the number of its like so far.
    pub departures: Vec<Departure>,
    /// The call as an event, where the entry is one.
    pub event: Option<Event>,
}

/// What the judged calls came to.
#[derive(Debug, Serialize)]
pub struct Findings<'a> {
    /// Numbers.
    #[serde(flatten)]
    pub counted: &'a Counted,
    /// Methods by name, as documented.
    pub methods: &'a BTreeMap<String, MethodCounts>,
    /// The first departure of each kind, with the number of its like.
    pub departures: Vec<&'a Departure>,
    /// Departures of further kinds, which are only counted.
    pub unlisted: u64,
}

impl Validation {
    /// An exchange as it may be shown: without values, apart from those that departures in its answer are about.
    fn shown(&self, exchange: &Exchange, departures: &[Departure]) -> Exchange {
        if self.keep_values {
            return exchange.clone();
        }
        let of_answer = departures.iter().filter(|departure| departure.side == Side::Answer);
        exchange.veiled(&of_answer.map(|departure| departure.pointer.as_str()).collect::<Vec<_>>())
    }
}

impl Validator {
    /// A validator that has seen nothing yet.
    pub fn new(settings: Validation) -> Self {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
        Self {
            settings,
            began,
            counts: Counted::default(),
            methods: BTreeMap::new(),
            departures: Departures::default(),
            coverage: Tally::default(),
        }
    }

    /// Judges everything in a source, whose name stands in what is found.
    ///
    /// # Errors
    ///
    /// [`Error::Source`] when the source cannot be read to its end. What came before that is judged.
    pub fn read(
        &mut self,
        name: &str,
        source: impl Read,
        hints: &Hints,
        mut on_judged: impl FnMut(&Judged),
    ) -> Result<(), Error> {
        let mut on_entry = |entry| on_judged(&self.judge(Some(name), entry));
        source::read(name, source, hints, &mut on_entry)
            .map_err(|unreadable| Error::Source { name: name.to_owned(), reason: unreadable.to_string() })
    }

    /// Judges one entry.
    pub(crate) fn judge(&mut self, file: Option<&str>, entry: Entry) -> Judged {
        self.counts.entries += 1;
        match entry.item {
            Item::NoCall => self.counts.no_call += 1,
            Item::Rest3 => self.counts.rest3 += 1,
            Item::Call(recorded) => return self.call(file, entry.place, &recorded),
        }
        Judged::default()
    }

    /// Counts a call that is not judged.
    pub(crate) fn pass_over(&mut self, reason: &str) {
        self.counts.entries += 1;
        self.not_judged(reason);
    }

    /// Counts why a half of a call is not judged.
    pub(crate) fn not_judged(&mut self, reason: &str) {
        *self.counts.not_judged.entry(reason.to_owned()).or_default() += 1;
    }

    fn call(&mut self, file: Option<&str>, place: Option<u64>, recorded: &Recorded) -> Judged {
        let Recorded { exchange, request, answer, taken_for, .. } = recorded;
        self.counts.calls += 1;
        self.counts.without_answer += u64::from(!answer);
        self.counts.without_request += u64::from(!request);
        self.counts.taken_for += u64::from(*taken_for);
        if exchange.is_veiled() {
            self.not_judged(VEILED);
        }
        let calls = self.taken_apart(recorded);
        self.counts.commands += calls.iter().filter(|call| call.in_batch).count() as u64;
        if *answer {
            self.coverage.add(exchange);
        }
        for call in &calls {
            let name = self.name_of(&call.method);
            self.methods.entry(name).or_insert_with(|| MethodCounts::of(&call.method)).add(call, *request, *answer);
        }
        let of = self.number(exchange);
        let mut departures = Vec::new();
        for call in &calls {
            for (side, finding) in &call.findings {
                let departure = Departure {
                    outcome: Outcome::of_departure(finding.binds, self.settings.strict),
                    file: file.map(str::to_owned),
                    entry: place,
                    side: *side,
                    method: self.name_of(&call.method),
                    clause: finding.clause.clone(),
                    pointer: finding.pointer.clone(),
                    message: finding.message.clone(),
                    times: 1,
                };
                departures.push(self.depart(departure, exchange, &of));
            }
        }
        let exchange = self.settings.shown(exchange, &departures);
        Judged { departures, event: Some(Event::Exchange(RecordedCall { of, exchange })) }
    }

    /// The call and its commands, with what departs in the halves that are judged.
    fn taken_apart(&self, recorded: &Recorded) -> Vec<call::Call> {
        let sides: &[Side] = match (self.settings.side, recorded.of_suite) {
            (Some(Side::Request), _) => &[Side::Request],
            (Some(Side::Answer), _) | (None, true) => &[Side::Answer],
            (None, false) => &[Side::Request, Side::Answer],
        };
        let judged = |side, is_there| is_there && sides.contains(&side);
        let (request, answer) = (judged(Side::Request, recorded.request), judged(Side::Answer, recorded.answer));
        let mut calls = call::taken_apart(&recorded.exchange, request, answer);
        if recorded.exchange.is_veiled() {
            calls.iter_mut().for_each(|call| call.findings.clear());
        }
        calls
    }

    /// The next number of an exchange among those of its method.
    fn number(&mut self, exchange: &Exchange) -> ExchangeRef {
        let method = self.name_of(exchange.method());
        let case = events::case(&method, Side::Answer);
        let told = self.methods.entry(method).or_default();
        told.told = told.told.saturating_add(1);
        ExchangeRef { case, number: told.told }
    }

    /// Counts a departure that an exchange shows.
    fn depart(&mut self, departure: Departure, exchange: &Exchange, of: &ExchangeRef) -> Departure {
        match departure.outcome {
            Outcome::Fail => self.counts.fails += 1,
            _ => self.counts.notes += 1,
        }
        if let Some(counts) = self.methods.get_mut(&departure.method) {
            counts.depart(departure.side, departure.outcome);
        }
        let settings = &self.settings;
        self.departures.add(departure, |departure| {
            events::evidence(departure, &settings.shown(exchange, std::slice::from_ref(departure)), of)
        })
    }

    /// What calls of a method are counted under.
    fn name_of(&self, method: &str) -> String {
        let name = method::name(method);
        if self.methods.len() < MOST_METHODS || self.methods.contains_key(&name) { name } else { FURTHER.to_owned() }
    }

    /// What was found so far.
    pub fn findings(&self) -> Findings<'_> {
        Findings {
            counted: &self.counts,
            methods: &self.methods,
            departures: self.departures.listed().map(|(departure, _)| departure).collect(),
            unlisted: self.departures.unlisted(),
        }
    }

    /// What was found so far as a table, with a line for each kind of departure.
    pub fn text(&self) -> String {
        text::of(&self.findings())
    }

    /// What it means: departures from documented clauses are violations. Where no half of any call was there, or the values
    /// of all of them were masked, nothing was checked.
    pub fn meaning(&self) -> Meaning {
        match () {
            () if self.counts.fails > 0 => Meaning::Violated,
            () if self.counts.not_judged.get(VEILED) == Some(&self.counts.calls) => Meaning::NothingChecked,
            () if !self.methods.values().any(|method| method.requests + method.answers > 0) => Meaning::NothingChecked,
            () => Meaning::Held,
        }
    }

    /// The event that begins the run; `of` is where the calls come from, such as a portal's address.
    pub fn started(&self, kind: RunKind, of: Option<String>) -> Event {
        events::started(self, kind, of)
    }

    /// The events that end the run: two cases a method, for requests and for answers, and the summary.
    pub fn finished(&self) -> Vec<Event> {
        events::finished(self)
    }
}

#[cfg(test)]
mod tests;
