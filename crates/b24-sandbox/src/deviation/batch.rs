//! Deviations of `batch`.

mod commands;
mod encoded;
mod errors;
mod halt;
mod input;
mod length;
mod order;
mod reference;
mod run;
mod sections;
mod shape;

use super::{Deed, Deviation};

/// All of them.
pub(super) fn all() -> Vec<Deviation> {
    let parts = [
        run::all,
        order::all,
        errors::all,
        halt::all,
        shape::all,
        sections::all,
        length::all,
        reference::all,
        encoded::all,
        input::all,
    ];
    parts.into_iter().flat_map(|part| part()).collect()
}

/// A way to break a rule of batches.
fn breaks(rule: &str, how: &str, says: &str, deed: impl Deed + 'static) -> Deviation {
    Deviation::new(&format!("batch/{rule}"), how, says, deed)
}
