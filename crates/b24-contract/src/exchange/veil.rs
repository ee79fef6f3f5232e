//! Takes values out of an exchange and leaves what tells their shape: names, types, lengths of lists.

use serde_json::{Map, Number, Value};

use super::{AnswerBody, Exchange};
use crate::component::escaped;
use crate::{ErrorClause, MASK, batch};

impl Exchange {
    /// The exchange without anybody's data, for evidence about a portal that holds real customers: keys, types and lengths
    /// of lists stay, each value becomes [`MASK`] or the zero of its type. What stays besides: the verb, the status,
    /// headers, `time`, an error's code, a description in the contract's own words, and the scalars of the answer at the
    /// JSON pointers `shown`.
    ///
    /// Such an exchange says so by [`is_veiled`](Self::is_veiled): judging its values again would be unfair.
    pub fn veiled(&self, shown: &[&str]) -> Self {
        let mut veiled = self.clone();
        veiled.is_veiled = true;
        veiled.target = target(&self.target);
        veiled.params = params(&self.method, &self.params);
        veiled.raw_body = self.raw_body.as_ref().map(|_| MASK.to_owned());
        veiled.body = match &self.body {
            AnswerBody::Json(body) => AnswerBody::Json(answer(&self.method, body, shown)),
            AnswerBody::Text(_) => AnswerBody::Text(MASK.to_owned()),
            AnswerBody::Binary(_) | AnswerBody::Empty => self.body.clone(),
        };
        veiled
    }

    /// Whether values were taken out of it.
    pub fn is_veiled(&self) -> bool {
        self.is_veiled
    }
}

/// A value with its keys, types and lengths of lists.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => Value::Bool(false),
        Value::Number(number) => zero(number),
        Value::String(text) if text.is_empty() => Value::from(""),
        Value::String(_) => Value::from(MASK),
        Value::Array(entries) => entries.iter().map(shape).collect(),
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), shape(member))).collect(),
    }
}

/// Zero, whole or not as the number was.
fn zero(number: &Number) -> Value {
    if number.is_f64() { Value::from(0.0) } else { Value::from(0) }
}

/// A path without the values of its query.
fn target(target: &str) -> String {
    match target.split_once('?') {
        Some((path, query)) => format!("{path}?{}", without_values(query)),
        None => target.to_owned(),
    }
}

/// A query with its names only. Names that hold numbers in brackets are list places, and stay.
fn without_values(query: &str) -> String {
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, "")) => format!("{name}="),
        Some((name, _)) => format!("{name}={MASK}"),
        None => pair.to_owned(),
    };
    query.split('&').map(pair).collect::<Vec<_>>().join("&")
}

/// Parameters without their values; the commands of a batch keep method and names.
fn params(method: &str, params: &Value) -> Value {
    let Value::Object(members) = params else { return shape(params) };
    let is_batch = method.eq_ignore_ascii_case(batch::METHOD);
    let member = |(name, value): (&String, &Value)| {
        let is_commands = is_batch && name.eq_ignore_ascii_case("cmd");
        (name.clone(), if is_commands { commands(value) } else { shape(value) })
    };
    members.iter().map(member).collect::<Map<_, _>>().into()
}

fn commands(cmd: &Value) -> Value {
    let command = |value: &Value| match value {
        Value::String(text) => Value::from(target(text)),
        other => shape(other),
    };
    match cmd {
        Value::Array(list) => list.iter().map(command).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), command(value))).collect(),
        other => shape(other),
    }
}

fn answer(method: &str, body: &Value, shown: &[&str]) -> Value {
    let mut veiled = shape(body);
    keep(body, &mut veiled, &["time"]);
    keep_error(method, body, &mut veiled);
    if method.eq_ignore_ascii_case(batch::METHOD) {
        let errors = body.pointer("/result/result_error").and_then(batch::entries);
        for (key, error) in errors.unwrap_or_default() {
            let place = format!("/result/result_error/{}", escaped(&key));
            if let Some(veiled) = veiled.pointer_mut(&place) {
                keep_error("", error, veiled);
            }
        }
    }
    for pointer in shown {
        let found = body.pointer(pointer).filter(|value| !value.is_array() && !value.is_object());
        if let (Some(value), Some(place)) = (found, veiled.pointer_mut(pointer)) {
            *place = value.clone();
        }
    }
    veiled
}

/// Leaves an error's code, and a description that is one of the contract's.
fn keep_error(method: &str, error: &Value, veiled: &mut Value) {
    keep(error, veiled, &["error"]);
    let text = error.get("error_description").and_then(Value::as_str);
    if text.is_some_and(|text| is_said(method, text)) {
        keep(error, veiled, &["error_description"]);
    }
}

fn keep(from: &Value, veiled: &mut Value, names: &[&str]) {
    let Value::Object(members) = veiled else { return };
    for name in names {
        if let Some(value) = from.get(name) {
            members.insert((*name).to_owned(), value.clone());
        }
    }
}

/// Whether a description is one of the contract's: for a method, or for any where none is named.
fn is_said(method: &str, text: &str) -> bool {
    let says = |clause: &&ErrorClause| clause.answers.iter().any(|answer| answer.has_text(text));
    match method {
        "" => ErrorClause::ALL.iter().any(says),
        _ => ErrorClause::of_method(method).any(|clause| says(&clause)),
    }
}

#[cfg(test)]
mod tests;
