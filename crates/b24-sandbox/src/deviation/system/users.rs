//! `profile`, `user.admin` and `user.current`.

use b24_contract::Method;
use b24_contract::generated::error;
use serde_json::{Value, json};

use super::breaks;
use crate::call::Call;
use crate::deviation::access::{owner, with_user};
use crate::deviation::{Deed, Deviation, way};

const ADMIN: [Method; 1] = [Method::UserAdmin];
const CURRENT: [Method; 1] = [Method::UserCurrent];
const PROFILE: [Method; 1] = [Method::Profile];

pub(super) fn all() -> Vec<Deviation> {
    profile().into_iter().chain(admin()).chain(current()).collect()
}

fn profile() -> Vec<Deviation> {
    vec![
        breaks("profile/members", "zone-left-out", "The profile does not tell the time zone.", {
            way::results(PROFILE, |result, _| leave_out(result, "TIME_ZONE"))
        }),
        breaks(
            "profile/caller",
            "owners",
            "The profile is that of the portal's owner, whoever asks.",
            as_owner(PROFILE),
        ),
        breaks("profile/any-user", "administrator", "Everybody is told to be an administrator.", {
            way::results(PROFILE, |result, _| {
                if let Some(admin) = result.get_mut("ADMIN") {
                    *admin = json!(true);
                }
            })
        }),
        breaks("profile/inactive", "refused", "A user who has left is refused.", {
            way::bars(PROFILE, &error::SYSTEM_INVALID_CREDENTIALS, |call| !call.caller.user.active)
        }),
        breaks("profile/inactive", "empty-object", "The profile of a user who has left is an empty object.", {
            way::results(PROFILE, |result, _| {
                if *result == json!([]) {
                    *result = json!({});
                }
            })
        }),
        breaks("profile/inactive", "told", "A user who has left has a profile.", {
            way::calls(PROFILE, |call| {
                let user = crate::config::User { active: true, ..call.caller.user.clone() };
                call.caller = with_user(&call.caller, user);
            })
        }),
    ]
}

fn admin() -> Vec<Deviation> {
    vec![
        breaks("user.admin/administrator", "never", "Nobody is told to be an administrator.", {
            way::results(ADMIN, |result, _| *result = json!(false))
        }),
        breaks("user.admin/administrator", "unlike-profile", "An administrator is none in the profile.", {
            way::results(PROFILE, |result, _| {
                if let Some(admin) = result.get_mut("ADMIN") {
                    *admin = json!(false);
                }
            })
        }),
        breaks("user.admin/other-user", "always", "Everybody is told to be an administrator.", {
            way::results(ADMIN, |result, _| *result = json!(true))
        }),
    ]
}

fn current() -> Vec<Deviation> {
    vec![
        breaks("user.current/caller", "another", "The user is the one with the next id.", {
            way::results(CURRENT, |result, _| {
                let id = result.get("ID").and_then(b24_contract::integer);
                if let Some(id) = id {
                    result["ID"] = json!((id + 1).to_string());
                }
            })
        }),
        breaks(
            "user.current/members",
            "address-left-out",
            "The user's address for mail is not told, whatever the scope.",
            way::results(CURRENT, |result, _| leave_out(result, "EMAIL")),
        ),
        breaks("user.current/members", "departments-left-out", "The user's departments are not told.", {
            way::results(CURRENT, |result, _| leave_out(result, "UF_DEPARTMENT"))
        }),
        breaks("user.current/any-user", "owner", "The user is the portal's owner, whoever asks.", as_owner(CURRENT)),
    ]
}

/// The call is done as if the portal's owner had made it.
fn as_owner(method: [Method; 1]) -> impl Deed {
    way::calls(method, |call: &mut Call| {
        if let Some(owner) = owner(&call.settings) {
            call.caller = with_user(&call.caller, owner.user.clone());
        }
    })
}

fn leave_out(result: &mut Value, name: &str) {
    if let Value::Object(members) = result {
        members.remove(name);
    }
}
