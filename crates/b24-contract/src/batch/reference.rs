//! References to results of earlier commands: `$result[key][member][0]`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::MAX_INSERTED;
use super::section::entry;

/// What every reference begins with.
const WORD: &str = "$result";

/// The references of a command lead to more than [`MAX_INSERTED`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("references put more than {MAX_INSERTED} bytes into the parameters of a command")]
pub struct TooLarge;

/// Parameters with every reference replaced by the piece of a result that it leads to; `results` are those of the
/// commands that have succeeded so far, by key.
///
/// A query holds text, so what is put in becomes text, as PHP writes it: `true` is `1`, `false` and `null` are nothing. A
/// reference that is a whole value may also lead to a list or an object, which stays what it is; a filter by `$result[ids]`
/// is one by all of them. A reference that leads nowhere, or to a list inside a longer text, stays as it stands: it is no
/// error. Names of parameters hold no references.
///
/// # Errors
///
/// [`TooLarge`]: a short command may refer to a long result very many times.
pub fn substitute(params: &Map<String, Value>, results: &Map<String, Value>) -> Result<Map<String, Value>, TooLarge> {
    Substitution { results, left: MAX_INSERTED }.members(params)
}

/// A command's references on their way to being replaced.
struct Substitution<'a> {
    results: &'a Map<String, Value>,
    /// Bytes that may still be put in.
    left: usize,
}

impl<'a> Substitution<'a> {
    fn members(&mut self, members: &Map<String, Value>) -> Result<Map<String, Value>, TooLarge> {
        members.iter().map(|(name, value)| Ok((name.clone(), self.value(value)?))).collect()
    }

    fn value(&mut self, value: &Value) -> Result<Value, TooLarge> {
        Ok(match value {
            Value::String(text) => self.text(text)?,
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?,
            Value::Object(members) => Value::Object(self.members(members)?),
            other => other.clone(),
        })
    }

    fn text(&mut self, text: &str) -> Result<Value, TooLarge> {
        if let Some((steps, "")) = reference(text)
            && let Some(found @ (Value::Array(_) | Value::Object(_))) = self.lookup(&steps)
        {
            self.insert(size(found))?;
            return Ok(found.clone());
        }
        let mut replaced = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(WORD) {
            let (before, after) = rest.split_at(at);
            replaced.push_str(before);
            let found = reference(after).and_then(|(steps, rest)| Some((as_text(self.lookup(&steps)?)?, rest)));
            rest = match found {
                Some((found, rest)) => {
                    self.insert(found.len())?;
                    replaced.push_str(&found);
                    rest
                }
                None => {
                    replaced.push_str(WORD);
                    &after[WORD.len()..]
                }
            };
        }
        replaced.push_str(rest);
        Ok(Value::String(replaced))
    }

    fn lookup(&self, steps: &[&str]) -> Option<&'a Value> {
        let (key, path) = steps.split_first()?;
        path.iter().try_fold(self.results.get(*key)?, |value, step| entry(value, step))
    }

    fn insert(&mut self, bytes: usize) -> Result<(), TooLarge> {
        self.left = self.left.checked_sub(bytes).ok_or(TooLarge)?;
        Ok(())
    }
}

/// The steps of the reference that a text begins with, and what follows it. A step holds no bracket, so that no part of a
/// text is read as a step more than once.
fn reference(text: &str) -> Option<(Vec<&str>, &str)> {
    let mut rest = text.strip_prefix(WORD)?;
    let mut steps = Vec::new();
    while let Some(inner) = rest.strip_prefix('[')
        && let Some((step, after)) = inner.split_once(['[', ']'])
        && inner[step.len()..].starts_with(']')
    {
        steps.push(step);
        rest = after;
    }
    (!steps.is_empty()).then_some((steps, rest))
}

/// A scalar as PHP writes it into text.
fn as_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(true) => Some(Cow::Borrowed("1")),
        Value::Bool(false) | Value::Null => Some(Cow::Borrowed("")),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// Bytes of a value, roughly as JSON would have them.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(|item| size(item) + 1).sum(),
        Value::Object(members) => members.iter().map(|(name, member)| name.len() + size(member) + 4).sum(),
        Value::Number(_) | Value::Bool(_) | Value::Null => 4,
    }
}
