//! Plants one violation of a schema in a valid value.

use serde_json::Value;

use crate::ClauseId;

/// A value with exactly one violation.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    /// The value with its violation.
    pub value: Value,
    /// JSON pointer to the violation, as a validator reports it.
    pub pointer: String,
    /// The schema location that is violated.
    pub clause: ClauseId,
    /// What was done, such as `type:string` or `missing:SORT`; part of a deviation's id.
    pub how: String,
}

/// All mutations of `value`, which is valid under the named schema of the contract's components.
pub fn mutate(schema: &str, value: &Value) -> Vec<Mutation> {
    let _ = (schema, value);
    todo!()
}
