//! Deviations of companies and contacts: what is stored, changed, deleted, shown and described.

mod add;
mod add_company;
mod add_contact;
mod behind;
mod delete;
mod echo;
mod entries;
mod fields;
mod get;
mod given;
mod kind;
mod rights;
mod shown;
mod stale;
mod stored;
mod trash;
mod update;
mod update_links;

use super::Deviation;
pub(super) use behind::ask;
pub(super) use kind::{Kind, MULTIFIELDS, error_of, is_multifield};
pub(super) use shown::{records, shown};

/// All of them, for both kinds of record.
pub(super) fn all() -> Vec<Deviation> {
    let families: [fn(Kind) -> Vec<Deviation>; 10] = [
        add::all,
        stored::all,
        get::all,
        update::all,
        entries::all,
        update_links::all,
        delete::all,
        fields::all,
        rights::all,
        |kind| if kind.is_company() { add_company::all(kind) } else { add_contact::all(kind) },
    ];
    Kind::ALL.into_iter().flat_map(|kind| families.into_iter().flat_map(move |of| of(kind))).collect()
}
