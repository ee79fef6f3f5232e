//! Deviations of who may call: credentials, users, scopes, limits.

mod credentials;
mod limits;
mod refusals;

use std::sync::Arc;

use super::Deviation;
use crate::call::Caller;
use crate::config::User;
use crate::settings::{Presented, Settings};

/// All of them.
pub(super) fn all() -> Vec<Deviation> {
    [credentials::all, refusals::all, limits::all].into_iter().flat_map(|part| part()).collect()
}

/// The portal's first credential, with all rights.
pub(super) fn first(settings: &Settings) -> Option<Presented> {
    let (user, code) = settings.webhook(&settings.config.main_webhook()?.name)?;
    Some(Presented::Webhook(user.to_string(), code.clone()))
}

/// Whoever stands behind the portal's first credential.
pub(super) fn owner(settings: &Settings) -> Option<Arc<Caller>> {
    settings.authenticate(&first(settings)?).ok()
}

/// The same caller with other scopes.
pub(super) fn with_scopes(caller: &Caller, scopes: Vec<String>) -> Arc<Caller> {
    Arc::new(Caller { scopes, ..copy(caller) })
}

/// The same credential in the hands of somebody else.
pub(super) fn with_user(caller: &Caller, user: User) -> Arc<Caller> {
    Arc::new(Caller { user, ..copy(caller) })
}

fn copy(caller: &Caller) -> Caller {
    let Caller { credential, application, user, scopes } = caller;
    Caller {
        credential: credential.clone(),
        application: application.clone(),
        user: user.clone(),
        scopes: scopes.clone(),
    }
}
