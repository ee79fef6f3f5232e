//! Random tries against a portal: the first that fails is made as small as possible.

use b24_contract::ClauseId;
use proptest::strategy::{Strategy, ValueTree};

use crate::random;
use crate::scope::{Scope, Stop};

/// Calls that may be spent on making a failure smaller: on a sandbox, and on a portal that others use too.
const SHRINK_CALLS: [usize; 2] = [4000, 400];

/// A try that failed.
pub(super) struct Failure {
    /// JSON pointer into the answer's body.
    pub(super) pointer: String,
    /// What was found and what belongs there.
    pub(super) message: String,
    /// The steps that show it, the decisive one last.
    pub(super) steps: Vec<usize>,
}

impl Failure {
    /// A failure that the last call shows.
    pub(super) fn shown_by_the_last(scope: &Scope<'_>, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let steps = scope.len().checked_sub(1).into_iter().collect();
        Self { pointer: pointer.into(), message: message.into(), steps }
    }
}

/// Number of a step from which on a failure is made no smaller.
pub(super) fn end_of_shrinking(scope: &Scope<'_>) -> usize {
    scope.len() + SHRINK_CALLS[usize::from(scope.wire().target().control.is_none())]
}

/// Tries random values of `values`, as many as `tries`, and departs from the clause with the smallest that fails.
pub(super) async fn departs<S: Strategy>(
    scope: &mut Scope<'_>,
    (clause, binds): (&ClauseId, bool),
    tries: u32,
    values: S,
    mut attempt: impl AsyncFnMut(&mut Scope<'_>, &S::Value) -> Result<Option<Failure>, Stop>,
) -> Result<(), Stop> {
    let mut runner = random::runner(scope.wire().options().seed, scope.case(), tries);
    for _ in 0..tries {
        let mut tree = values.new_tree(&mut runner).map_err(|reason| Stop::Broke(reason.to_string()))?;
        let Some(mut failure) = attempt(scope, &tree.current()).await? else { continue };
        let end = end_of_shrinking(scope);
        let mut smaller = tree.simplify();
        while smaller && scope.len() < end {
            smaller = match attempt(scope, &tree.current()).await? {
                Some(found) => {
                    failure = found;
                    tree.simplify()
                }
                None => tree.complicate(),
            };
        }
        scope.depart_at(clause, binds, failure.pointer, failure.message, failure.steps);
        return Ok(());
    }
    Ok(())
}
