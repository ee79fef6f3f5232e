//! Questions that the contract leaves open, and how a portal has answered them so far.
//!
//! A question is named by the rule whose alternatives are its ways, the rule itself being way 0. What no rule speaks of has
//! a name below.

use std::collections::BTreeMap;

use b24_contract::ClauseId;

/// Which of a contact's primary links a write through it that says nothing of them leaves: 0 the first, 1 all.
pub(super) const SEVERAL_LEFT: &str = "several primary links of a contact";
/// Whether the first of a record's links becomes primary when the other side has left it none that is, and a write through it
/// says nothing of flags: 0 no, 1 yes.
pub(super) const NONE_LEFT: &str = "no primary link left";
/// What becomes primary when one of several primary links is removed: 0 nothing else, 1 the first that remains.
pub(super) const SEVERAL_PROMOTED: &str = "removed of several primary links";
/// Which of several primary links that are listed again without `Y` stay so: 0 the first, 1 all, 2 the first item does.
pub(super) const SEVERAL_LISTED: &str = "several primary links listed again";
/// Where an item stands that is listed twice: 0 where its last mention is, 1 where its first is.
pub(super) const LISTED_TWICE: &str = "place of what is listed twice";
/// Sort indices of links that a list of ids names again: 0 they stay, 1 they are numbered anew.
pub(super) const LISTED_BY_ID: &str = "sort index of what is listed by id";
/// Whether another link of a record becomes primary when its primary one is removed from the other side: 0 no, 1 yes.
pub(super) const LEFT_WITHOUT_PRIMARY: &str = "left without a primary link";

/// How questions were answered: the number of the way by question.
pub(crate) type Decided = BTreeMap<String, u8>;

/// Answers questions as a portal did before. The first one that it has not answered yet is noted; until it is, way 0 is
/// taken.
#[derive(Debug)]
pub(crate) struct Ways<'a> {
    decided: &'a Decided,
    undecided: Option<(String, u8)>,
}

impl<'a> Ways<'a> {
    /// Ways that follow what is decided.
    pub(crate) fn new(decided: &'a Decided) -> Self {
        Self { decided, undecided: None }
    }

    /// The way of a rule that has one alternative.
    pub(super) fn of(&mut self, rule: &ClauseId) -> u8 {
        self.ask(rule.as_str(), 2)
    }

    /// The way of a question that has this many.
    pub(super) fn ask(&mut self, question: impl Into<String>, ways: u8) -> u8 {
        let question = question.into();
        if let Some(way) = self.decided.get(&question) {
            return *way;
        }
        self.undecided.get_or_insert((question, ways));
        0
    }
}

/// Everything that may happen, one for each combination of ways that is left open, with what it decides. What follows the
/// rules themselves comes first.
pub(crate) fn all<T>(decided: &Decided, happen: impl Fn(&mut Ways<'_>) -> T) -> Vec<(Decided, T)> {
    let mut open = vec![decided.clone()];
    let mut happened = Vec::new();
    while let Some(decided) = open.pop() {
        let mut ways = Ways::new(&decided);
        let outcome = happen(&mut ways);
        match ways.undecided {
            None => happened.push((decided, outcome)),
            Some((question, ways)) => open.extend((0..ways).rev().map(|way| {
                let mut more = decided.clone();
                more.insert(question.clone(), way);
                more
            })),
        }
    }
    happened
}
