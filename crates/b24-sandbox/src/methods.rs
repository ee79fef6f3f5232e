//! The handlers of the REST methods.

pub(crate) mod company;
pub(crate) mod contact;
pub(crate) mod date;
pub(crate) mod link;
mod multifield;
pub(crate) mod record;
pub(crate) mod system;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod value;

#[cfg(test)]
mod tests;
