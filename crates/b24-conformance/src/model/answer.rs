//! The answer that the rules ask for.

use b24_contract::ClauseId;

use super::Name;

/// The answer that the rules ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// `true`, by a rule.
    Yes(ClauseId),
    /// `false`, which is no error, by a rule.
    No(ClauseId),
    /// The id of a new record, by a rule.
    New(Name, ClauseId),
    /// An error of the contract.
    Error(ClauseId),
    /// Some error, by an alternative of a rule.
    Refused(ClauseId),
}

impl Answer {
    /// Whether it is an error.
    pub(crate) fn is_error(&self) -> bool {
        matches!(self, Answer::Error(_) | Answer::Refused(_))
    }

    /// The clause that asks for it.
    pub(crate) fn clause(&self) -> &ClauseId {
        match self {
            Answer::Yes(clause) | Answer::No(clause) | Answer::New(_, clause) => clause,
            Answer::Error(clause) | Answer::Refused(clause) => clause,
        }
    }
}
