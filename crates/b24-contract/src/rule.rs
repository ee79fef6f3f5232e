//! The grammar of rules: behaviour as data.
//!
//! A rule makes records (`given`), sends one call (`when`) and says what must hold (`then`). The same grammar, without
//! `then`, says how an error is provoked. `spec/grammar/` has its JSON Schema.

mod call;
mod expectation;
mod given;
#[cfg(test)]
mod tests;

use serde::Deserialize;

pub use call::{AuthIn, Call, Credential, Take};
pub use expectation::Expectation;
pub use given::Given;

use crate::{ClauseId, Source};

/// Behaviour that a payload schema cannot say.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// Permanent clause id.
    pub id: ClauseId,
    /// The rule as one sentence.
    pub says: String,
    /// Where the rule comes from.
    pub source: Source,
    /// How the choice was made where sources disagree or are silent.
    pub why: Option<String>,
    /// What the target must be able to do besides the credentials used.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What to make first.
    #[serde(default, deserialize_with = "given::list")]
    pub given: Vec<Given>,
    /// The call that the rule is about; absent when `checked_by` names a case in Rust.
    pub when: Option<Call>,
    /// What must hold.
    #[serde(default)]
    pub then: Vec<Expectation>,
    /// What other sources say; any of them passes. Where the rule's source is unknown, what else a portal may do.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    /// Name of the case in Rust that checks a rule which the grammar cannot say.
    pub checked_by: Option<String>,
}

/// What another source says instead of a rule's `then`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The alternative as one sentence.
    pub says: String,
    /// Who says it.
    pub source: Source,
    /// What holds then.
    pub then: Vec<Expectation>,
}

/// What a target must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Plant errors and move time through a sandbox's control interface.
    Control,
    /// Create records.
    Write,
}

/// An error's `provoke`: a call, with the records it needs.
#[derive(Debug, Clone, Deserialize)]
pub struct Provocation {
    /// What to make first.
    #[serde(default, deserialize_with = "given::list")]
    pub given: Vec<Given>,
    /// The call that meets the error.
    #[serde(flatten)]
    pub call: Call,
}
