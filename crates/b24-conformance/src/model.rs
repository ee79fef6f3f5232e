//! A reference model of companies, contacts and their links, written from the rules of the contract alone.
//!
//! It says which answer the rules ask for to each writing call, and what the portal holds afterwards. With everything that
//! it expects it keeps the clause that asks for it. Where sources contradict each other or say nothing, it asks
//! [`Ways`]: each way that the contract leaves open makes a world of its own, and the portal's answers decide.

mod answer;
mod call;
mod clauses;
mod links;
mod name;
mod records;
mod relink;
mod side;
#[cfg(test)]
mod tests;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use b24_contract::ClauseId;

pub(crate) use self::answer::Answer;
pub(crate) use self::call::{Bad, Call, Item, Items, Linked, Other, Owner, Primary, Shape, Sort, Values};
pub(crate) use self::clauses::{about_links, about_records};
pub(crate) use self::name::{Name, Pair};
pub(crate) use self::side::{LinkOp, RecordOp, Side};
pub(crate) use self::ways::{Decided, Ways, all};

/// What a portal holds of the records of one walk.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct State {
    /// Every record that was ever made.
    pub(crate) records: BTreeMap<Name, Record>,
    /// Links in the order in which they were made.
    pub(crate) links: Vec<Link>,
    /// Pairs that were linked once, with what parted them.
    pub(crate) parted: BTreeMap<Pair, Touch>,
}

/// A company or a contact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    /// What deleted it, if something did.
    pub(crate) deleted: Option<ClauseId>,
    /// The values that it was given.
    pub(crate) values: BTreeMap<&'static str, Fact<String>>,
    /// The clause about its main company, if it is a contact.
    pub(crate) main: ClauseId,
}

/// A company and a contact that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    /// Which.
    pub(crate) pair: Pair,
    /// Sort index.
    pub(crate) sort: Fact<i64>,
    /// Whether it is primary. It is one flag, seen from both sides.
    pub(crate) primary: Fact<bool>,
    /// What made it.
    pub(crate) touch: Touch,
}

/// Something that holds, with the clause that asks for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fact<T> {
    /// What holds.
    pub(crate) value: T,
    /// Why.
    pub(crate) clause: ClauseId,
}

/// What made or parted a link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Touch {
    /// The clause that asks for it.
    pub(crate) clause: ClauseId,
    /// The clause that has the other side see it.
    pub(crate) mirror: ClauseId,
    /// The side that the call came from.
    pub(crate) side: Side,
}

/// What a contact's `COMPANY_ID` is to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Main {
    /// A company.
    Is(Name),
    /// Nothing.
    Nothing,
    /// Nothing or one of these, because no rule says.
    Open(BTreeSet<Name>),
}

impl<T> Fact<T> {
    pub(crate) fn new(value: T, clause: ClauseId) -> Self {
        Self { value, clause }
    }
}

impl State {
    /// What a call does, and the answer that it is to get.
    pub(crate) fn apply(&mut self, call: &Call, ways: &mut Ways<'_>) -> Answer {
        match call {
            Call::AddLink { side, owner, fields } => self.add_link(*side, owner, fields, ways),
            Call::DeleteLink { side, owner, fields } => self.delete_link(*side, owner, fields, ways),
            Call::SetLinks { side, owner, items } => self.set_links(*side, owner, items, ways),
            Call::ClearLinks { side, owner } => self.clear_links(*side, owner, ways),
            Call::AddRecord { record, fields } => self.add_record(*record, fields, ways),
            Call::UpdateRecord { side, record, fields } => self.update_record(*side, record, fields, ways),
            Call::DeleteRecord { side, record } => self.delete_record(*side, record, ways),
        }
    }

    /// Whether a record exists.
    pub(crate) fn is_alive(&self, name: Name) -> bool {
        self.records.get(&name).is_some_and(|record| record.deleted.is_none())
    }

    /// The links of a record, in ascending order of their sort index; equal ones as they were made.
    pub(crate) fn links_of(&self, name: Name) -> Vec<&Link> {
        let mut links: Vec<&Link> = self.links.iter().filter(|link| link.pair.has(name)).collect();
        links.sort_by_key(|link| link.sort.value);
        links
    }

    /// The company that a contact shows as its own.
    pub(crate) fn main(&self, contact: Name, ways: &mut Ways<'_>) -> Main {
        let links = self.links_of(contact);
        let mut primary: Vec<&Link> = links.iter().copied().filter(|link| link.primary.value).collect();
        if primary.len() > 1 && ways.ask("crm.contact.get/main-of-several", 2) == 1 {
            let first = self.links.iter().find(|link| link.pair.contact == contact && link.primary.value);
            primary = first.into_iter().collect();
        }
        match primary.first() {
            Some(link) if self.is_alive(link.pair.company) => Main::Is(link.pair.company),
            None if links.is_empty() => Main::Nothing,
            // Links from the company's side, and links to what is gone, may leave a contact without a main company.
            _ => Main::Open(links.iter().map(|link| link.pair.company).collect()),
        }
    }

    fn link_mut(&mut self, pair: Pair) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.pair == pair)
    }
}
