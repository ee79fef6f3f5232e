//! Secrets in the configuration: read as text, written as a mask.

use b24_contract::{MASK, Secret};
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer, Serializer};

/// A text or something else, so that the message about something else need not quote it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Text(Option<String>),
    Other(IgnoredAny),
}

/// Writes `***` or nothing.
pub(super) fn serialize<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(_) => serializer.serialize_some(MASK),
        None => serializer.serialize_none(),
    }
}

/// Reads a text or nothing.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    match Given::deserialize(deserializer)? {
        Given::Text(text) => Ok(text.map(Secret::new)),
        Given::Other(_) => Err(D::Error::custom("a secret must be text")),
    }
}
