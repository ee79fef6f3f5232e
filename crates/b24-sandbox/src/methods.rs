//! The handlers of the REST methods.

pub(crate) mod company;
pub(crate) mod contact;
pub(crate) mod link;
mod multifield;
mod record;
#[cfg(test)]
pub(crate) mod testing;
mod value;
