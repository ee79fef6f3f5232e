//! What must hold of an answer.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Call, Take};
use crate::ClauseId;

/// What must hold of an answer. Members that are left out are not looked at.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Expectation {
    /// A call to send first; without it the last answer is looked at.
    #[serde(flatten, deserialize_with = "called")]
    pub call: Option<Call>,
    /// HTTP status.
    pub status: Option<u16>,
    /// Id of the error that must come.
    pub error: Option<ClauseId>,
    /// The whole result; numbers compare by value.
    #[serde(default, deserialize_with = "present")]
    pub result: Option<Value>,
    /// Members that the result, or one of its entries, must have.
    pub contains: Option<Map<String, Value>>,
    /// Members that every entry of the result, a list, must have.
    pub every: Option<Map<String, Value>>,
    /// Entries that the result, a list, must have.
    #[serde(default)]
    pub includes: Vec<Value>,
    /// Entries that the result, a list, must not have.
    #[serde(default)]
    pub lacks: Vec<Value>,
    /// Number of entries of the result.
    pub count: Option<usize>,
    /// Exact values by pointer into the body; numbers compare by value.
    #[serde(default)]
    pub values: BTreeMap<String, Value>,
    /// Members of objects by pointer into the body: all of them, in order.
    #[serde(default)]
    pub keys: BTreeMap<String, Vec<String>>,
    /// Pointers into the body that must exist.
    #[serde(default)]
    pub present: Vec<String>,
    /// Pointers into the body that must not exist.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Headers of the answer, as regular expressions.
    #[serde(default)]
    pub answer_headers: BTreeMap<String, String>,
    /// An element below `response` of an XML answer.
    pub xml: Option<String>,
    /// Whether the call succeeds, whatever its result.
    #[serde(default)]
    pub success: bool,
    /// Whether the answer has no body.
    #[serde(default)]
    pub empty_body: bool,
    /// Variables to take from the answer once it is what was expected.
    #[serde(default)]
    pub take: Take,
}

/// Reads the members of a call, if there is one. Serde's own flattening takes a call that it cannot read for none.
fn called<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Call>, D::Error> {
    let members = Map::deserialize(deserializer)?;
    if !members.contains_key("call") {
        return Ok(None);
    }
    Call::deserialize(Value::Object(members)).map(Some).map_err(serde::de::Error::custom)
}

/// Keeps `null` apart from an absent member.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
