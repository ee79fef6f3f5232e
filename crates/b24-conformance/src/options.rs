//! How a run is made.

use std::time::Duration;

/// How a run is made. Everything has a usual value.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Seed of everything random: the same seed sends the same requests.
    pub seed: u64,
    /// Random cases that each property tries.
    pub cases: u32,
    /// Only cases whose id, or the id of a clause of theirs, contains this text.
    pub filter: Option<String>,
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
    /// How long to wait before a call that the portal refused for its request limit is sent again.
    pub throttle_wait: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 0,
            cases: 16,
            filter: None,
            strict: false,
            write: false,
            probe_auth: false,
            timeout: Duration::from_secs(30),
            max_answer: 2 << 20,
            throttle_wait: Duration::from_secs(1),
        }
    }
}
