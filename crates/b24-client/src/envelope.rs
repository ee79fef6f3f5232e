//! What every answer of a portal consists of.

use b24_contract::ErrorCode;
use serde_json::{Map, Value};

use crate::Time;
use crate::record::record;
use crate::wire::{Code, Integer, Plain};

/// A successful answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer<R> {
    /// The method's own result.
    pub result: R,
    /// How long the portal worked. Every portal that keeps the contract sends it.
    pub time: Option<Time>,
    /// Number of records that match, for methods that list.
    pub total: Option<i64>,
    /// Value of `start` for the next page, where there is one.
    pub next: Option<i64>,
    /// Members that the contract does not know.
    pub extra: Map<String, Value>,
}

record! {
    Answer<R> is "an answer with `result`";
    required: result = "result" as Plain;
    optional: time = "time" as Plain, total = "total" as Integer, next = "next" as Integer;
}

/// A failed answer. Its code may be the empty string: an answer is an error when it has `error` at all.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ErrorEnvelope {
    /// Code of the error.
    pub error: ErrorCode,
    /// What happened, for developers and not for end users.
    pub error_description: String,
    /// Members that the contract does not know.
    pub extra: Map<String, Value>,
}

record! {
    ErrorEnvelope is "an error answer";
    required: error = "error" as Code, error_description = "error_description" as Plain;
    optional: ;
}
