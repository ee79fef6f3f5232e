//! `access.name` and `user.access`: the codes that stand for groups of people.

use serde_json::{Map, Value, json};

use crate::config::{Config, Department, User};
use crate::dispatch::{Inquiry, Outcome};
use crate::methods::value;

/// Whom an access code stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Code<'a> {
    /// `U1`: a user.
    User(&'a User),
    /// `IU1`: a user with all who head a department above.
    UserAndHeads(&'a User),
    /// `D1`: the people of a department.
    Department(&'a Department),
    /// `DR1`: the people of a department and of all that are a part of it.
    DepartmentAndParts(&'a Department),
    /// `G1`: the administrators.
    Administrators,
    /// `G2`: everybody.
    Visitors,
    /// `AU`: everybody who is known.
    Authorized,
    /// `CR`: who made the thing in question.
    Author,
}

impl<'a> Code<'a> {
    /// Reads a code. One that stands for nobody whom the portal knows is none.
    fn read(config: &'a Config, code: &str) -> Option<Self> {
        let kind = code.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &code[kind.len()..];
        match (kind, number) {
            ("G", "1") => Some(Self::Administrators),
            ("G", "2") => Some(Self::Visitors),
            ("AU", "") => Some(Self::Authorized),
            ("CR", "") => Some(Self::Author),
            ("U", id) => config.user(id.parse().ok()?).map(Self::User),
            ("IU", id) => config.user(id.parse().ok()?).map(Self::UserAndHeads),
            ("D", id) => config.department(id.parse().ok()?).map(Self::Department),
            ("DR", id) => config.department(id.parse().ok()?).map(Self::DepartmentAndParts),
            _ => None,
        }
    }

    /// Whether a user who is no administrator is one of those whom the code stands for.
    fn includes(self, config: &Config, user: &User) -> bool {
        match self {
            Self::User(one) => one.id == user.id,
            Self::UserAndHeads(one) => one.id == user.id || heads(config, one).any(|head| head == user.id),
            Self::Department(department) => user.departments.contains(&department.id),
            Self::DepartmentAndParts(department) => above(config, user).any(|above| above.id == department.id),
            Self::Visitors | Self::Authorized => true,
            Self::Administrators | Self::Author => false,
        }
    }

    fn describe(self) -> Value {
        let (provider, id, name) = match self {
            Self::User(user) => ("User", "user", user.full_name()),
            Self::UserAndHeads(user) => ("Department", "intranet", format!("{} and supervisors", user.full_name())),
            Self::Department(department) => ("Department", "intranet", department.name.clone()),
            Self::DepartmentAndParts(department) => {
                ("Department", "intranet", format!("{} with subdepartments", department.name))
            }
            Self::Administrators => ("User group", "group", "Administrators".to_owned()),
            Self::Visitors => ("", "other", "All visitors".to_owned()),
            Self::Authorized => ("", "other", "All authorized users".to_owned()),
            Self::Author => ("", "other", "Author".to_owned()),
        };
        json!({ "provider": provider, "name": name, "provider_id": id })
    }
}

/// Names of the codes that the portal knows, as PHP writes them; `false` unless there is a list of codes.
pub(crate) fn access_name(inquiry: &Inquiry<'_>) -> Outcome {
    let codes = inquiry.call.param("ACCESS").and_then(value::list).unwrap_or_default();
    if codes.is_empty() {
        return Ok(Value::Bool(false));
    }
    let config = &inquiry.call.settings.config;
    let known = codes.into_iter().filter_map(|code| {
        let code = code.as_str()?;
        Some((code.to_owned(), Code::read(config, code)?.describe()))
    });
    let names: Map<String, Value> = known.collect();
    Ok(if names.is_empty() { json!([]) } else { Value::Object(names) })
}

/// Whether the user has one of the codes. An administrator has them all.
pub(crate) fn user_access(inquiry: &Inquiry<'_>) -> Outcome {
    let user = &inquiry.call.caller.user;
    let config = &inquiry.call.settings.config;
    let codes = inquiry.call.param("ACCESS").map(value::entries).unwrap_or_default();
    let mut known = codes.into_iter().filter_map(|code| Code::read(config, code.as_str()?));
    Ok(Value::Bool(user.is_admin() || known.any(|code| code.includes(config, user))))
}

/// The departments of a user and all that those are a part of.
fn above<'a>(config: &'a Config, user: &'a User) -> impl Iterator<Item = &'a Department> {
    user.departments.iter().flat_map(|id| config.department_and_above(*id))
}

/// Ids of those who head the departments of a user.
fn heads<'a>(config: &'a Config, user: &'a User) -> impl Iterator<Item = u64> {
    above(config, user).filter_map(|department| department.head)
}
