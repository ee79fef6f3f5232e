//! Numbers of calls by method.

use std::collections::BTreeMap;

use b24_contract::{Method, documented};
use serde::Serialize;

use super::call::Call;
use crate::outcome::Outcome;
use crate::source::Side;

/// What calls are counted under whose method nobody recorded.
const NOT_KNOWN: &str = "(method not known)";

/// What calls are counted under that have something else in place of a method's name. It is not shown: it may be a part of
/// a credential.
const NO_NAME: &str = "(no name of a method)";

/// Who knows a method.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// The contract describes it.
    Contract,
    /// Bitrix24 documents it, but the contract does not describe it: only the envelope of its answers is judged.
    Documented,
    /// Nobody documents it.
    #[default]
    Nobody,
}

/// Numbers of calls of one method.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MethodCounts {
    /// Who knows the method.
    pub known: Known,
    /// Calls by themselves.
    pub calls: u64,
    /// Commands of batches.
    pub commands: u64,
    /// Calls and commands whose parameters are there.
    pub requests: u64,
    /// Answers that are there.
    pub answers: u64,
    /// Errors by the id of their clause, or by their status where the contract does not know them.
    pub errors: BTreeMap<String, u64>,
    /// Departures of requests from documented clauses, or with `strict` from any.
    pub request_fails: u64,
    /// Other departures of requests.
    pub request_notes: u64,
    /// Departures of answers from documented clauses, or with `strict` from any.
    pub answer_fails: u64,
    /// Other departures of answers.
    pub answer_notes: u64,
    /// Exchanges that were told as events.
    #[serde(skip)]
    pub(super) told: u32,
}

impl MethodCounts {
    /// Nothing yet of a method.
    pub(super) fn of(method: &str) -> Self {
        let known = match (Method::parse(method), documented::name(method)) {
            (Some(_), _) => Known::Contract,
            (None, Some(_)) => Known::Documented,
            (None, None) => Known::Nobody,
        };
        Self { known, ..Self::default() }
    }

    pub(super) fn add(&mut self, call: &Call, request: bool, answer: bool) {
        *(if call.in_batch { &mut self.commands } else { &mut self.calls }) += 1;
        self.requests += u64::from(request);
        self.answers += u64::from(answer && call.answered);
        if let Some(error) = &call.error {
            *self.errors.entry(error.clone()).or_default() += 1;
        }
    }

    pub(super) fn depart(&mut self, side: Side, outcome: Outcome) {
        *match (side, outcome) {
            (Side::Request, Outcome::Fail) => &mut self.request_fails,
            (Side::Request, _) => &mut self.request_notes,
            (Side::Answer, Outcome::Fail) => &mut self.answer_fails,
            (Side::Answer, _) => &mut self.answer_notes,
        } += 1;
    }
}

/// What calls of a method are counted under: its documented spelling, or its name in lower case.
pub(super) fn name(method: &str) -> String {
    match Method::parse(method).map(Method::name).or_else(|| documented::name(method)) {
        Some(name) => name.to_owned(),
        None if method.is_empty() => NOT_KNOWN.to_owned(),
        None if crate::capture::is_name(method) => method.to_lowercase(),
        None => NO_NAME.to_owned(),
    }
}
