//! Refusals that are neither about the credential's secret nor about rights on records: of a portal that serves nobody, of
//! a user who may not use REST, of a method that is closed to the caller.
//!
//! They are looked at in this order: the portal, before the credential; the user, right after it; the method, after its
//! scope. The commands of a batch are looked at one by one, as methods are.

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Method};

use crate::call::{Caller, CredentialKind};
use crate::called::Called;
use crate::config::{Access, MethodPattern, Unconfirmed, UserKind};

/// Whether anything a check looks at stands in the way, and what.
pub(crate) type Checked = Result<(), &'static ErrorClause>;

/// Refuses calls of a portal that serves nobody.
pub(crate) fn check_portal(access: &Access) -> Checked {
    match access {
        Access { deleted: true, .. } => Err(&error::SYSTEM_PORTAL_DELETED),
        Access { blocked: true, .. } => Err(&error::SYSTEM_OVERLOAD_LIMIT),
        Access { plan_includes_rest: false, .. } => Err(&error::SYSTEM_COMMERCIAL_PLAN_REQUIRED),
        _ => Ok(()),
    }
}

/// Refuses calls in the name of a user who may not use REST. Of one who has left `profile` tells nothing instead, as its
/// documentation says.
pub(crate) fn check_user(caller: &Caller, method: &Called) -> Checked {
    match (caller.kind(), &caller.user) {
        (CredentialKind::Webhook, user) if !user.active && *method == Method::Profile => Ok(()),
        (CredentialKind::Webhook, user) if !user.active => Err(&error::SYSTEM_INVALID_CREDENTIALS),
        (CredentialKind::Token, user) if !user.active => Err(&error::SYSTEM_AUTHORIZATION_ERROR),
        (_, user) if user.kind == UserKind::External => Err(&error::SYSTEM_CONTEXT_DENIED),
        _ => Ok(()),
    }
}

/// Refuses calls of a method that is closed to the caller.
pub(crate) fn check_method(access: &Access, caller: &Caller, method: &Called) -> Checked {
    let name = method.name();
    let is_listed = |patterns: &[MethodPattern]| patterns.iter().any(|pattern| pattern.matches(name));
    if caller.kind() == CredentialKind::Webhook && is_listed(&access.application_only) {
        return Err(application_required(method));
    }
    if caller.user.kind == UserKind::Extranet && is_listed(&access.intranet_only) {
        return Err(&error::SYSTEM_INTRANET_USERS_ONLY);
    }
    match access.unconfirmed(name, &caller.credential) {
        Some(Unconfirmed::Waiting) => Err(&error::SYSTEM_METHOD_CONFIRM_WAITING),
        Some(Unconfirmed::Denied) => Err(&error::SYSTEM_METHOD_CONFIRM_DENIED),
        None => Ok(()),
    }
}

/// What a method that needs an application answers to a webhook: an error of its own, where it has one.
fn application_required(method: &Called) -> &'static ErrorClause {
    let own = method.contract().map(|method| method.row().errors).unwrap_or_default();
    own.iter().find(|own| own.id.ends_with("/application-required")).copied().unwrap_or(&error::SYSTEM_WRONG_AUTH_TYPE)
}
