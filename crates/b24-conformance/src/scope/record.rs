//! What a case leaves behind: its calls and what it found.

use std::sync::Arc;

use b24_contract::judge::Finding;
use b24_contract::rule::Call;
use b24_contract::{ClauseId, Exchange};

use crate::variable::Takes;
use crate::wire::{Brackets, Request};

/// What a case leaves behind.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Every call that was not handed over before the end, in order.
    pub(crate) steps: Vec<Step>,
    /// Number of answers so far, those of calls that were handed over included.
    pub(crate) answers: u32,
    /// Departures that the case found itself; those that the judge found are with the steps.
    pub(crate) departures: Vec<Departure>,
    /// What is worth telling though nothing is wrong.
    pub(crate) remark: Option<String>,
    /// Which of several descriptions of the same the portal fits.
    pub(crate) variant: Option<String>,
}

/// One call with its answer, if there was one.
#[derive(Debug)]
pub(crate) struct Step {
    /// The call that it is, before it was marked, and how the brackets of its names are written; nothing for a word to
    /// the control interface or to a portal of the case's own.
    pub(crate) call: Option<(Call, Brackets)>,
    /// What was sent.
    pub(crate) request: Request,
    /// Whether the call may change data.
    pub(crate) writes: bool,
    /// Whether it is a word to the control interface about the next call.
    pub(crate) plants: bool,
    /// Variables that take something from the answer.
    pub(crate) takes: Takes,
    /// What came of it.
    pub(crate) exchange: Option<Arc<Exchange>>,
    /// Which of the case's answers that is, from 1; 0 without one.
    pub(crate) number: u32,
    /// What the judge found in the answer.
    pub(crate) findings: Vec<Finding>,
}

impl Step {
    /// A call without an answer so far.
    pub(crate) fn new(request: Request, writes: bool) -> Self {
        Self {
            call: None,
            request,
            writes,
            plants: false,
            takes: Takes::new(),
            exchange: None,
            number: 0,
            findings: Vec::new(),
        }
    }
}

/// A departure that a case found.
#[derive(Debug)]
pub(crate) struct Departure {
    /// The clause that was broken.
    pub(crate) clause: ClauseId,
    /// Whether it binds, so that the departure is a failure.
    pub(crate) binds: bool,
    /// JSON pointer into the answer's body.
    pub(crate) pointer: String,
    /// What was found and what belongs there.
    pub(crate) message: String,
    /// The steps that show it, the decisive one last. The calls that made their records are found by the variables.
    pub(crate) steps: Vec<usize>,
}
