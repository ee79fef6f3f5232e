//! Deviations of lists: pages, filters, order and selection.

mod agree;
mod conditions;
mod contacts;
mod filter;
mod operators;
mod order;
mod pages;
mod select;
mod selection;
mod sift;
mod start;
mod values;

use super::Deviation;
use super::records::Kind;

/// All of them: those of every list, then those of each kind of record.
pub(super) fn all() -> Vec<Deviation> {
    let shared = [pages::all, start::all, conditions::all, order::all, select::all];
    let own: [fn(Kind) -> Vec<Deviation>; 4] = [operators::all, values::all, selection::all, agree::all];
    let own = Kind::ALL.into_iter().flat_map(|kind| own.into_iter().flat_map(move |of| of(kind)));
    let contacts = Kind::ALL.into_iter().filter(|kind| !kind.is_company()).flat_map(contacts::all);
    shared.into_iter().flat_map(|of| of()).chain(own).chain(contacts).collect()
}
