//! Every deviation there is.

use super::Deviation;
use super::way::{self, Params};
use crate::Error;
use crate::name;
use b24_contract::Method;

/// All deviations, by family.
pub(crate) fn all() -> Vec<Deviation> {
    let lost = |_: &Params| true.into();
    vec![Deviation::new(
        "crm.company.contact.add/links",
        "stores-nothing",
        "A link that is added is not stored, though the answer is `true`.",
        way::pretends([Method::CrmCompanyContactAdd], lost),
    )]
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
