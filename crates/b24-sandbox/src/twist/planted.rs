//! The twist that answers with an error of the contract instead of doing the call.

use b24_contract::{ErrorAnswer, ErrorClause};

use super::{Answering, Next, Rewrite};
use crate::call::{Answer, Call};
use crate::name;

/// An error to answer with.
pub(crate) struct PlantedError {
    clause: &'static ErrorClause,
    answer: &'static ErrorAnswer,
}

impl PlantedError {
    /// The error with this id, as one of its sources describes it; a sentence when there is no such error or source.
    pub(crate) fn by_id(id: &str, answer: usize) -> Result<Self, String> {
        let clause = ErrorClause::by_id(id)
            .ok_or_else(|| unknown_name("error", id, ErrorClause::ALL.iter().map(|clause| clause.id)))?;
        let answer = clause.answers.get(answer).ok_or_else(|| {
            let last = clause.answers.len() - 1;
            format!("`answer` must be at most {last}: so many sources describe `{id}`, from 0 on")
        })?;
        Ok(Self { clause, answer })
    }

    /// What the caller gets.
    pub(crate) fn answer(&self) -> Answer {
        Answer::described(self.clause, self.answer)
    }
}

impl Rewrite for PlantedError {
    fn rewrite<'a>(&'a self, _: Call, _: Next<'a>) -> Answering<'a> {
        Box::pin(std::future::ready(self.answer()))
    }
}

/// Says that the contract has nothing of this name, and what is called most alike.
pub(crate) fn unknown_name(what: &str, wanted: &str, known: impl Iterator<Item = &'static str>) -> String {
    /// Characters that are looked at; all names are shorter.
    const LONGEST: usize = 100;
    let wanted: String = wanted.chars().take(LONGEST).collect();
    let nearest = name::nearest(&wanted, known);
    format!("the contract has no {what} called `{wanted}`; the nearest is `{nearest}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let says = |wanted| PlantedError::by_id(wanted, 0).err().expect("no such error");
        let expected = "the contract has no error called `system/expired-tokn`; the nearest is `system/expired-token`";
        assert_eq!(says("system/expired-tokn"), expected);
        assert!(
            says("query-limit").ends_with("the nearest is `system/query-limit-exceeded`"),
            "{}",
            says("query-limit")
        );
    }
}
