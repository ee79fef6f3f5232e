//! References to results of earlier commands: `$result[key][member][0]`.

use serde_json::{Map, Value};

use super::section::entry;

/// What every reference begins with.
const WORD: &str = "$result";

/// Parameters with every reference replaced by the piece of a result that it leads to; `results` are those of the
/// commands that have succeeded so far, by key.
///
/// A query holds text, so what is put in becomes text, as PHP writes it: `true` is `1`, `false` and `null` are nothing. A
/// reference that is a whole value may also lead to a list or an object, which stays what it is; a filter by `$result[ids]`
/// is one by all of them. A reference that leads nowhere, or to a list inside a longer text, stays as it stands: it is no
/// error. Names of parameters hold no references.
pub fn substitute(params: &Map<String, Value>, results: &Map<String, Value>) -> Map<String, Value> {
    params.iter().map(|(name, value)| (name.clone(), replaced(value, results))).collect()
}

fn replaced(value: &Value, results: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) => in_text(text, results),
        Value::Array(items) => items.iter().map(|item| replaced(item, results)).collect(),
        Value::Object(members) => Value::Object(substitute(members, results)),
        other => other.clone(),
    }
}

fn in_text(text: &str, results: &Map<String, Value>) -> Value {
    if let Some((steps, "")) = reference(text)
        && let Some(found @ (Value::Array(_) | Value::Object(_))) = lookup(&steps, results)
    {
        return found.clone();
    }
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(WORD) {
        let (before, after) = rest.split_at(at);
        replaced.push_str(before);
        let found = reference(after).and_then(|(steps, rest)| Some((as_text(lookup(&steps, results)?)?, rest)));
        let (put, next) = found.unwrap_or_else(|| (WORD.to_owned(), &after[WORD.len()..]));
        replaced.push_str(&put);
        rest = next;
    }
    replaced.push_str(rest);
    Value::String(replaced)
}

/// The steps of the reference that a text begins with, and what follows it.
fn reference(text: &str) -> Option<(Vec<&str>, &str)> {
    let mut rest = text.strip_prefix(WORD)?;
    let mut steps = Vec::new();
    while let Some((step, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        steps.push(step);
        rest = after;
    }
    (!steps.is_empty()).then_some((steps, rest))
}

fn lookup<'a>(steps: &[&str], results: &'a Map<String, Value>) -> Option<&'a Value> {
    let (key, path) = steps.split_first()?;
    path.iter().try_fold(results.get(*key)?, |value, step| entry(value, step))
}

/// A scalar as PHP writes it into text.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::Bool(false) | Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}
