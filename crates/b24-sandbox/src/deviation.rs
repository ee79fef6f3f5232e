//! Deviations: clauses that the sandbox breaks on purpose, so that whoever checks portals can be tried by whether they
//! notice.
//!
//! A deviation is a twist around every call, a hook around whole requests for what happens before and after all calls,
//! or both. No handler and no query knows of them. Each breaks one clause; its id is `<clause>!<how>`.

mod access;
mod batch;
mod catalogue;
mod deed;
mod error;
mod links;
mod lists;
mod parameter;
mod protocol;
mod records;
mod schema;
mod system;
pub(crate) mod way;

use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::Error;
pub(crate) use deed::Deed;

/// The header that names the deviations in force, by their ids.
pub(crate) const DEVIATION: HeaderName = HeaderName::from_static("b24-deviation");
/// Stands for the clause where a deviation makes an answer to what is no method of the contract.
const CLAUSE: &str = "sandbox/deviation";
/// Deviations that the header names; further ones are counted only.
const NAMED: usize = 20;

/// A deviation that [`Config::deviations`](crate::Config::deviations) may name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct KnownDeviation {
    /// `<clause>!<how>`.
    pub id: String,
    /// What the sandbox does instead of keeping the clause, as one sentence.
    pub says: String,
}

impl KnownDeviation {
    /// Id of the clause that is broken.
    pub fn clause(&self) -> &str {
        self.id.split_once('!').map_or(&*self.id, |(clause, _)| clause)
    }
}

/// All deviations that the sandbox knows: first those that are written, by what they are about, then those that follow from
/// the contract's errors and schemas, each with an id of its own.
pub fn deviations() -> Vec<KnownDeviation> {
    catalogue::known()
}

/// A clause broken on purpose.
pub(crate) struct Deviation {
    /// `<clause>!<how>`.
    pub(crate) id: String,
    /// What the sandbox does instead, as one sentence.
    pub(crate) says: String,
    /// How it does that.
    pub(crate) deed: Arc<dyn Deed>,
}

impl Deviation {
    /// A way to break a clause.
    pub(crate) fn new(clause: &str, how: &str, says: &str, deed: impl Deed + 'static) -> Self {
        Self { id: format!("{clause}!{how}"), says: says.to_owned(), deed: Arc::new(deed) }
    }
}

/// The deviations in force: those that a configuration names, in its order.
#[derive(Clone, Default)]
pub(crate) struct Deviations {
    deeds: Vec<Arc<dyn Deed>>,
    header: Option<HeaderValue>,
}

impl Deviations {
    /// The deviations with these ids, which have seen nothing yet.
    pub(crate) fn of(ids: &[String]) -> Result<Self, Error> {
        let deeds = ids.iter().map(|id| catalogue::find(id).map(|found| found.deed)).collect::<Result<_, _>>()?;
        Ok(Self { deeds, header: header(ids) })
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<dyn Deed>> {
        self.deeds.iter()
    }

    /// Names them, for whoever looks at an answer and wonders.
    pub(crate) fn header(&self) -> Option<&HeaderValue> {
        self.header.as_ref()
    }
}

/// The first of the ids, and how many there are besides. Ids of the contract can be in a header.
fn header(ids: &[String]) -> Option<HeaderValue> {
    let more = ids.len().saturating_sub(NAMED);
    let mut named = ids[..ids.len() - more].join(", ");
    if more > 0 {
        named.push_str(&format!(", and {more} more"));
    }
    HeaderValue::from_str(&named).ok().filter(|header| !header.is_empty())
}

#[cfg(test)]
mod tests;
