//! Judges an exchange by the contract: schema, envelope, error clause.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ClauseId, Exchange};

/// A departure from the contract in one exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The clause that was broken.
    pub clause: ClauseId,
    /// JSON pointer into the answer's body; empty for the answer as a whole.
    pub pointer: String,
    /// What was found and what belongs there, without values of the body.
    pub message: String,
    /// Whether the clause is documented, so that the departure is a failure and no note.
    pub binds: bool,
}

/// Judges one exchange. Nothing found means that the answer keeps the contract.
pub fn judge(exchange: &Exchange) -> Vec<Finding> {
    let _ = exchange;
    todo!()
}
