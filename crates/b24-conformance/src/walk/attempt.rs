//! One sequence of steps on the portal, with the model beside it.

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::{Contract, Encoding};

use super::compare::{Difference, Ids, of_answers, of_state};
use super::render::Names;
use super::seen::{self, Seen};
use super::step::{Form, Step, making};
use crate::model::{Answer, Decided, Main, Name, Side, State, all};
use crate::records::MARK;
use crate::scope::{Scope, Stop};
use crate::variable::{Held, declared};

/// What came of a sequence.
pub(super) struct Walked {
    /// Calls that the model made.
    pub(super) calls: u32,
    /// Steps that were taken.
    pub(super) steps: usize,
    /// Where the portal went another way, if it did.
    pub(super) failure: Option<Failure>,
    /// How the portal answered what the contract leaves open.
    pub(super) decided: Decided,
}

/// Where a portal went another way.
pub(super) struct Failure {
    /// What is different.
    pub(super) difference: Difference,
    /// The steps of the scope that show it, the decisive one last.
    pub(super) shown_by: Vec<usize>,
}

impl Failure {
    /// Whether the clause binds.
    pub(super) fn binds(&self, contract: &Contract) -> bool {
        contract.source_of(&self.difference.clause).is_some_and(|source| source.binds())
    }
}

/// One of the ways in which things may stand.
#[derive(Clone, PartialEq)]
struct World {
    decided: Decided,
    state: State,
}

/// Takes the steps, on records that are made for them and removed in the end.
pub(super) async fn attempt(
    scope: &mut Scope<'_>,
    steps: &[Step],
    number: u32,
    decided: &Decided,
) -> Result<Walked, Stop> {
    let label = format!("{MARK}: {} {} {number}", scope.case(), scope.wire().options().seed);
    let names = Names { prefix: format!("w{number}"), label };
    let world = World { decided: decided.clone(), state: State::default() };
    let mut attempt = Attempt { names, worlds: vec![world], ids: Ids::new(), shown_by: Vec::new() };
    let mut walked = Walked { calls: 0, steps: 0, failure: None, decided: decided.clone() };
    let beginning = beginning(steps);
    let taken = attempt.all(scope, beginning.iter().chain(steps), beginning.is_some(), &mut walked).await;
    attempt.remove(scope).await?;
    walked.failure = taken?;
    if let Some(world) = attempt.worlds.first() {
        walked.decided = world.decided.clone();
        // What several worlds agree on is known.
        walked
            .decided
            .retain(|question, way| attempt.worlds.iter().all(|world| world.decided.get(question) == Some(way)));
    }
    Ok(walked)
}

/// The step that makes the records that others need.
pub(super) fn beginning(steps: &[Step]) -> Option<Step> {
    let made: BTreeSet<Name> =
        steps.iter().flat_map(|step| step.calls.iter().filter_map(|call| call.makes())).collect();
    let needed: BTreeSet<Name> =
        steps.iter().flat_map(|step| step.needs()).filter(|name| !made.contains(name)).collect();
    let form = Form::Batch { halt: false, list: false, via: Encoding::Json };
    (!needed.is_empty()).then(|| Step { calls: needed.into_iter().map(making).collect(), form })
}

struct Attempt {
    names: Names,
    worlds: Vec<World>,
    ids: Ids,
    shown_by: Vec<usize>,
}

impl Attempt {
    async fn all(
        &mut self,
        scope: &mut Scope<'_>,
        steps: impl Iterator<Item = &Step>,
        prepared: bool,
        walked: &mut Walked,
    ) -> Result<Option<Failure>, Stop> {
        for (place, step) in steps.enumerate() {
            let failure = self.step(scope, step).await?;
            if place > 0 || !prepared {
                walked.calls += step.calls.len() as u32;
                walked.steps += 1;
            }
            if failure.is_some() {
                return Ok(failure);
            }
        }
        Ok(None)
    }

    /// Takes one step. What it may lead to is compared with what the portal answered, and then with what it holds.
    async fn step(&mut self, scope: &mut Scope<'_>, step: &Step) -> Result<Option<Failure>, Stop> {
        let rendered = self.names.render(step);
        let exchange = scope.send(&rendered.call).await?;
        self.shown_by.push(scope.len() - 1);
        let mut outcomes: Vec<Outcome> = self.worlds.iter().flat_map(|world| outcomes(world, step)).collect();
        if let Some(difference) =
            narrow(&mut outcomes, |outcome| of_answers(&outcome.answers, &rendered.keys, &exchange, &self.ids))
        {
            return Ok(Some(self.failure(difference)));
        }
        let made: Vec<Name> = outcomes.iter().take(1).flat_map(|outcome| outcome.made()).collect();
        let mut takes = rendered.takes;
        takes.retain(|variable, _| made.iter().any(|name| self.names.variable(*name) == *variable));
        if let Some((pointer, message)) = scope.take(&takes) {
            return Err(Stop::Broke(format!("{pointer} {message}")));
        }
        for name in made {
            if let Some(Held::Number(id)) = scope.variables().get(declared(&self.names.variable(name))) {
                self.ids.insert(name, *id);
            }
        }
        let touched: BTreeSet<Name> = step.calls.iter().flat_map(|call| call.names()).collect();
        let Some(state) = outcomes.first().map(|outcome| &outcome.world.state) else { return Ok(None) };
        if state.records.is_empty() {
            return Ok(None);
        }
        let reading = scope.send(&seen::reading(&self.names, state, &touched)).await?;
        let seen = Seen::of(&reading);
        let asked = |name: Name| touched.contains(&name);
        if let Some(difference) =
            narrow(&mut outcomes, |outcome| of_state(&outcome.world.state, &outcome.mains, &seen, &self.ids, &asked))
        {
            self.shown_by.push(scope.len() - 1);
            return Ok(Some(self.failure(difference)));
        }
        self.worlds.clear();
        for outcome in outcomes {
            if !self.worlds.contains(&outcome.world) {
                self.worlds.push(outcome.world);
            }
        }
        Ok(None)
    }

    fn failure(&self, difference: Difference) -> Failure {
        Failure { difference, shown_by: self.shown_by.clone() }
    }

    /// Removes what is left of the attempt's records.
    async fn remove(&self, scope: &mut Scope<'_>) -> Result<(), Stop> {
        let living: Vec<Name> = match self.worlds.first() {
            Some(world) => self.ids.keys().copied().filter(|name| world.state.is_alive(*name)).collect(),
            None => Vec::new(),
        };
        if !living.is_empty() {
            scope.send(&seen::removal(&self.names, &living)).await?;
        }
        Ok(())
    }
}

/// What a step may lead to.
struct Outcome {
    world: World,
    answers: Vec<Option<Answer>>,
    mains: BTreeMap<Name, Main>,
}

impl Outcome {
    /// The records that are there now and were not before.
    fn made(&self) -> impl Iterator<Item = Name> {
        self.answers.iter().flatten().filter_map(|answer| match answer {
            Answer::New(name, _) => Some(*name),
            _ => None,
        })
    }
}

fn outcomes(world: &World, step: &Step) -> Vec<Outcome> {
    let happened = all(&world.decided, |ways| {
        let mut state = world.state.clone();
        let answers = step.apply(&mut state, ways);
        let contacts = state.records.keys().copied().filter(|name| name.side == Side::Contact && state.is_alive(*name));
        let contacts: Vec<Name> = contacts.collect();
        let mains = contacts.into_iter().map(|contact| (contact, state.main(contact, ways))).collect();
        (state, answers, mains)
    });
    happened
        .into_iter()
        .map(|(decided, (state, answers, mains))| Outcome { world: World { decided, state }, answers, mains })
        .collect()
}

/// Keeps the outcomes without differences. If there is none, the first difference of the outcome that has fewest.
fn narrow(outcomes: &mut Vec<Outcome>, differences: impl Fn(&Outcome) -> Vec<Difference>) -> Option<Difference> {
    let mut all: Vec<Vec<Difference>> = outcomes.iter().map(differences).collect();
    if let Some(best) = (0..all.len()).min_by_key(|&at| all[at].len())
        && !all[best].is_empty()
    {
        return all.swap_remove(best).into_iter().next();
    }
    let mut kept = all.iter().map(Vec::is_empty);
    outcomes.retain(|_| kept.next().unwrap_or_default());
    None
}
