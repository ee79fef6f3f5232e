//! Deviations of the methods for links. Each is told once, and holds for whichever side owns the links.

mod add;
mod checks;
mod clear;
mod delete;
mod desk;
mod entry;
mod fields;
mod get;
mod memory;
mod set;
mod side;

use super::Deviation;
use side::{OF_COMPANY, OF_CONTACT, Side};

/// The deviations of both sides.
pub(crate) fn all() -> Vec<Deviation> {
    [&OF_COMPANY, &OF_CONTACT].into_iter().flat_map(of).collect()
}

fn of(side: &'static Side) -> Vec<Deviation> {
    let methods = [add::of, delete::of, fields::of, get::of, set::of, clear::of];
    methods.into_iter().flat_map(|of| of(side)).collect()
}
