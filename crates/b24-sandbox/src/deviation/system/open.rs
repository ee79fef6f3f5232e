//! Methods that anybody may call, with whatever parameters besides.

use b24_contract::Method;
use b24_contract::generated::error;

use super::breaks;
use crate::deviation::{Deviation, way};

/// Methods whose rules say that no scope is needed.
const ANY_SCOPE: &[Method] = &[
    Method::AccessName,
    Method::FeatureGet,
    Method::Profile,
    Method::ServerTime,
    Method::UserAccess,
    Method::UserAdmin,
];
/// Methods whose rules say that no right is needed.
const ANY_USER: &[Method] = &[
    Method::AccessName,
    Method::FeatureGet,
    Method::Methods,
    Method::Profile,
    Method::Scope,
    Method::ServerTime,
    Method::UserCurrent,
];
/// Methods whose rules say that parameters are ignored which they do not know.
const FOREIGN: &[Method] =
    &[Method::AccessName, Method::FeatureGet, Method::MethodGet, Method::Methods, Method::Scope, Method::UserAccess];
/// Methods whose rules say that parameters are ignored.
const NO_PARAMETERS: &[Method] =
    &[Method::AppInfo, Method::Profile, Method::ServerTime, Method::UserAdmin, Method::UserCurrent];

pub(super) fn all() -> Vec<Deviation> {
    let scope = ANY_SCOPE.iter().map(|method| {
        let refuses = way::bars([*method], &error::SYSTEM_INSUFFICIENT_SCOPE, |call| !call.caller.has_scope("crm"));
        breaks(&format!("{method}/any-scope"), "scope-needed", "The method needs the scope `crm`.", refuses)
    });
    let user = ANY_USER.iter().map(|method| {
        let refuses = way::bars([*method], &error::SYSTEM_INVALID_CREDENTIALS, |call| !call.caller.user.is_admin());
        breaks(&format!("{method}/any-user"), "administrators-only", "The method is for administrators.", refuses)
    });
    let parameter = |rule: &'static str| {
        move |method: &Method| {
            let known = method.row().parameters;
            let fails = way::refuses([*method], &error::SYSTEM_INTERNAL_SERVER_ERROR, move |params| {
                params.keys().any(|name| !known.iter().any(|known| known.name.eq_ignore_ascii_case(name)))
            });
            let says = "A parameter that the method does not know is a fault of the portal.";
            breaks(&format!("{method}/{rule}"), "fails-inside", says, fails)
        }
    };
    let foreign = FOREIGN.iter().map(parameter("foreign-parameter"));
    scope.chain(user).chain(foreign).chain(NO_PARAMETERS.iter().map(parameter("no-parameters"))).collect()
}
