//! Replaces secrets by a mask, in text and in JSON.

use std::ops::Range;

use serde_json::{Map, Value};

use super::auth;
use super::sorted::Sorted;
use super::view::{View, look};
use crate::Secret;
use crate::php::is_called;
use crate::secret::MASK;

/// Shorter secrets would turn every text into a row of masks, and protect nothing.
const SHORTEST: usize = 4;

/// What to remove.
pub(super) struct Mask<'a> {
    secrets: Vec<&'a str>,
    sorted: Sorted<'a>,
}

impl<'a> Mask<'a> {
    /// A mask for these secrets; those of fewer than four characters are passed over.
    pub(super) fn new(secrets: &'a [Secret]) -> Self {
        let long = secrets.iter().map(Secret::expose).filter(|secret| secret.chars().count() >= SHORTEST);
        Self::of(long.collect())
    }

    /// A mask for these secrets, none of which is short.
    pub(super) fn of(secrets: Vec<&'a str>) -> Self {
        Self { sorted: Sorted::of(&secrets), secrets }
    }

    /// A text without the secrets.
    pub(super) fn text(&self, text: &str) -> String {
        if self.secrets.is_empty() { text.to_owned() } else { self.masked(text, |_| Vec::new()) }
    }

    /// A text of a request without the secrets and without values of `auth`.
    pub(super) fn request(&self, text: &str) -> String {
        self.masked(text, |view| auth::values(view.bytes()))
    }

    /// Parameters without the secrets and without the value of `auth`; commands of a batch are requests too.
    pub(super) fn params(&self, params: Value) -> Value {
        let params = match params {
            Value::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| if is_called(&name, "auth") { (name, MASK.into()) } else { (name, value) })
                    .collect(),
            ),
            other => other,
        };
        self.value(params, &|text| if is_command(text) { self.request(text) } else { self.text(text) })
    }

    /// JSON without the secrets, in keys and values.
    pub(super) fn json(&self, value: Value) -> Value {
        self.value(value, &|text| self.text(text))
    }

    fn value(&self, value: Value, text: &impl Fn(&str) -> String) -> Value {
        match value {
            Value::String(string) => Value::String(text(&string)),
            Value::Number(number) if self.secrets.contains(&number.to_string().as_str()) => MASK.into(),
            Value::Array(items) => items.into_iter().map(|item| self.value(item, text)).collect(),
            Value::Object(members) => {
                let mut masked = Map::with_capacity(members.len());
                for (key, member) in members {
                    let key = free(&masked, self.text(&key));
                    masked.insert(key, self.value(member, text));
                }
                Value::Object(masked)
            }
            other => other,
        }
    }

    /// A text without the secrets and without what `more` finds in a view of it. A mask may make a secret together
    /// with its neighbours, if the secret contains one; then it goes too.
    fn masked(&self, text: &str, more: impl Fn(&View) -> Vec<Range<usize>>) -> String {
        const ROUNDS: usize = 8;
        let mut text = text.to_owned();
        for _ in 0..ROUNDS {
            let mut places = Vec::new();
            look(&text, |view| {
                places.extend(view.occurrences(&self.sorted));
                places.extend(more(view).into_iter().map(|range| view.place(range)));
            });
            places.retain(|place| text.get(place.clone()) != Some(MASK));
            if places.is_empty() {
                return text;
            }
            text = replaced(&text, places);
        }
        MASK.to_owned()
    }
}

/// Whether a text may be a command of a batch, with a query behind the method's name, as it is or encoded once too often.
fn is_command(text: &str) -> bool {
    text.contains('?') || text.contains("%3F") || text.contains("%3f")
}

/// The text with a mask in each of the places; places that touch share one.
fn replaced(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| place.start);
    let mut out = String::with_capacity(text.len());
    let mut end = None;
    for place in places {
        match end {
            Some(end) if place.start <= end => {}
            _ => {
                out.push_str(text.get(end.unwrap_or(0)..place.start).unwrap_or_default());
                out.push_str(MASK);
            }
        }
        end = end.max(Some(place.end));
    }
    out.push_str(text.get(end.unwrap_or(0)..).unwrap_or_default());
    out
}

/// A key that the object does not have yet: masks may make two keys equal.
fn free(object: &Map<String, Value>, key: String) -> String {
    if !object.contains_key(&key) {
        return key;
    }
    let mut number = object.len();
    while object.contains_key(&format!("{key}#{number}")) {
        number += 1;
    }
    format!("{key}#{number}")
}
