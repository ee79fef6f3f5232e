//! Every deviation there is.

use super::{
    Deviation, KnownDeviation, access, batch, error, links, lists, parameter, protocol, records, schema, system,
};
use crate::Error;
use crate::name;

/// The deviations that are written, by family.
pub(crate) fn all() -> Vec<Deviation> {
    let families = [links::all, lists::all, records::all, batch::all, protocol::all, system::all, access::all];
    families.into_iter().flat_map(|family| family()).collect()
}

/// What there is, to be told.
pub(crate) fn known() -> Vec<KnownDeviation> {
    let written = all().into_iter().chain(error::all());
    let known = written.map(|Deviation { id, says, .. }| KnownDeviation { id, says });
    known.chain(schema::known()).chain(parameter::known()).collect()
}

/// The deviation with this id.
pub(crate) fn find(id: &str) -> Result<Deviation, Error> {
    let written = || all().into_iter().chain(error::all()).find(|deviation| deviation.id == id);
    schema::find(id).or_else(|| parameter::find(id)).or_else(written).ok_or_else(|| {
        let known = known();
        let nearest = name::nearest(id, known.iter().map(|known| known.id.as_str()));
        Error::Config(format!("there is no deviation `{id}`; the nearest is `{nearest}`"))
    })
}
