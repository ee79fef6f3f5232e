//! Departures, each kind once, with the number of its like.

use std::collections::HashMap;

use b24_contract::ClauseId;
use serde::Serialize;

use crate::event::Evidence;
use crate::outcome::Outcome;
use crate::source::Side;
use crate::validate::text;

/// Most kinds of departures that are listed.
const MOST: usize = 1000;

/// A departure from the contract in a request or an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Departure {
    /// Whether it is a note or a failure.
    pub outcome: Outcome,
    /// The file; absent for what passed through the proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The entry: number of the line, or of the entry in a HAR file or a list, from 1; number of the call in the proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// Whether the parameters or the answer depart.
    pub side: Side,
    /// The method, or the method of the command.
    pub method: String,
    /// The clause.
    pub clause: ClauseId,
    /// JSON pointer into the parameters, as a portal reads them, or into the answer's body.
    pub pointer: String,
    /// What was found and what belongs there.
    pub message: String,
    /// How often the like of it was found so far.
    pub times: u64,
}

impl Departure {
    /// The departure as one line: where it is, which clause it breaks, and how.
    pub fn line(&self) -> String {
        format!("{}\n", text::line(self))
    }
}

/// What makes departures alike.
type Kind = (Side, String, ClauseId, String);

/// The first departure of each kind.
#[derive(Debug, Default)]
pub(super) struct Departures {
    places: HashMap<Kind, usize>,
    listed: Vec<(Departure, Evidence)>,
    unlisted: u64,
}

impl Departures {
    /// Counts a departure, and gives it back with the number of its like so far. The first of its kind is listed,
    /// with the evidence that `show` makes of it.
    pub(super) fn add(&mut self, departure: Departure, show: impl FnOnce(&Departure) -> Evidence) -> Departure {
        let kind = kind(&departure);
        if let Some((known, _)) = self.places.get(&kind).and_then(|place| self.listed.get_mut(*place)) {
            known.times += 1;
            return Departure { times: known.times, ..departure };
        }
        if self.listed.len() >= MOST {
            self.unlisted += 1;
            return Departure { times: self.unlisted.saturating_add(1), ..departure };
        }
        self.places.insert(kind, self.listed.len());
        let evidence = show(&departure);
        self.listed.push((departure.clone(), evidence));
        departure
    }

    /// The first departure of each kind with its evidence, in the order in which they came.
    pub(super) fn listed(&self) -> impl Iterator<Item = (&Departure, &Evidence)> {
        self.listed.iter().map(|(departure, evidence)| (departure, evidence))
    }

    /// Departures of kinds that found no place in the list.
    pub(super) fn unlisted(&self) -> u64 {
        self.unlisted
    }
}

fn kind(departure: &Departure) -> Kind {
    let Departure { side, method, clause, message, .. } = departure;
    (*side, method.clone(), clause.clone(), message.clone())
}
