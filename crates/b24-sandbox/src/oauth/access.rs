//! Whose call it is that comes with an access token, and how the token's application may refuse it.

use std::sync::Arc;

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Secret};

use super::grants::Holder;
use crate::call::Caller;
use crate::config::ApplicationState;
use crate::settings::Settings;

/// Finds out who calls with an access token: the token comes first, then its application, then its user.
pub(crate) fn caller(settings: &Settings, token: &Secret) -> Result<Caller, &'static ErrorClause> {
    let Holder { credential, leave } = settings.grants.of_access(token, settings.clock.now().whole_seconds())?;
    let application = settings.application(&leave.application).ok_or(&error::SYSTEM_APPLICATION_NOT_FOUND)?;
    match application.state {
        ApplicationState::Usable => {}
        ApplicationState::NotInstalled => return Err(&error::SYSTEM_OAUTH_ERROR),
        ApplicationState::Removed => return Err(&error::SYSTEM_NOT_INSTALLED),
        ApplicationState::Deleted => return Err(&error::SYSTEM_APPLICATION_NOT_FOUND),
        ApplicationState::Unpaid => return Err(&error::SYSTEM_PAYMENT_REQUIRED),
    }
    let user = settings.config.user(leave.user).ok_or(&error::SYSTEM_AUTHORIZATION_ERROR)?;
    if !application.admits(user.id) {
        return Err(&error::SYSTEM_USER_ACCESS_ERROR);
    }
    let application = Some(Arc::clone(application));
    Ok(Caller { credential, application, user: user.clone(), scopes: leave.scopes })
}
