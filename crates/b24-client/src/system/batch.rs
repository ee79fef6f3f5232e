//! What became of the commands of a batch.

use serde_json::{Map, Value};

use crate::php_array::{Each, PhpArray};
use crate::record::record;
use crate::wire::{Integer, Plain};
use crate::{ErrorEnvelope, Time};

/// Commands by key, in the order in which they run.
pub(crate) type BatchCommands = PhpArray<String>;

/// Five sections, each by key of the command.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BatchResult {
    /// Results of the commands that succeeded.
    pub(crate) result: PhpArray<Value>,
    /// Errors of the commands that failed.
    pub(crate) result_error: PhpArray<ErrorEnvelope>,
    /// Number of records of each list.
    pub(crate) result_total: PhpArray<i64>,
    /// Start of the next page of each list that has one.
    pub(crate) result_next: PhpArray<i64>,
    /// Execution times of the commands that succeeded.
    pub(crate) result_time: PhpArray<Time>,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
}

record! {
    BatchResult is "a batch result";
    required:
        result = "result" as Plain,
        result_error = "result_error" as Plain,
        result_total = "result_total" as Each<Integer>,
        result_next = "result_next" as Each<Integer>,
        result_time = "result_time" as Plain;
    optional: ;
}
