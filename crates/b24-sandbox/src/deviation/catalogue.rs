//! Every deviation there is.

use super::{Deviation, KnownDeviation, links, lists, records};
use crate::Error;
use crate::name;

/// All deviations, by family.
pub(crate) fn all() -> Vec<Deviation> {
    let families = [links::all, lists::all, records::all];
    families.into_iter().flat_map(|family| family()).collect()
}

/// What there is, to be told.
pub(crate) fn known() -> Vec<KnownDeviation> {
    all().into_iter().map(|Deviation { id, says, .. }| KnownDeviation { id, says }).collect()
}

/// The deviation with this id.
pub(crate) fn find(id: &str) -> Result<Deviation, Error> {
    let all = all();
    let nearest = || {
        let nearest = name::nearest(id, all.iter().map(|deviation| deviation.id.as_str()));
        Error::Config(format!("there is no deviation `{id}`; the nearest is `{nearest}`"))
    };
    let place = all.iter().position(|deviation| deviation.id == id).ok_or_else(nearest)?;
    all.into_iter().nth(place).ok_or_else(|| Error::Config(format!("there is no deviation `{id}`")))
}
