//! One JSON value: an event of a run file, an exchange, a payload with its method, or a bare payload.

use b24_contract::{Encoding, Exchange, Method, RawExchange, batch, judge};
use serde_json::{Map, Value};

use super::{Hints, Item, Recorded, Side, run_file};

/// Members that make an object a payload with its method, beside `method` itself.
const PARTS: [&str; 4] = ["params", "status", "headers", "body"];

/// What a value is; `None` when it holds nothing to judge.
///
/// # Errors
///
/// A sentence when it is nothing that is known.
pub(super) fn item(value: Value, hints: &Hints) -> Result<Option<Item>, String> {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) if items.is_empty() || hints.side == Some(Side::Request) => {
            return Ok(Some(bare(Value::Array(items), hints)));
        }
        other => return Err(format!("{} where a payload belongs", kind(&other))),
    };
    let of = |name: &str| members.get(name);
    if of("event").is_some_and(Value::is_string) && hints.side.is_none() {
        let event = serde_json::from_value(Value::Object(members));
        return event.map(run_file::item).map_err(|error| format!("it is no event of a run file: {error}"));
    }
    if let Some(exchange) = of("exchange").filter(|exchange| is_exchange(exchange)) {
        return self::exchange(exchange.clone()).map(Some);
    }
    let value = Value::Object(members);
    if is_exchange(&value) {
        return exchange(value).map(Some);
    }
    Ok(Some(match value {
        Value::Object(members) if is_record(&members) => record(members, hints),
        value => bare(value, hints),
    }))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn is_exchange(value: &Value) -> bool {
    ["method", "verb", "target", "params", "status", "body"].iter().all(|name| value.get(name).is_some())
}

fn exchange(value: Value) -> Result<Item, String> {
    let exchange = serde_json::from_value(value).map_err(|error| format!("it is no exchange: {error}"))?;
    Ok(Item::Call(Box::new(Recorded::whole(exchange))))
}

/// Whether an object says which method it belongs to, and has a part of its call.
fn is_record(members: &Map<String, Value>) -> bool {
    let has_method = members.get("method").is_some_and(Value::is_string);
    has_method && (PARTS.iter().any(|part| members.contains_key(*part)) || is_answer(members))
}

fn is_answer(members: &Map<String, Value>) -> bool {
    members.contains_key("result") || members.get("error").is_some_and(|error| error.is_string() || error.is_number())
}

/// A payload that has its method beside it, and any of `params`, `status`, `headers` and `body`. An answer may also
/// stand right beside the method.
fn record(mut members: Map<String, Value>, hints: &Hints) -> Item {
    let method = members.remove("method").and_then(|name| name.as_str().map(str::to_owned));
    let params = members.remove("params");
    let status =
        members.remove("status").as_ref().and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let headers = headers(members.remove("headers"));
    let body = members.remove("body").or_else(|| is_answer(&members).then(|| Value::Object(members.clone())));
    let half = Half { method: method.or_else(|| hints.method.clone()), params, status, headers, body };
    half.item(false)
}

/// A payload without anything around it.
fn bare(value: Value, hints: &Hints) -> Item {
    let is_answer = match (hints.side, &value) {
        (Some(side), _) => side == Side::Answer,
        (None, Value::Object(members)) => is_answer(members),
        (None, _) => false,
    };
    if !is_answer {
        return Half { method: hints.method.clone(), params: Some(value), ..Half::default() }.item(false);
    }
    let taken_for = if hints.method.is_none() { shaped_like(&value) } else { None };
    let method = hints.method.clone().or_else(|| taken_for.map(|method| method.name().to_owned()));
    Half { method, body: Some(value), ..Half::default() }.item(taken_for.is_some())
}

/// The only method whose answer looks like this. A result of `true`, of a number or of nothing looks like many.
fn shaped_like(answer: &Value) -> Option<Method> {
    let told = |value: &Value| match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    };
    answer.get("result").filter(|result| told(result))?;
    let fits = |method: &Method| judge::value(&format!("{method}.answer"), answer).is_empty();
    let mut fitting = Method::ALL.iter().copied().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

fn headers(value: Option<Value>) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Some(Value::Object(members)) => members.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        Some(Value::Array(pairs)) => {
            pairs.iter().filter_map(|pair| Some((text(pair.get(0)?), text(pair.get(1)?)))).collect()
        }
        _ => Vec::new(),
    }
}

/// What is known of a call.
#[derive(Default)]
struct Half {
    method: Option<String>,
    params: Option<Value>,
    status: Option<u16>,
    headers: Vec<(String, String)>,
    body: Option<Value>,
}

impl Half {
    fn item(self, taken_for: bool) -> Item {
        let method = self.method.unwrap_or_default();
        let (request, answer) = (self.params.is_some(), self.body.is_some());
        // A text may be an answer that was kept as it came.
        let body = self.body.map_or(Vec::new(), |body| match body {
            Value::String(text) => text.into_bytes(),
            other => other.to_string().into_bytes(),
        });
        let status = self.status.unwrap_or_else(|| usual_status(&method, &body));
        let raw = RawExchange {
            verb: "POST".to_owned(),
            target: format!("/{method}"),
            method,
            credential: "unknown".to_owned(),
            encoding: Encoding::Json,
            params: self.params.unwrap_or_else(|| Value::Object(Map::new())),
            status,
            headers: self.headers,
            body,
            ..RawExchange::default()
        };
        let exchange = Exchange::new(raw, &[]);
        Item::Call(Box::new(Recorded { request, answer, taken_for, ..Recorded::whole(exchange) }))
    }
}

/// The status that an answer has which was saved without it.
fn usual_status(method: &str, body: &[u8]) -> u16 {
    let answer = serde_json::from_slice::<Value>(body).ok();
    let error = answer.filter(|answer| answer.get("error").is_some());
    error.map_or(200, |error| batch::status_of(method, &error))
}
