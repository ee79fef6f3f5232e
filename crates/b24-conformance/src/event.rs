//! What a run tells while it goes on. The run file is these, one a line.

use b24_contract::{ClauseId, Exchange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Configuration;
use crate::expectation::Expected;
use crate::outcome::{Counts, Outcome};
use crate::replay::ReplayStep;

/// One event of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The run began.
    Started(Started),
    /// A call was answered; it comes before the end of the case that sent it.
    Exchange(Recorded),
    /// A case ended.
    CaseFinished(CaseFinished),
    /// The run ended.
    Finished(Summary),
}

/// Beginning of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Started {
    /// What kind of run it is.
    #[serde(default)]
    pub kind: RunKind,
    /// Version of the contract.
    pub contract: String,
    /// Scheme, host and port of the portal; absent when there is none.
    pub portal: Option<String>,
    /// Whether it has a sandbox's control interface.
    pub sandbox: bool,
    /// Number of cases that the run consists of; 0 where nobody knows beforehand.
    pub cases: u32,
    /// When the run began, in Unix seconds.
    pub started: f64,
    /// The settings, without secrets.
    #[serde(default)]
    pub configuration: Configuration,
}

/// What kind of run it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunKind {
    /// Cases were sent to a portal.
    #[default]
    Check,
    /// Recorded payloads were judged.
    Validation,
    /// What others sent and got was judged as it passed through.
    Proxy,
}

/// An exchange and where it belongs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// Which exchange of which case.
    #[serde(flatten)]
    pub of: ExchangeRef,
    /// The exchange, without secrets.
    pub exchange: Exchange,
}

/// Names an exchange of a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ExchangeRef {
    /// Id of the case that sent the call.
    pub case: String,
    /// Number of the call in that case, from 1.
    pub number: u32,
}

/// End of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseFinished {
    /// Permanent id.
    pub id: String,
    /// What reports group it by.
    pub group: String,
    /// What the case checks, as one phrase.
    pub says: String,
    /// Clauses that it checks, or would have checked.
    pub clauses: Vec<ClauseId>,
    /// Whether it says nothing of the portal: it looks at the contract, the client or a list of expectations.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was skipped or broke, or what is worth telling though it passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Which of several descriptions of the same the portal fits, where the contract has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// What was found, most serious first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Number of calls that it sent.
    pub requests: u32,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// A departure, with what is needed to see it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Whether it is a note or a failure.
    pub outcome: Outcome,
    /// The clause that was broken.
    pub clause: ClauseId,
    /// What the clause says; empty for a clause that the contract does not describe.
    pub says: String,
    /// Kind of its source and the place, such as `documented: limits`.
    pub source: String,
    /// Address of the documentation page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// JSON pointer into the answer's body; empty for the answer as a whole.
    pub pointer: String,
    /// What was found and what belongs there.
    pub message: String,
    /// How many answers showed the same.
    pub times: u32,
    /// The expectation that it meets: a known departure does not fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// The exchange that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<ExchangeRef>,
    /// Beginning of the answer, with its status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Shell lines that send the calls again; secrets are variables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replay: Vec<String>,
    /// The same calls as data, for `b24 replay`; empty where a sandbox's control interface has a part in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ReplayStep>,
}

/// End of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Number of cases by outcome.
    pub counts: Counts,
    /// Number of clauses that some case checked.
    pub clauses_checked: u32,
    /// Number of clauses of the contract.
    pub clauses_total: u32,
    /// The clauses that no case checked: no answer, and no parameters of a successful call, had anything to do with them.
    #[serde(default)]
    pub unchecked: Vec<ClauseId>,
    /// Clauses that were checked though no case that asks the portal is about them: answers, or the parameters of
    /// successful calls, had to do with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touched: Vec<ClauseId>,
    /// Number of calls that were sent.
    pub requests: u32,
    /// Seed of everything random.
    pub seed: u64,
    /// How long the run took, in seconds.
    pub seconds: f64,
    /// Records that the run made and left on the portal.
    pub created: Vec<Created>,
    /// Number of records that the run made and removed again at its end.
    #[serde(default)]
    pub removed: u32,
    /// Why records are left, or why it is not known whether there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_removed: Option<String>,
    /// Number of calls that were sent again because the portal was busy or broken.
    #[serde(default)]
    pub sent_again: u32,
    /// Why the run ended before all its cases had been run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
}

/// Why a run ended before all its cases had been run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stopped {
    /// Somebody interrupted it.
    Interrupted,
    /// It had sent as many requests as it may.
    MaxRequests,
    /// As many cases had failed as it bears.
    MaxFailures,
}

/// A record that the run made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// `company` or `contact`.
    pub kind: String,
    /// Its id.
    pub id: i64,
}
