//! Random walks: sequences of writing calls, after each of which the portal's answer and everything that it holds are what a
//! reference model says.

mod attempt;
mod compare;
mod render;
mod seen;
mod shrink;
mod step;
mod strategy;
#[cfg(test)]
mod tests;

use b24_contract::rule::Credential;
use b24_contract::{ClauseId, Contract};
use proptest::strategy::{Strategy, ValueTree};
use proptest_state_machine::ReferenceStateMachine;

use self::attempt::{Failure, attempt};
use self::step::{Machine, Walk};
use self::strategy::{Links, Records};
use crate::case::{Case, Check};
use crate::model::{self, Decided};
use crate::random;
use crate::scope::{Scope, Step as Sent, Stop};
use crate::target::Need;

/// What reports group walks by.
const GROUP: &str = "walk";
/// Steps of one sequence.
const LENGTH: std::ops::RangeInclusive<usize> = 1..=25;
/// Calls that may be spent on making one failure smaller. What has not become short by then hardly does any more.
const SHRINK_CALLS: usize = 200;
/// Clauses after which a walk that found departures ends, unless the run bears fewer failures.
const MOST_FOUND: usize = 3;

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

/// Walks until as many calls of the model were made as the run asks for. Sequences on which portal and model agree are handed
/// over as soon as they end.
pub(crate) async fn check(
    scope: &mut Scope<'_>,
    contract: &Contract,
    kind: Kind,
    agreed: impl FnMut(Vec<Sent>),
) -> Result<(), Stop> {
    match kind {
        Kind::Links => walk::<Links>(scope, contract, agreed).await,
        Kind::Records => walk::<Records>(scope, contract, agreed).await,
    }
}

async fn walk<W: Walk>(
    scope: &mut Scope<'_>,
    contract: &Contract,
    mut agreed: impl FnMut(Vec<Sent>),
) -> Result<(), Stop> {
    let options = scope.wire().options();
    let (most, strict) = (options.steps, options.strict);
    let most_found = options.max_failures.map_or(MOST_FOUND, |failures| MOST_FOUND.min(failures as usize));
    let mut runner = random::runner(options.seed, scope.case(), most);
    let strategy = Machine::<W>::sequential_strategy(LENGTH);
    let mut decided = Decided::new();
    let mut found: Vec<ClauseId> = Vec::new();
    let (mut taken, mut attempts) = (0, 0);
    while taken < most && found.len() < most_found {
        let tree = strategy.new_tree(&mut runner).map_err(|reason| Stop::Broke(reason.to_string()))?;
        let (_, mut steps, _) = tree.current();
        attempts += 1;
        let begun = scope.len();
        let walked = attempt(scope, &steps, attempts, &decided).await?;
        taken += walked.calls;
        let Some(mut failure) = walked.failure else {
            decided = walked.decided;
            agreed(scope.hand_over(begun));
            continue;
        };
        if found.contains(&failure.difference.clause) {
            continue;
        }
        let is_as_grave = |failure: &Failure| strict || failure.binds(contract);
        let grave = is_as_grave(&failure);
        steps.truncate(walked.steps);
        let end = scope.len() + SHRINK_CALLS;
        let (mut candidates, mut at, mut fruitless) = (shrink::smaller(&steps), 0, 0);
        while fruitless < candidates.len() && scope.len() < end {
            let candidate = &candidates[at % candidates.len()];
            attempts += 1;
            let walked = attempt(scope, candidate, attempts, &decided).await?;
            match walked.failure {
                Some(again) if is_as_grave(&again) == grave && !found.contains(&again.difference.clause) => {
                    failure = again;
                    steps = candidate[..walked.steps].to_vec();
                    candidates = shrink::smaller(&steps);
                    fruitless = 0;
                }
                _ => (at, fruitless) = (at + 1, fruitless + 1),
            }
        }
        let binds = failure.binds(contract);
        found.push(failure.difference.clause.clone());
        let difference = failure.difference;
        scope.depart_at(&difference.clause, binds, difference.pointer, difference.message, failure.shown_by);
    }
    scope.remark(format!("{taken} steps"));
    Ok(())
}
