//! Everything that reports show of a run, put in order.

mod answers;
mod areas;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use b24_contract::{ClauseId, Exchange};

pub(super) use self::answers::{Answered, Answers, Axis};
pub(super) use self::areas::{Area, State};
use super::run_file::Reader;
use crate::event::{CaseFinished, Event, ExchangeRef, Started, Stopped, Summary};
use crate::outcome::Counts;
use crate::{Error, Meaning};

/// A run, or several in one report. Of the exchanges it keeps those that evidence refers to.
#[derive(Debug, Default)]
pub struct Run {
    /// How each run began.
    pub(super) started: Vec<Started>,
    /// How each run that was not cut off ended.
    pub(super) summaries: Vec<Summary>,
    /// Cases by group, in order.
    pub(super) groups: Vec<Group>,
    answers: Answers,
    exchanges: HashMap<Place, Exchange>,
}

/// Cases of one group.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name.
    pub(super) name: String,
    /// Its cases, in order.
    pub(super) cases: Vec<Case>,
}

/// A case and the run that it belongs to.
#[derive(Debug)]
pub(super) struct Case {
    /// Number of the run, from 1.
    pub(super) run: usize,
    /// The case.
    pub(super) end: CaseFinished,
}

/// Number of a run, and an exchange of it.
type Place = (usize, ExchangeRef);

impl Run {
    /// The run of these events.
    pub fn of(events: &[Event]) -> Self {
        let mut run = Self::default();
        for event in events {
            run.add(event);
        }
        let wanted = run.wanted();
        let mut number = 0;
        for event in events {
            run.keep(&mut number, &wanted, event);
        }
        run
    }

    /// Reads run files, each twice: evidence comes after the exchanges that it refers to, and only those are kept.
    ///
    /// # Errors
    ///
    /// [`Error::RunFile`] and [`Error::RunFileUnread`].
    pub fn read(files: &[impl AsRef<Path>]) -> Result<Self, Error> {
        let mut run = Self::default();
        for file in files {
            for event in Reader::open(file.as_ref())? {
                run.add(&event?);
            }
        }
        let wanted = run.wanted();
        let mut number = 0;
        for file in files {
            for event in Reader::open(file.as_ref())? {
                run.keep(&mut number, &wanted, &event?);
            }
        }
        Ok(run)
    }

    /// What the run means; absent when it was cut off before it showed anything wrong.
    pub fn meaning(&self) -> Option<Meaning> {
        match Meaning::of(&self.counts(), self.stopped().as_ref()) {
            Meaning::Held | Meaning::NothingChecked if self.is_cut_off() => None,
            meaning => Some(meaning),
        }
    }

    /// Why a run ended before all its cases had been run.
    pub(super) fn stopped(&self) -> Option<Stopped> {
        self.summaries.iter().find_map(|summary| summary.stopped)
    }

    /// Whether a run has no end: it was killed, or could not go on.
    pub fn is_cut_off(&self) -> bool {
        self.summaries.len() < self.started.len().max(1)
    }

    fn add(&mut self, event: &Event) {
        match event {
            Event::Started(started) => self.started.push(started.clone()),
            Event::Exchange(recorded) => self.answers.add(&recorded.exchange),
            Event::CaseFinished(end) => {
                let case = Case { run: self.started.len(), end: end.clone() };
                match self.groups.iter_mut().rev().find(|group| group.name == end.group) {
                    Some(group) => group.cases.push(case),
                    None => self.groups.push(Group { name: end.group.clone(), cases: vec![case] }),
                }
            }
            Event::Finished(summary) => self.summaries.push(summary.clone()),
        }
    }

    /// Ends the first reading; gives back the exchanges that evidence refers to.
    fn wanted(&mut self) -> HashSet<Place> {
        self.answers.sort();
        let places = self.cases().flat_map(|case| case.end.evidence.iter().map(move |evidence| (case.run, evidence)));
        places.filter_map(|(run, evidence)| Some((run, evidence.exchange.clone()?))).collect()
    }

    fn keep(&mut self, number: &mut usize, wanted: &HashSet<Place>, event: &Event) {
        match event {
            Event::Started(_) => *number += 1,
            Event::Exchange(recorded) => {
                let place = (*number, recorded.of.clone());
                if wanted.contains(&place) {
                    self.exchanges.insert(place, recorded.exchange.clone());
                }
            }
            _ => {}
        }
    }

    /// All cases, in order.
    pub(super) fn cases(&self) -> impl Iterator<Item = &Case> {
        self.groups.iter().flat_map(|group| &group.cases)
    }

    /// Numbers of cases by outcome.
    pub(super) fn counts(&self) -> Counts {
        self.cases().map(|case| case.end.outcome).collect()
    }

    /// The exchange that evidence of a run refers to.
    pub(super) fn exchange(&self, run: usize, name: &ExchangeRef) -> Option<&Exchange> {
        self.exchanges.get(&(run, name.clone()))
    }

    /// The answers by method.
    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Clauses by part of the contract; none for a run that was cut off, which does not know what it touched.
    pub(super) fn areas(&self) -> Vec<Area<'_>> {
        if self.is_cut_off() { Vec::new() } else { areas::of(self) }
    }

    /// Clauses that no run checked.
    pub(super) fn unchecked(&self) -> HashSet<&ClauseId> {
        let mut runs = self.summaries.iter().map(|summary| summary.unchecked.iter().collect::<HashSet<_>>());
        let first = runs.next().unwrap_or_default();
        runs.fold(first, |all, other| all.intersection(&other).copied().collect())
    }

    /// Scheme, host and port of each portal, each once.
    pub(super) fn portals(&self) -> Vec<&str> {
        let mut portals: Vec<&str> = Vec::new();
        for portal in self.started.iter().filter_map(|started| started.portal.as_deref()) {
            if !portals.contains(&portal) {
                portals.push(portal);
            }
        }
        portals
    }
}

#[cfg(test)]
mod tests;
