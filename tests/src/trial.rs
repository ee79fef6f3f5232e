//! Tries the suite by portals that lie: does it notice each deviation that a sandbox can be told to make?

mod choice;
mod pool;
mod survey;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use b24_conformance::{CaseFinished, Event, Meaning, Options, Outcome, Verdict, run};
use b24_contract::ClauseId;
use b24_sandbox::{Config, KnownDeviation, Sandbox};
use serde::Serialize;
use tokio::sync::Notify;

pub use choice::{Choice, chosen};
pub use pool::in_parallel;
pub use survey::Survey;
pub use table::{conclusion, line};

/// Longest time that the suite may take over one portal.
const PATIENCE: Duration = Duration::from_secs(120);

/// What became of one deviation.
#[derive(Debug, Clone, Serialize)]
pub struct Trial {
    /// Id of the deviation.
    pub deviation: String,
    /// What the sandbox did.
    pub says: String,
    /// Which case noticed; absent when none did.
    pub caught: Option<Caught>,
    /// How far the suite had to look.
    pub reach: Reach,
    /// Why nothing can be said, such as a case that broke.
    pub remark: Option<String>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// The case that noticed a deviation first.
#[derive(Debug, Clone, Serialize)]
pub struct Caught {
    /// Id of the case, or [`FIRST_CALL`].
    pub case: String,
    /// The clause that it named.
    pub clause: ClauseId,
    /// Cases that had ended by then, with this one.
    pub cases: u32,
    /// Calls that they had sent.
    pub requests: u32,
}

/// Stands for a case where the first call, before any case, was not answered as it has to be.
pub const FIRST_CALL: &str = "(the first call)";

/// Which cases were run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Those of the clause that was deviated from.
    Own,
    /// All of them, since those of the clause had noticed nothing.
    Whole,
}

/// How trials are made.
#[derive(Debug, Clone)]
pub struct Trials {
    survey: Arc<Survey>,
    options: Options,
}

impl Trials {
    /// Learns from an untouched sandbox which cases show which clause. `cases` is the number of random cases that each
    /// property tries.
    ///
    /// # Panics
    ///
    /// When no sandbox can be started.
    pub async fn prepare(seed: u64, cases: u32) -> Self {
        let throttle_wait = Duration::from_millis(50);
        let options =
            Options { seed, cases, strict: true, write: true, keep_records: true, throttle_wait, ..Options::default() };
        let sandbox = lying(seed, Vec::new()).await;
        let survey = Survey::of(&sandbox, &options).await;
        Self { survey: Arc::new(survey), options }
    }

    /// What the suite says against an untouched sandbox, which is wrong. Cases that say so are not asked.
    pub fn false_alarms(&self) -> &[String] {
        &self.survey.alarms
    }

    /// Has the suite check a sandbox with this deviation.
    ///
    /// # Panics
    ///
    /// When no sandbox can be started.
    pub async fn of(&self, deviation: &KnownDeviation) -> Trial {
        let clock = Instant::now();
        let mut reach = Reach::Own;
        let mut seen = Seen::default();
        let own = self.survey.cases_that_show(deviation.clause());
        if !own.is_empty() {
            seen = self.look(deviation, own).await;
        }
        if seen.caught.is_none() {
            reach = Reach::Whole;
            seen = self.look(deviation, self.survey.all()).await;
        }
        Trial {
            deviation: deviation.id.clone(),
            says: deviation.says.clone(),
            remark: seen.broke.filter(|_| seen.caught.is_none()),
            caught: seen.caught,
            reach,
            seconds: clock.elapsed().as_secs_f64(),
        }
    }

    /// Runs some cases until one notices.
    async fn look(&self, deviation: &KnownDeviation, cases: BTreeSet<String>) -> Seen {
        let sandbox = lying(self.options.seed, vec![deviation.id.clone()]).await;
        let options = Options { only: Some(cases), ..self.options.clone() };
        let mut seen = Seen::default();
        let noticed = Notify::new();
        let target = crate::target(sandbox.announcement());
        let running = run(&target, &options, |event| {
            if seen.look_at(event) {
                noticed.notify_one();
            }
        });
        let ended = tokio::select! {
            biased;
            () = noticed.notified() => None,
            ended = tokio::time::timeout(PATIENCE, running) => Some(ended),
        };
        match ended {
            None | Some(Ok(Ok(_))) => {}
            Some(Ok(Err(error))) => seen.refused(&error),
            Some(Err(_)) => seen.broke = Some(format!("the suite was not done after {} s", PATIENCE.as_secs())),
        }
        sandbox.stop().await;
        seen
    }
}

/// What was seen of a run.
#[derive(Default)]
struct Seen {
    caught: Option<Caught>,
    broke: Option<String>,
    cases: u32,
    requests: u32,
}

impl Seen {
    /// Takes in an event. Tells whether the deviation is noticed.
    fn look_at(&mut self, event: &Event) -> bool {
        let Event::CaseFinished(case) = event else { return false };
        self.cases += 1;
        self.requests += case.requests;
        if self.caught.is_none() {
            self.caught = self.caught_by(case);
        }
        if case.outcome == Outcome::Error && self.broke.is_none() {
            self.broke = Some(format!("{} broke: {}", case.id, case.remark.as_deref().unwrap_or_default()));
        }
        self.caught.is_some()
    }

    fn caught_by(&self, case: &CaseFinished) -> Option<Caught> {
        let evidence = case.evidence.iter().find(|evidence| evidence.outcome == Outcome::Fail)?;
        Some(Caught {
            case: case.id.clone(),
            clause: evidence.clause.clone(),
            cases: self.cases,
            requests: self.requests,
        })
    }

    fn refused(&mut self, error: &b24_conformance::Error) {
        use b24_conformance::Error;
        match error {
            Error::Refused { .. } | Error::Unreachable { .. } => {
                let clause = ClauseId::new("system/invalid-credentials");
                self.caught = Some(Caught { case: FIRST_CALL.to_owned(), clause, cases: 0, requests: 1 });
            }
            other => self.broke = Some(other.to_string()),
        }
    }
}

/// Runs the whole suite against an untouched sandbox. Gives what is wrong: any outcome but `pass`.
///
/// # Panics
///
/// When no sandbox can be started.
pub async fn false_alarms(seed: u64, cases: u32) -> Vec<String> {
    let sandbox = lying(seed, Vec::new()).await;
    let options = Options { seed, cases, strict: true, write: true, ..Options::default() };
    let mut alarms = Vec::new();
    let verdict = run(&crate::target(sandbox.announcement()), &options, |event| {
        if let Event::CaseFinished(case) = event {
            alarms.extend(alarm(case));
        }
    })
    .await;
    sandbox.stop().await;
    match verdict.as_ref().map(Verdict::meaning) {
        Ok(Meaning::Held) => alarms,
        Ok(meaning) => alarms.into_iter().chain([format!("the verdict is {meaning:?}")]).collect(),
        Err(error) => vec![error.to_string()],
    }
}

/// What a case says against an untouched sandbox: any outcome but `pass`.
fn alarm(case: &CaseFinished) -> Option<String> {
    let found = || case.evidence.first().map(|found| found.message.clone());
    let why = || case.remark.clone().or_else(found).unwrap_or_default();
    (case.outcome != Outcome::Pass).then(|| format!("{}: {} ({})", case.outcome.word(), case.id, why()))
}

/// A sandbox with these deviations, which does not judge itself.
async fn lying(seed: u64, deviations: Vec<String>) -> Sandbox {
    let config = Config { seed, deviations, self_check: false, ..Config::default() };
    Sandbox::builder().config(config).start().await.expect("a sandbox starts on a free port")
}
