//! Expectations: known departures of a portal, each with a reason, an owner and a day on which it ends.
//!
//! A departure that is expected does not fail. An expectation that nothing bears out any more does: the file must not
//! outlive what it describes.

mod draft;
mod file;

use std::collections::BTreeSet;

use b24_contract::ClauseId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::event::{CaseFinished, Evidence};
use crate::outcome::Outcome;

pub use draft::ExpectationsDraft;
pub use file::ExpectationsError;

/// Group of the cases that say what became of expectations.
pub(crate) const GROUP: &str = "expectations";

/// A known departure of a portal.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The clause that the portal breaks.
    pub clause: ClauseId,
    /// Host name of the portal, or `*` for any.
    pub target: String,
    /// Why it is known and borne.
    pub reason: String,
    /// Who takes care of it.
    pub owner: String,
    /// Last day on which it is expected.
    pub expires: Date,
}

/// The expectation that a departure meets, as reports show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Expected {
    /// Why it is known and borne.
    pub reason: String,
    /// Who takes care of it.
    pub owner: String,
    /// Last day on which it is expected, such as `2027-03-31`.
    pub expires: String,
}

/// The expectations of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expectations {
    /// Name of the file, for reports.
    pub(crate) file: String,
    list: Vec<Expectation>,
    /// The first entry without a reason or an owner.
    unsaid: Option<ExpectationsError>,
}

impl Expectations {
    /// The expectations, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Expectation> {
        self.list.iter()
    }
}

/// The day on which a run is judged, in UTC.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The expectations about a portal while a run goes on.
pub(crate) struct Expecting {
    open: Vec<Expectation>,
    today: Date,
    met: BTreeSet<ClauseId>,
}

impl Expecting {
    /// Begins a run against a portal on a day.
    pub(crate) fn new(expectations: &Expectations, host: Option<&str>, today: Date) -> Self {
        let is_meant =
            |own: &&Expectation| own.target == "*" || host.is_some_and(|host| own.target.eq_ignore_ascii_case(host));
        Self { open: expectations.iter().filter(is_meant).cloned().collect(), today, met: BTreeSet::new() }
    }

    /// Looks at what a case found: what is expected becomes a note that says so.
    pub(crate) fn meet(&mut self, evidence: &mut [Evidence]) {
        for found in evidence.iter_mut().filter(|found| found.outcome >= Outcome::Note) {
            let Some(known) = self.open.iter().find(|own| own.clause == found.clause) else { continue };
            self.met.insert(known.clause.clone());
            if known.expires < self.today {
                continue;
            }
            found.outcome = Outcome::Note;
            found.expected = Some(Expected {
                reason: known.reason.clone(),
                owner: known.owner.clone(),
                expires: known.expires.to_string(),
            });
        }
    }

    /// What became of each expectation, once all cases have ended: a case each. `checked` are the clauses that were looked
    /// at.
    pub(crate) fn cases(&self, checked: &BTreeSet<ClauseId>) -> Vec<CaseFinished> {
        let case = |own: &Expectation| {
            let has_ended = own.expires < self.today;
            let (outcome, remark) = if self.met.contains(&own.clause) && has_ended {
                (Outcome::Fail, format!("it ended on {}, and the portal still departs", own.expires))
            } else if self.met.contains(&own.clause) {
                (Outcome::Pass, format!("the portal departs as expected, until {} at the latest", own.expires))
            } else if checked.contains(&own.clause) {
                (Outcome::Fail, "the portal no longer departs: remove it".to_owned())
            } else {
                (Outcome::Skip, "nothing that was checked had to do with it".to_owned())
            };
            CaseFinished {
                id: format!("{GROUP}/{}", own.clause),
                group: GROUP.to_owned(),
                says: format!("A known departure: {} ({})", own.reason, own.owner),
                clauses: vec![own.clause.clone()],
                offline: true,
                outcome,
                remark: Some(remark),
                variant: None,
                evidence: Vec::new(),
                requests: 0,
                seconds: 0.0,
            }
        };
        self.open.iter().map(case).collect()
    }
}

#[cfg(test)]
mod tests;
