//! The secrets that a captured call carries.

use b24_contract::{Route, Secret};
use serde_json::Value;

use super::{Captured, is_name, no_names};

/// Parameters whose values are secrets.
const PARAMETERS: [&str; 6] = ["auth", "access_token", "refresh_token", "client_secret", "application_token", "sessid"];

/// Cookies of fewer characters are settings, such as a language, and words of answers too.
const SHORTEST_COOKIE: usize = 16;

/// All secrets of a call.
pub(super) fn of(call: &Captured, route: &Route, params: &Value) -> Vec<Secret> {
    let mut secrets: Vec<Secret> = route.webhook.iter().map(|(_, code)| code.clone()).collect();
    if !is_name(&route.method) {
        secrets.extend(no_names(&route.target).map(Secret::new));
    }
    for (name, value) in params.as_object().into_iter().flatten() {
        if PARAMETERS.iter().any(|secret| secret.eq_ignore_ascii_case(name)) {
            texts(value, &mut secrets);
        }
    }
    let answered = call.answer.iter().flat_map(|answer| &answer.headers);
    for (name, value) in call.headers.iter().chain(answered) {
        match name.to_ascii_lowercase().as_str() {
            "authorization" | "proxy-authorization" => {
                secrets.extend(value.split_whitespace().last().map(Secret::new));
            }
            "cookie" | "set-cookie" => secrets.extend(cookies(value)),
            _ => {}
        }
    }
    secrets
}

fn texts(value: &Value, secrets: &mut Vec<Secret>) {
    match value {
        Value::String(text) => secrets.push(Secret::new(text)),
        Value::Number(number) => secrets.push(Secret::new(number.to_string())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, secrets)),
        Value::Object(members) => members.values().for_each(|member| texts(member, secrets)),
        Value::Null | Value::Bool(_) => {}
    }
}

fn cookies(header: &str) -> impl Iterator<Item = Secret> + '_ {
    let values = header.split(';').filter_map(|pair| Some(pair.split_once('=')?.1.trim()));
    values.filter(|value| value.len() >= SHORTEST_COOKIE).map(Secret::new)
}
