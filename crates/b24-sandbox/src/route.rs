//! Reads a request's path: the calling form, the method and the format of the answer.

pub(crate) use b24_contract::{Format, Route};

use crate::settings::Presented;

/// The credential in the path.
pub(crate) fn presented(route: &Route) -> Option<Presented> {
    route.webhook.clone().map(|(user, code)| Presented::Webhook(user, code))
}
