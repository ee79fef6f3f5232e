//! The credential of a request: where it stands, and the answer where it lacks a scope.

use b24_contract::generated::error;
use b24_contract::{ErrorAnswer, Secret};
use serde_json::{Map, Value};

use crate::call::{Answer, CredentialKind};
use crate::route::{self, Route};
use crate::settings::Presented;

/// What the journal says of a request without a credential.
pub(crate) const NONE: &str = "none";
/// What the journal says of a request whose credential was not accepted.
pub(crate) const UNKNOWN: &str = "unknown";

/// Takes the credential: a webhook in the path, else the parameter `auth`. An empty one is none.
pub(crate) fn take(route: &Route, params: &mut Map<String, Value>) -> Presented {
    let token = withdraw(params);
    if let Some(webhook) = route::presented(route) {
        return webhook;
    }
    match token {
        Some(Value::String(token)) if !token.is_empty() => Presented::Token(Secret::new(token)),
        Some(Value::Number(token)) => Presented::Token(Secret::new(token.to_string())),
        _ => Presented::Nothing,
    }
}

/// Takes the parameter `auth`, which never reaches a handler, in whatever letter case it was sent; of several the last
/// one counts.
pub(crate) fn withdraw(params: &mut Map<String, Value>) -> Option<Value> {
    let mut token = None;
    params.retain(|name, value| {
        let is_auth = name.eq_ignore_ascii_case("auth");
        if is_auth {
            token = Some(value.take());
        }
        !is_auth
    });
    token
}

/// The answer to a credential without the scope that a method needs. Sources word it by the kind of credential.
pub(crate) fn insufficient_scope(kind: CredentialKind) -> Answer {
    let clause = &error::SYSTEM_INSUFFICIENT_SCOPE;
    let for_tokens = |answer: &&ErrorAnswer| answer.text.ends_with("access token");
    match kind {
        CredentialKind::Token => {
            Answer::described(clause, clause.answers.iter().find(for_tokens).unwrap_or(clause.chosen()))
        }
        CredentialKind::Webhook => Answer::error(clause),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn taken(path: &str, params: Value) -> (String, Value) {
        let route = Route::parse(path).expect("a REST call");
        let mut params = params.as_object().cloned().expect("an object");
        let presented = match take(&route, &mut params) {
            Presented::Webhook(user, code) => format!("webhook {user} {}", code.expose()),
            Presented::Token(token) => format!("token {}", token.expose()),
            Presented::Nothing => "nothing".to_owned(),
        };
        (presented, Value::Object(params))
    }

    #[test]
    fn a_token_is_taken_out_of_the_parameters() {
        assert_eq!(taken("/rest/m", json!({ "auth": "t", "id": 1 })), ("token t".to_owned(), json!({ "id": 1 })));
        assert_eq!(taken("/rest/m", json!({ "AUTH": "a", "Auth": "b" })), ("token b".to_owned(), json!({})));
        assert_eq!(taken("/rest/m", json!({ "auth": 5 })).0, "token 5");
    }

    #[test]
    fn what_is_no_token_is_nothing() {
        for auth in [json!(""), json!(null), json!([]), json!({ "access_token": "t" }), json!(true)] {
            assert_eq!(taken("/rest/m", json!({ "auth": auth })), ("nothing".to_owned(), json!({})));
        }
        assert_eq!(taken("/rest/m", json!({})).0, "nothing");
    }

    #[test]
    fn the_webhook_in_the_path_counts_more() {
        assert_eq!(taken("/rest/1/c/m", json!({ "auth": "t" })), ("webhook 1 c".to_owned(), json!({})));
    }
}
