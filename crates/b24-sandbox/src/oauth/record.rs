//! Requests for tokens in log and journal, without any secret.

use std::sync::Arc;

use b24_contract::{MASK, RawExchange};
use serde_json::{Map, Value};

use super::TOKEN;
use super::request::Request;
use crate::auth;
use crate::call::Answer;
use crate::encode::Written;

/// The name of the token endpoint where names of methods stand.
const NAME: &str = "oauth/token";
/// Members of requests and answers whose names have one of these in them are secrets whatever they hold: somebody may
/// have written `CLIENT_SECRET` or `refreshToken`.
const SECRETS: [&str; 4] = ["code", "password", "secret", "token"];

/// Logs and journals a request for tokens. `credential` is what calls with the tokens will be called.
pub(super) fn remember(request: Request, credential: Option<String>, answer: &Answer, written: &Written) {
    let Request { portal, settings, head, params, encoding, started, .. } = request;
    let seconds = settings.clock.now().since(started);
    tracing::info!(method = NAME, status = written.status, clause = written.clause, seconds, "answered");
    let body = answer.body.as_object().cloned().map(without_secrets).unwrap_or_default();
    let raw = RawExchange {
        method: NAME.to_owned(),
        verb: head.method.to_string(),
        target: TOKEN.to_owned(),
        credential: credential.unwrap_or_else(|| auth::UNKNOWN.to_owned()),
        encoding,
        params: without_secrets(params),
        raw_body: None,
        status: written.status,
        headers: written.headers(),
        body: body.to_string().into_bytes(),
        started: started.seconds(),
        seconds,
    };
    portal.journal.push(raw, Arc::clone(&settings));
}

fn without_secrets(mut members: Map<String, Value>) -> Value {
    for (name, value) in &mut members {
        let name = name.to_ascii_lowercase();
        if SECRETS.iter().any(|secret| name.contains(secret)) {
            *value = MASK.into();
        }
    }
    Value::Object(members)
}
