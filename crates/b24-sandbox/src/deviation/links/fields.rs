//! Deviations of `fields`.

use super::side::Side;
use crate::call::Answer;
use crate::config::Extent;
use crate::deviation::{Deviation, way};

/// The deviations of one side.
pub(super) fn of(side: &'static Side) -> Vec<Deviation> {
    vec![
        side.breaks(
            "fields/no-role",
            "role-described",
            "`ROLE_ID` is described like `SORT`.",
            way::results([side.fields], |result, _| result["ROLE_ID"] = result["SORT"].clone()),
        ),
        side.breaks(
            "fields/anybody",
            "rights-needed",
            "A user who may not read a OWNER may not ask.",
            side.does([side.fields], move |desk| {
                Box::pin(async move {
                    let rights = &desk.call.caller.user.rights;
                    let is_denied = rights.company.read == Extent::None && rights.contact.read == Extent::None;
                    if is_denied { Answer::error(side.error("items.get/access-denied")) } else { desk.run().await }
                })
            }),
        ),
    ]
}
