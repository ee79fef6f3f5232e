//! Removes secrets from an exchange.

mod auth;
mod escape;
mod mask;
mod sorted;
mod view;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{AnswerBody, Exchange, RawExchange};
use crate::Secret;
use crate::secret::MASK;
use mask::Mask;

/// Headers whose values are secrets by their nature.
const SECRET_HEADERS: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// Makes the exchange without its secrets.
pub(super) fn exchange(raw: RawExchange, secrets: &[Secret]) -> Exchange {
    let mask = Mask::new(secrets);
    let headers: Vec<_> = raw.headers.into_iter().map(|(name, value)| header(&mask, &name, &value)).collect();
    Exchange {
        method: mask.text(&raw.method),
        verb: mask.text(&raw.verb),
        target: mask.request(&raw.target),
        credential: mask.text(&raw.credential),
        encoding: raw.encoding,
        params: mask.params(raw.params),
        raw_body: raw.raw_body.map(|body| mask.request(&body)),
        status: raw.status,
        body: body(&mask, &headers, &raw.body),
        headers,
        started: raw.started,
        seconds: raw.seconds,
        is_veiled: false,
    }
}

/// A text without the secrets, as exchanges lose them. For what is shown of an answer elsewhere, such as in an error.
pub fn mask_secrets(text: &str, secrets: &[Secret]) -> String {
    Mask::new(secrets).text(text)
}

fn header(mask: &Mask, name: &str, value: &str) -> (String, String) {
    let name = mask.text(name).to_ascii_lowercase();
    let value = if SECRET_HEADERS.contains(&name.as_str()) { MASK.to_owned() } else { mask.text(value) };
    (name, value)
}

/// A list or an object is JSON whatever its content type says; a lone number or text only when it says so.
fn body(mask: &Mask, headers: &[(String, String)], bytes: &[u8]) -> AnswerBody {
    if bytes.is_empty() {
        return AnswerBody::Empty;
    }
    let Ok(text) = str::from_utf8(bytes) else { return AnswerBody::Binary(bytes.len()) };
    let declared = headers.iter().any(|(name, value)| name == "content-type" && value.to_lowercase().contains("json"));
    match serde_json::from_str(text) {
        Ok(value @ (Value::Array(_) | Value::Object(_))) => AnswerBody::Json(mask.json(value)),
        Ok(value) if declared => AnswerBody::Json(mask.json(value)),
        _ => AnswerBody::Text(mask.text(text)),
    }
}

/// Reads parameters from a file that anybody may have written: the rules that need no secrets hold there too.
pub(super) fn read_params<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Value::deserialize(deserializer).map(without_auth)
}

/// Parameters without the value of `auth`, which is a secret whatever it is.
pub(super) fn without_auth(params: Value) -> Value {
    Mask::new(&[]).params(params)
}

/// Reads a target from a file.
pub(super) fn read_target<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|target| Mask::new(&[]).request(&target))
}

/// Reads a raw body from a file.
pub(super) fn read_raw_body<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|body| body.map(|body| Mask::new(&[]).request(&body)))
}

/// Reads headers from a file.
pub(super) fn read_headers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    let headers = Vec::<(String, String)>::deserialize(deserializer)?;
    Ok(headers.iter().map(|(name, value)| header(&Mask::new(&[]), name, value)).collect())
}

#[cfg(test)]
mod tests;
