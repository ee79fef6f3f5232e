//! Saved failures, and running them again elsewhere.

mod blame;
mod step;

use std::path::Path;

use b24_contract::{Exchange, contract};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

pub use self::blame::Blame;
use self::step::Ids;
pub use self::step::ReplayStep;
use crate::case::{Case, Check, needs_of_call};
use crate::cases::error;
use crate::error::nearest_text;
use crate::event::{Event, Evidence, Started};
use crate::outcome::Outcome;
use crate::report::run_file;
use crate::rule;
use crate::run::run_cases;
use crate::scope::{Scope, Stop};
use crate::{Error, Options, Target, nearest};

/// A departure that was found once, with the calls that showed it. Credentials stand in it by name only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Replay {
    /// Version of the contract.
    pub contract: String,
    /// Seed of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Scheme, host and port of the portal that it was found on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<String>,
    /// Whether that was a sandbox.
    pub sandbox: bool,
    /// Id of the case.
    pub case: String,
    /// What was found, with the calls.
    pub evidence: Evidence,
}

/// What came of a replay on one portal.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// The steps that were taken.
    pub steps: Vec<Taken>,
    /// Whether what was found was seen again.
    pub seen: Seen,
}

/// A step that was taken again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The method that was called.
    pub method: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// Whether the answer is what it was, up to ids that the portal assigned and times.
    pub as_before: bool,
    /// Whether the values of the saved answer are masked, so that only its kind could be compared.
    pub masked: bool,
}

/// Whether something was seen again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// It was.
    Again,
    /// It was not.
    Not,
    /// It could not be told, for this reason.
    Unclear(String),
}

impl Replay {
    /// The departures of a case in events of a run that can be replayed, the most serious first.
    pub fn of_case(started: &Started, case: &str, evidence: &[Evidence]) -> Vec<Self> {
        let replayable = evidence.iter().filter(|evidence| !evidence.steps.is_empty());
        let replay = |evidence: &Evidence| Self {
            contract: started.contract.clone(),
            seed: started.configuration.seed,
            portal: started.portal.clone(),
            sandbox: started.sandbox,
            case: case.to_owned(),
            evidence: evidence.clone(),
        };
        replayable.map(replay).collect()
    }

    /// Reads a saved replay, or the most serious departure of a case out of a run file.
    ///
    /// # Errors
    ///
    /// [`Error::Replay`] for a file that is neither, for a run file without a case, and for a case that found nothing that
    /// can be replayed.
    pub fn open(path: &Path, case: Option<&str>) -> Result<Self, Error> {
        let name = path.display().to_string();
        let wrong = |reason: String| Error::Replay { file: name.clone(), reason };
        let Some(case) = case else {
            let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
            return serde_json::from_str(&text).map_err(|error| {
                let run_file = text.starts_with(r#"{"event":"#);
                wrong(if run_file { "it is a run file: say --case ID".to_owned() } else { error.to_string() })
            });
        };
        let mut started = None;
        let mut others: Vec<String> = Vec::new();
        for event in run_file::Reader::open(path)? {
            match event? {
                Event::Started(event) => started = Some(event),
                Event::CaseFinished(event) if event.id == case => {
                    let found = started.iter().flat_map(|started| Self::of_case(started, case, &event.evidence)).next();
                    return found.ok_or_else(|| wrong(format!("the case {case} found nothing that can be replayed")));
                }
                Event::CaseFinished(event) => others.push(event.id),
                _ => {}
            }
        }
        let nearest = nearest_text(&nearest(case, others.iter().map(String::as_str)));
        Err(wrong(format!("no case {case} is in it{nearest}")))
    }

    /// The JSON Schema of a saved replay.
    pub fn schema() -> serde_json::Value {
        schema_for!(Self).to_value()
    }

    /// Version of this program's contract, if the failure was found against another.
    pub fn other_contract(&self) -> Option<&'static str> {
        let version = contract().version.as_str();
        (self.contract != version).then_some(version)
    }

    /// The replay as the text of a file.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The case that takes the steps again.
    fn case(&self) -> Case {
        Case {
            id: self.case.clone(),
            group: "replay".to_owned(),
            says: self.evidence.says.clone(),
            clauses: vec![self.evidence.clause.clone()],
            needs: self.evidence.steps.iter().flat_map(|step| needs_of_call(&step.call)).collect(),
            check: Check::Replay(Box::new(self.clone())),
        }
    }

    /// The steps with the answers that they got this time.
    fn taken(&self, exchanges: &[Exchange]) -> Vec<Taken> {
        let mut ids = Ids::default();
        let Evidence { steps, pointer, .. } = &self.evidence;
        let taken = steps.iter().zip(exchanges).enumerate().map(|(place, (step, exchange))| {
            ids.learn(step, exchange);
            // What was found is not masked, and stands in the last answer.
            let decides = step.veiled && place + 1 == steps.len();
            let as_before =
                step.is_as_before(exchange, &ids) && (!decides || step.shows_again(pointer, exchange, &ids));
            Taken { method: exchange.method().to_owned(), status: exchange.status(), as_before, masked: step.veiled }
        });
        taken.collect()
    }
}

/// Replays a departure on a portal. Records that the steps make are marked, and removed again.
///
/// # Errors
///
/// Those of [`crate::run`].
pub async fn replay(target: &Target, options: &Options, replay: &Replay) -> Result<Replayed, Error> {
    replay_until(target, options, &CancellationToken::new(), replay).await
}

/// As [`replay`], but ends early when `interrupt` is cancelled: no further step is taken, and the records that the steps
/// made are removed.
///
/// # Errors
///
/// Those of [`crate::run`].
pub async fn replay_until(
    target: &Target,
    options: &Options,
    interrupt: &CancellationToken,
    replay: &Replay,
) -> Result<Replayed, Error> {
    let mut exchanges = Vec::new();
    let mut ended = None;
    run_cases(&[replay.case()], target, options, interrupt, |event| match event {
        Event::Exchange(recorded) => exchanges.push(recorded.exchange.clone()),
        Event::CaseFinished(finished) => ended = Some(finished.clone()),
        _ => {}
    })
    .await?;
    let seen = match ended {
        None => Seen::Unclear("the run ended before it".to_owned()),
        Some(ended) if ended.evidence.iter().any(|found| found.clause == replay.evidence.clause) => Seen::Again,
        Some(ended) if matches!(ended.outcome, Outcome::Skip | Outcome::Error) => {
            Seen::Unclear(ended.remark.unwrap_or_default())
        }
        Some(_) => Seen::Not,
    };
    Ok(Replayed { steps: replay.taken(&exchanges), seen })
}

/// Takes the steps of a replay, and departs from its clause if the last answer shows again what was found. What a rule or an
/// error expects is looked at anew: that tells more than a saved answer does.
pub(crate) async fn again(scope: &mut Scope<'_>, replay: &Replay) -> Result<(), Stop> {
    let evidence = &replay.evidence;
    let contract = contract();
    if let Some(rule) = contract.rules.iter().find(|rule| rule.id.as_str() == replay.case && rule.when.is_some()) {
        return rule::check(scope, rule).await;
    }
    if let Some(error) = contract.errors.iter().find(|error| format!("{}/provoked", error.id) == replay.case) {
        return error::provoke(scope, error).await;
    }
    let mut ids = Ids::default();
    for (place, step) in evidence.steps.iter().enumerate() {
        let exchange = scope.send_written(&step.call, step.brackets).await?;
        ids.learn(step, &exchange);
        if place + 1 == evidence.steps.len() {
            // What the judge finds is told without this.
            if scope.has_found(&evidence.clause) {
                return Ok(());
            }
            if step.hides(&evidence.pointer) {
                return Err(Stop::Broke(
                    "what was found is masked in the saved answer; --keep-values keeps it".to_owned(),
                ));
            }
            if step.shows_again(&evidence.pointer, &exchange, &ids) {
                let binds = contract.source_of(&evidence.clause).is_some_and(|source| source.binds());
                scope.depart(&evidence.clause, binds, evidence.pointer.clone(), evidence.message.clone());
            }
        } else if let Some((pointer, message)) = scope.take(&step.call.take) {
            scope.remark(format!("the steps cannot go on: {pointer} {message}"));
            return Ok(());
        }
    }
    Ok(())
}
