//! How a run is made.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use crate::{Expectations, Rate};

/// How a run is made. Everything has a usual value.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Seed of everything random: the same seed sends the same requests.
    pub seed: u64,
    /// Random cases that each property tries.
    pub cases: u32,
    /// Writing calls that each random walk makes.
    pub steps: u32,
    /// Only cases whose id, or the id of a clause of theirs, contains this text.
    pub filter: Option<String>,
    /// Only the cases with these very ids; what `filter` leaves of them.
    pub only: Option<BTreeSet<String>>,
    /// Whether departures from clauses that are not documented fail too.
    pub strict: bool,
    /// Whether records may be made on the portal.
    pub write: bool,
    /// Whether wrong credentials may be sent to a portal that is no sandbox. Portals may lock out who guesses.
    pub probe_auth: bool,
    /// How long one answer may take.
    pub timeout: Duration,
    /// Longest answer that is read, in bytes.
    pub max_answer: usize,
    /// How long to wait before a call that the portal refused for its request limit is sent again; twice as long each
    /// time after that.
    pub throttle_wait: Duration,
    /// How fast requests may follow one another.
    pub rate: Rate,
    /// Most requests that the run may send, those that remove its records again included.
    pub max_requests: Option<u32>,
    /// Number of failed and broken cases after which no other is begun.
    pub max_failures: Option<u32>,
    /// Number of the portal's own companies that are read and judged.
    pub sample: u32,
    /// Known departures of portals, which do not fail.
    pub expectations: Expectations,
    /// Whether values of a live portal's data are shown in what is told, not only keys, types and what is wrong.
    pub keep_values: bool,
    /// Whether records stay that the run made, on a portal that nobody else uses.
    pub keep_records: bool,
    /// Directory of the ledger, in which records are entered before they are made.
    pub ledger: Option<PathBuf>,
    /// How long a portal that does not answer is asked again to remove the run's records.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 0,
            cases: 16,
            steps: 100,
            filter: None,
            only: None,
            strict: false,
            write: false,
            probe_auth: false,
            timeout: Duration::from_secs(30),
            max_answer: 2 << 20,
            throttle_wait: Duration::from_secs(1),
            rate: Rate::Usual,
            max_requests: None,
            max_failures: None,
            sample: 3,
            expectations: Expectations::default(),
            keep_values: false,
            keep_records: false,
            ledger: None,
            patience: Duration::from_secs(60),
        }
    }
}
