//! How long a portal worked on a call.

use serde_json::{Map, Value};

use crate::record::record;
use crate::wire::{Integer, Plain};

/// How long a portal [worked on a call](https://apidocs.bitrix24.com/api-reference/data-types.html).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Time {
    /// Start, in Unix seconds.
    pub start: f64,
    /// End, in Unix seconds.
    pub finish: f64,
    /// Seconds between start and end.
    pub duration: f64,
    /// Seconds spent on the method itself. Old portals leave it out.
    pub processing: Option<f64>,
    /// Start, ISO 8601 with an offset, to the second.
    pub date_start: String,
    /// End, ISO 8601 with an offset, to the second.
    pub date_finish: String,
    /// Unix second at which the oldest minute leaves the sum `operating`. Not every portal sends it.
    pub operating_reset_at: Option<i64>,
    /// Seconds of work that this method has accumulated for this credential. Not every portal sends it.
    pub operating: Option<f64>,
    /// Members that the contract does not know.
    pub extra: Map<String, Value>,
}

record! {
    Time is "an execution time";
    required:
        start = "start" as Plain,
        finish = "finish" as Plain,
        duration = "duration" as Plain,
        date_start = "date_start" as Plain,
        date_finish = "date_finish" as Plain;
    optional:
        processing = "processing" as Plain,
        operating_reset_at = "operating_reset_at" as Integer,
        operating = "operating" as Plain;
}
