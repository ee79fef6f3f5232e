//! The kinds of cases, one module each: how they follow from the contract, and how they are checked.

pub(crate) mod agree;
pub(crate) mod batch_agrees;
pub(crate) mod custom_fields;
mod entity;
pub(crate) mod error;
pub(crate) mod example;
pub(crate) mod fields_stored;
pub(crate) mod filters;
pub(crate) mod judged;
pub(crate) mod limits;
pub(crate) mod payload;
pub(crate) mod rules;
pub(crate) mod sample;
mod search;
pub(crate) mod stored;
