//! `scope`, `methods` and `method.get`: what may be called.

use b24_contract::Method;
use serde_json::{Value, json};

use crate::call::BASIC;
use crate::dispatch::{Inquiry, Outcome};
use crate::methods::value;

/// The credential's scopes, or all that the portal knows.
pub(crate) fn scope(inquiry: &Inquiry<'_>) -> Outcome {
    let call = inquiry.call;
    let scopes = if asks_for_all(inquiry) { &call.settings.config.scopes } else { &call.caller.scopes };
    Ok(scopes.iter().filter(|scope| *scope != BASIC).map(String::as_str).collect())
}

/// The methods of a scope, of all scopes, or of those that the credential has.
pub(crate) fn methods(inquiry: &Inquiry<'_>) -> Outcome {
    let asked = inquiry.call.param("scope").filter(|scope| !scope.is_null());
    let scope = asked.and_then(value::text);
    let scope = scope.as_deref().map(|scope| if scope.is_empty() { BASIC } else { scope });
    let all = asks_for_all(inquiry);
    let listed = |method: &&Method| match (asked, scope) {
        (None, _) => all || inquiry.call.caller.reaches(**method),
        (Some(_), scope) => scope.is_some_and(|scope| method.row().scopes.contains(&scope)),
    };
    Ok(Method::ALL.iter().filter(listed).map(|method| method.name()).collect())
}

/// Whether a method exists, and whether the credential's scopes reach it. As documented, a name counts in lower case
/// only, although methods can be called in any.
pub(crate) fn method_get(inquiry: &Inquiry<'_>) -> Outcome {
    let name = inquiry.call.param("name").and_then(Value::as_str).unwrap_or_default();
    let method = Method::parse(name).filter(|method| method.name() == name);
    Ok(json!({
        "isExisting": method.is_some(),
        "isAvailable": method.is_some_and(|method| inquiry.call.caller.reaches(method)),
    }))
}

/// Whether `full` is given. As documented, the text `false` counts as given.
fn asks_for_all(inquiry: &Inquiry<'_>) -> bool {
    inquiry.call.param("full").is_some_and(value::truthy)
}
