//! Cases: what is checked, by which clause, and what it takes.

use std::collections::BTreeSet;

use b24_contract::rule::{Call, Credential, Given, Need as RuleNeed, Rule};
use b24_contract::{ClauseId, Example};
use b24_contract::{Entity, ErrorEntry, Method};

use crate::cases::agree::Dimension;
use crate::cases::judged::Judged;
use crate::cases::limits::Limit;
use crate::cases::sample::Sample;
use crate::records;
use crate::replay::Replay;
use crate::target::Need;
use crate::walk;

/// One case. It is data: what it sends and how it judges follows from it and the seed alone.
#[derive(Debug, Clone)]
pub struct Case {
    /// Permanent id, made of the id of the clause or example that the case is about.
    pub id: String,
    /// What reports group it by.
    pub group: String,
    /// What is checked, as one phrase.
    pub says: String,
    /// Clauses that the case checks, the main one first.
    pub clauses: Vec<ClauseId>,
    /// What the target must have.
    pub needs: BTreeSet<Need>,
    /// How it is checked.
    pub(crate) check: Check,
}

/// How a case is checked.
#[derive(Debug, Clone)]
pub(crate) enum Check {
    /// A documented payload is valid and survives the client's types.
    Example(Example),
    /// A documented request gets an answer that the contract allows.
    Sent(Example),
    /// An error is brought about for real.
    Provoked(ErrorEntry),
    /// An error is planted through the control interface.
    Planted(ErrorEntry, Method),
    /// A limit is used up and comes back.
    Limit(Limit),
    /// A rule of the grammar.
    Rule(Rule),
    /// The same call, written in many ways, gets the same answer.
    Agree(Dimension),
    /// Random companies come back with the links that they were given.
    Stored,
    /// Random records come back with the fields that they were given.
    FieldsStored(Entity),
    /// Custom fields are described as such.
    CustomDescribed(Entity),
    /// Custom fields come back as they were given.
    CustomStored(Entity),
    /// Random filters list the records that meet them.
    Filters(Entity),
    /// Random batches answer as their commands do alone.
    BatchAgrees,
    /// After random writing calls everything is as a reference model says.
    Walk(walk::Kind),
    /// Records of the portal's own are as the rules say.
    Sample(Sample),
    /// A saved failure is seen again, or is not.
    Replay(Box<Replay>),
    /// Random valid payloads survive the client's types.
    Decodes(String),
    /// Random payloads with one violation are rejected where it is.
    Rejects(String),
    /// What the judge found in the answers to all other cases.
    Judged(Judged),
}

impl Check {
    /// Whether the case looks at the answers to other cases, so that it must come after them.
    pub(crate) fn is_judged(&self) -> bool {
        matches!(self, Check::Judged(_))
    }

    /// Whether the case is a random walk, which is about many clauses at once.
    pub(crate) fn is_walk(&self) -> bool {
        matches!(self, Check::Walk(_))
    }
}

/// What a call needs of the target.
pub(crate) fn needs_of_call(call: &Call) -> BTreeSet<Need> {
    let mut needs = BTreeSet::from([Need::Credential(call.credential)]);
    if records::writes(call) {
        needs.insert(Need::Write);
    }
    needs
}

/// What making records needs of the target.
pub(crate) fn needs_of_given(given: &[Given]) -> BTreeSet<Need> {
    if given.is_empty() {
        return BTreeSet::new();
    }
    let calls = given.iter().filter_map(|given| match given {
        Given::Call(call) => Some(Need::Credential(call.credential)),
        _ => None,
    });
    calls.chain([Need::Credential(Credential::Webhook), Need::Write]).collect()
}

/// What a rule needs of the target.
pub(crate) fn needs_of_rule(rule: &Rule) -> BTreeSet<Need> {
    let mut needs = needs_of_given(&rule.given);
    let alternatives = rule.alternatives.iter().flat_map(|alternative| &alternative.then);
    let then = rule.then.iter().chain(alternatives).filter_map(|expectation| expectation.call.as_ref());
    needs.extend(rule.when.iter().chain(then).flat_map(needs_of_call));
    needs.extend(rule.needs.iter().map(|need| match need {
        RuleNeed::Control => Need::Control,
        RuleNeed::Write => Need::Write,
    }));
    needs
}
