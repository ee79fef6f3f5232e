//! The twist that answers with an error of the contract instead of doing the call.

use b24_contract::{ErrorAnswer, ErrorClause};

use super::{Answering, Next, Rewrite};
use crate::call::{Answer, Call};

/// An error to answer with.
pub(crate) struct PlantedError {
    clause: &'static ErrorClause,
    answer: &'static ErrorAnswer,
}

impl PlantedError {
    /// The error as one of its sources describes it; nothing when there are not so many sources.
    pub(crate) fn new(clause: &'static ErrorClause, answer: usize) -> Option<Self> {
        Some(Self { clause, answer: clause.answers.get(answer)? })
    }
}

impl Rewrite for PlantedError {
    fn rewrite<'a>(&'a self, _: Call, _: Next<'a>) -> Answering<'a> {
        Box::pin(std::future::ready(Answer::described(self.clause, self.answer)))
    }
}
