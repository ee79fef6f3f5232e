//! Random walks: sequences of writing calls, after each of which the portal's answer and everything that it holds are what a
//! reference model says.

mod attempt;
mod compare;
mod render;
mod seen;
mod step;
mod strategy;

use b24_contract::rule::Credential;
use b24_contract::{ClauseId, Contract};
use proptest::strategy::{Strategy, ValueTree};
use proptest_state_machine::ReferenceStateMachine;

use self::attempt::{Failure, attempt};
use self::step::{Machine, Step, Walk};
use self::strategy::{Links, Records};
use crate::case::{Case, Check};
use crate::cases::search::end_of_shrinking;
use crate::model::{self, Decided, State};
use crate::random;
use crate::scope::{Scope, Stop};
use crate::target::Need;

/// What reports group walks by.
const GROUP: &str = "walk";
/// Steps of one sequence.
const LENGTH: std::ops::RangeInclusive<usize> = 1..=25;
/// Clauses after which a walk that found departures ends.
const MOST_FOUND: usize = 5;

/// What a walk is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Links.
    Links,
    /// Records with their links.
    Records,
}

/// The walks.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    let case = |kind: Kind, id: &str, says: &str| Case {
        id: format!("{GROUP}/{id}"),
        group: GROUP.to_owned(),
        says: says.to_owned(),
        clauses: clauses(contract, kind),
        needs: [Need::Credential(Credential::Webhook), Need::Write].into(),
        check: Check::Walk(kind),
    };
    vec![
        case(
            Kind::Links,
            "links",
            "After any sequence of writes to links, from either side, alone or in batches, answers and links are as the rules say.",
        ),
        case(
            Kind::Records,
            "records",
            "After any sequence of writes to companies, contacts and their links, answers, records and links are as the rules say.",
        ),
    ]
}

/// The rules and errors that a walk speaks about.
fn clauses(contract: &Contract, kind: Kind) -> Vec<ClauseId> {
    let mut clauses = model::about_links(contract);
    if kind == Kind::Records {
        clauses.extend(model::about_records(contract));
    }
    clauses.extend(["batch/runs-each", "batch/halt-true"].map(ClauseId::new));
    clauses
}

/// Walks until as many calls of the model were made as the run asks for.
pub(crate) async fn check(scope: &mut Scope<'_>, contract: &Contract, kind: Kind) -> Result<(), Stop> {
    match kind {
        Kind::Links => walk::<Links>(scope, contract).await,
        Kind::Records => walk::<Records>(scope, contract).await,
    }
}

async fn walk<W: Walk>(scope: &mut Scope<'_>, contract: &Contract) -> Result<(), Stop> {
    let options = scope.wire().options();
    let (steps, strict) = (options.steps, options.strict);
    let mut runner = random::runner(options.seed, scope.case(), steps);
    let strategy = Machine::<W>::sequential_strategy(LENGTH);
    let mut decided = Decided::new();
    let mut found: Vec<ClauseId> = Vec::new();
    let (mut taken, mut attempts) = (0, 0);
    while taken < steps && found.len() < MOST_FOUND {
        let mut tree = strategy.new_tree(&mut runner).map_err(|reason| Stop::Broke(reason.to_string()))?;
        let mut tried = tree.current();
        attempts += 1;
        let walked = attempt(scope, &tried.1, attempts, &decided).await?;
        taken += walked.calls;
        let Some(mut failure) = walked.failure else {
            decided = walked.decided;
            continue;
        };
        if found.contains(&failure.difference.clause) {
            continue;
        }
        let is_as_grave = |failure: &Failure| strict || failure.binds(contract);
        let grave = is_as_grave(&failure);
        let end = end_of_shrinking(scope);
        seen(&tried, walked.steps);
        let mut smaller = tree.simplify();
        while smaller && scope.len() < end {
            tried = tree.current();
            attempts += 1;
            let walked = attempt(scope, &tried.1, attempts, &decided).await?;
            smaller = match walked.failure {
                Some(again) if is_as_grave(&again) == grave && !found.contains(&again.difference.clause) => {
                    failure = again;
                    tree.simplify()
                }
                _ => tree.complicate(),
            };
        }
        let binds = failure.binds(contract);
        found.push(failure.difference.clause.clone());
        let difference = failure.difference;
        scope.depart_at(&difference.clause, binds, difference.pointer, difference.message, failure.shown_by);
    }
    scope.remark(format!("{taken} steps"));
    Ok(())
}

/// Tells the machine how many steps of a sequence were taken, so that it forgets the others at once.
fn seen(tried: &(State, Vec<Step>, Option<std::sync::Arc<std::sync::atomic::AtomicUsize>>), steps: usize) {
    if let Some(counter) = &tried.2 {
        counter.store(steps, std::sync::atomic::Ordering::SeqCst);
    }
}
