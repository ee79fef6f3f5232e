//! Deviations of the methods that tell of the caller and of the portal itself.

mod codes;
mod facts;
mod open;
mod registry;
mod users;

use super::{Deed, Deviation};

/// All of them.
pub(super) fn all() -> Vec<Deviation> {
    [open::all, codes::all, facts::all, registry::all, users::all].into_iter().flat_map(|part| part()).collect()
}

/// A way to break a rule of one of the methods.
fn breaks(rule: &str, how: &str, says: &str, deed: impl Deed + 'static) -> Deviation {
    Deviation::new(rule, how, says, deed)
}
