//! One line of a ledger.

use serde::{Deserialize, Serialize};

use crate::event::Created;

/// One line of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub(crate) enum Line {
    /// The run began.
    Opened {
        /// Version of the format.
        version: u32,
        /// Scheme, host and port of the portal.
        portal: String,
        /// Id of the run, with which the marks of its records begin.
        run: String,
        /// When, in Unix seconds.
        started: f64,
    },
    /// A record is about to be made.
    Making {
        /// `company` or `contact`.
        kind: String,
        /// Its `ORIGIN_ID`.
        origin: String,
    },
    /// It was made.
    Made {
        /// The record.
        #[serde(flatten)]
        record: Created,
        /// Its `ORIGIN_ID`; absent when the call had no place for a mark.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    /// The portal refused to make it.
    NotMade {
        /// Its `ORIGIN_ID`.
        origin: String,
    },
    /// The record is gone.
    Removed {
        /// The record.
        #[serde(flatten)]
        record: Created,
    },
    /// Nothing of the run is left.
    Closed,
}

impl Line {
    /// The line as it is written, with its end.
    pub(super) fn text(&self) -> String {
        // A line is plain data: it always has a form in JSON.
        serde_json::to_string(self).map(|text| text + "\n").unwrap_or_default()
    }
}
