//! The kinds of cases, one module each: how they follow from the contract, and how they are checked.

pub(crate) mod agree;
pub(crate) mod error;
pub(crate) mod example;
pub(crate) mod judged;
pub(crate) mod payload;
pub(crate) mod rules;
pub(crate) mod stored;
