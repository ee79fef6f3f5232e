//! `profile`, `user.current` and `user.admin`: who calls.

use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::config::{Gender, User};
use crate::dispatch::{Inquiry, Outcome};

/// Day on which a portal got its first users, where nothing else is said of one.
const OPENING: Date = date(2024, 1, 1);

/// How much a scope tells of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// Name and position: scope `user_brief`.
    Brief,
    /// Also how to reach the user: scope `user_basic`.
    Basic,
    /// Everything: scope `user`.
    Full,
}

/// The basics of the user; nothing, as PHP writes it, of one who has left.
pub(crate) fn profile(inquiry: &Inquiry<'_>) -> Outcome {
    let user = &inquiry.call.caller.user;
    if !user.active {
        return Ok(json!([]));
    }
    let mut profile = json!({
        "ID": user.id.to_string(),
        "ADMIN": user.is_admin(),
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": gender(user),
        "TIME_ZONE": user.time_zone,
    });
    if let Some(photo) = &user.photo {
        profile["PERSONAL_PHOTO"] = json!(photo);
    }
    Ok(profile)
}

/// Whether the user administers the portal.
pub(crate) fn user_admin(inquiry: &Inquiry<'_>) -> Outcome {
    Ok(Value::Bool(inquiry.call.caller.user.is_admin()))
}

/// The user, in as much detail as the credential's scopes allow.
pub(crate) fn user_current(inquiry: &Inquiry<'_>) -> Outcome {
    let caller = &inquiry.call.caller;
    let detail = match () {
        () if caller.has_scope("user") => Detail::Full,
        () if caller.has_scope("user_basic") => Detail::Basic,
        () => Detail::Brief,
    };
    let told = members(&caller.user, inquiry.now).into_iter().filter(|(least, ..)| *least <= detail);
    Ok(Value::Object(told.map(|(_, name, value)| (name.to_owned(), value)).collect::<Map<_, _>>()))
}

/// What there is to tell of a user who is calling now, with the least detail that includes it.
fn members(user: &User, now: Moment) -> Vec<(Detail, &'static str, Value)> {
    use Detail::{Basic, Brief, Full};
    let mut members = vec![
        (Brief, "ID", json!(user.id.to_string())),
        (Brief, "ACTIVE", json!(user.active)),
        (Brief, "NAME", json!(user.name)),
        (Brief, "LAST_NAME", json!(user.last_name)),
        (Basic, "EMAIL", json!(user.email)),
        // Nobody signs in to a sandbox.
        (Full, "LAST_LOGIN", json!("")),
        (Brief, "DATE_REGISTER", json!(midnight(Some(user.registered.unwrap_or(OPENING))))),
        (Brief, "TIME_ZONE", json!(user.time_zone)),
        (Brief, "IS_ONLINE", json!("Y")),
        (Brief, "LAST_ACTIVITY_DATE", json!(now.date_and_time())),
        (Brief, "PERSONAL_GENDER", json!(gender(user))),
        (Brief, "PERSONAL_BIRTHDAY", json!(midnight(user.birthday))),
        (Brief, "WORK_POSITION", json!(user.position)),
        (Basic, "WORK_PHONE", json!(user.phone)),
        (Brief, "UF_EMPLOYMENT_DATE", json!(midnight(user.employed))),
        (Brief, "UF_DEPARTMENT", json!(user.departments)),
    ];
    members.extend(user.photo.as_ref().map(|photo| (Brief, "PERSONAL_PHOTO", json!(photo))));
    members
}

fn gender(user: &User) -> &'static str {
    match user.gender {
        Some(Gender::Female) => "F",
        Some(Gender::Male) => "M",
        None => "",
    }
}

/// A day as portals write it, or nothing.
fn midnight(day: Option<Date>) -> String {
    day.map(|day| format!("{day}T00:00:00+00:00")).unwrap_or_default()
}
