//! Deviations of what all methods share: calling forms, encodings, names, errors, times, XML.

mod answer;
mod encoding;
mod errors;
mod form;
mod heard;
mod name;
mod time;
mod xml;

use super::{Deed, Deviation};

/// All of them.
pub(super) fn all() -> Vec<Deviation> {
    let parts = [answer::all, encoding::all, errors::all, form::all, name::all, time::all, xml::all];
    parts.into_iter().flat_map(|part| part()).collect()
}

/// A way to break a rule of the protocol.
fn breaks(rule: &str, how: &str, says: &str, deed: impl Deed + 'static) -> Deviation {
    Deviation::new(&format!("protocol/{rule}"), how, says, deed)
}
