//! All events of a run, put in order for reports that show it as a whole.

use std::collections::HashMap;

use b24_contract::Exchange;

use crate::event::{CaseFinished, Event, ExchangeRef, Started, Summary};

/// A run as a whole. A run that was cut off has no summary.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    /// How it began.
    pub(super) started: Option<&'a Started>,
    /// Its cases by group, in order.
    pub(super) groups: Vec<(&'a str, Vec<&'a CaseFinished>)>,
    /// How it ended.
    pub(super) summary: Option<&'a Summary>,
    exchanges: HashMap<&'a ExchangeRef, &'a Exchange>,
}

impl<'a> Gathered<'a> {
    /// Puts events in order.
    pub(super) fn of(events: &'a [Event]) -> Self {
        let mut gathered = Self::default();
        for event in events {
            match event {
                Event::Started(started) => gathered.started = Some(started),
                Event::Exchange(recorded) => {
                    gathered.exchanges.insert(&recorded.of, &recorded.exchange);
                }
                Event::CaseFinished(case) => match gathered.groups.last_mut() {
                    Some((group, cases)) if *group == case.group => cases.push(case),
                    _ => gathered.groups.push((&case.group, vec![case])),
                },
                Event::Finished(summary) => gathered.summary = Some(summary),
            }
        }
        gathered
    }

    /// All cases, in order.
    pub(super) fn cases(&self) -> impl Iterator<Item = &'a CaseFinished> {
        self.groups.iter().flat_map(|(_, cases)| cases.iter().copied())
    }

    /// The exchange of that name.
    pub(super) fn exchange(&self, name: &ExchangeRef) -> Option<&'a Exchange> {
        self.exchanges.get(name).copied()
    }
}
