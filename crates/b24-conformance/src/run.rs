//! The engine: runs the cases of a plan and tells what happens.
//!
//! Cases that send calls run one after the other: what one does to a portal, or to a sandbox's clock, must not meet
//! another, and a portal's request limit leaves nothing to gain. Cases that need no portal run beside them, on other
//! threads. Whatever ends when, it is told in the order of the plan.

mod clean;
mod contact;
mod exchanges;
mod held;
mod offline;
mod own;

use std::collections::{BTreeSet, HashMap};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use b24_contract::{ClauseId, Contract, contract};
use tokio_util::sync::CancellationToken;

use self::clean::Cleaned;
pub(crate) use self::contact::first as first_contact;
use self::held::{Held, Judging};
use self::offline::Offline;
use crate::case::{Case, Check};
use crate::cases::{
    agree, batch_agrees, custom_fields, error, example, fields_stored, filters, limits, sample, stored,
};
use crate::coverage::{self, Tally};
use crate::event::{CaseFinished, Event, Evidence, RunKind, Started, Stopped, Summary};
use crate::evidence::Found;
use crate::expectation::{self, Expecting};
use crate::outcome::{Counts, Outcome};
use crate::scope::{Record, Scope, Stop};
use crate::target::Need;
use crate::wire::Wire;
use crate::{Configuration, Error, Options, Target, Verdict, plan, replay, rule, walk};

/// Calls in a row without any answer after which a portal counts as gone.
const SILENCE: u32 = 3;

/// Runs the suite against a target and tells every event as it happens.
///
/// # Errors
///
/// [`Error::NoSuchCase`] when the filter matches nothing, [`Error::Unreachable`], [`Error::NoRest`] and [`Error::Refused`]
/// when the first call fails, [`Error::Ledger`] when there can be none. Whatever a portal does wrong later is part of the
/// verdict.
pub async fn run(target: &Target, options: &Options, on_event: impl FnMut(&Event)) -> Result<Verdict, Error> {
    run_until(target, options, &CancellationToken::new(), on_event).await
}

/// As [`run`], but ends early when `interrupt` is cancelled: no further case is begun, the run's records are removed, and
/// the last event says so.
///
/// # Errors
///
/// Those of [`run`].
pub async fn run_until(
    target: &Target,
    options: &Options,
    interrupt: &CancellationToken,
    on_event: impl FnMut(&Event),
) -> Result<Verdict, Error> {
    let cases = plan::select(plan::plan(contract()), options)?;
    run_cases(&cases, target, options, interrupt, on_event).await
}

/// Runs some cases.
pub(crate) async fn run_cases(
    cases: &[Case],
    target: &Target,
    options: &Options,
    interrupt: &CancellationToken,
    on_event: impl FnMut(&Event),
) -> Result<Verdict, Error> {
    let contract = contract();
    let makes = cases.iter().any(|case| case.needs.contains(&Need::Write));
    let own = own::records(target, options, makes)?;
    let wire = Wire::new(target, options, own, interrupt.clone())?;
    let mut run = Run::new(contract, &wire, cases, on_event);
    run.start();
    let sends = |case: &Case| case.needs.iter().any(|need| matches!(need, Need::Credential(_)));
    if cases.iter().any(|case| sends(case) && lacking(case, &wire).is_none()) {
        first_contact(&wire, contract).await?;
        contact::others(&wire).await?;
    }
    let mut offline = Offline::start(cases, options);
    for case in cases {
        run.case(case, &mut offline).await;
    }
    let cleaned = clean::clean(&wire).await;
    Ok(run.finish(cleaned))
}

struct Run<'a, F> {
    contract: &'a Contract,
    wire: &'a Wire<'a>,
    cases: &'a [Case],
    on_event: F,
    clock: Instant,
    tally: Tally,
    /// Findings whose clause has a case of its own, until that case comes.
    held: HashMap<ClauseId, Held>,
    /// Clauses with a case of their own that is still to come.
    awaited: BTreeSet<ClauseId>,
    counts: Counts,
    checked: BTreeSet<ClauseId>,
    broken: BTreeSet<ClauseId>,
    silence: u32,
    /// Why no further case is begun.
    stopped: Option<Stopped>,
    /// Known departures of the portal.
    expecting: Expecting,
    /// Whether values of the portal's data are masked in what is told.
    veils: bool,
}

/// What a case came to.
struct Ended {
    outcome: Outcome,
    remark: Option<String>,
    evidence: Vec<Evidence>,
    record: Record,
}

/// Why the target cannot be asked what a case asks.
fn lacking(case: &Case, wire: &Wire<'_>) -> Option<&'static str> {
    case.needs.iter().find_map(|need| wire.target().lacks(*need, wire.options()))
}

impl<'a, F: FnMut(&Event)> Run<'a, F> {
    fn new(contract: &'a Contract, wire: &'a Wire<'a>, cases: &'a [Case], on_event: F) -> Self {
        let awaited =
            cases.iter().filter(|case| case.check.is_judged()).flat_map(|case| case.clauses.clone()).collect();
        Self {
            contract,
            wire,
            cases,
            on_event,
            clock: Instant::now(),
            tally: Tally::default(),
            held: HashMap::new(),
            awaited,
            counts: Counts::default(),
            checked: BTreeSet::new(),
            broken: BTreeSet::new(),
            silence: 0,
            stopped: None,
            expecting: Expecting::new(
                &wire.options().expectations,
                wire.target().host().as_deref(),
                expectation::today(),
            ),
            veils: wire.veils(),
        }
    }

    fn start(&mut self) {
        let options = self.wire.options();
        let event = Event::Started(Started {
            kind: RunKind::Check,
            contract: self.contract.version.clone(),
            portal: self.wire.target().origin(),
            sandbox: self.wire.target().control.is_some(),
            cases: u32::try_from(self.cases.len()).unwrap_or(u32::MAX),
            started: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()),
            configuration: Configuration::of_check(options, self.wire.target()),
        });
        (self.on_event)(&event);
    }

    async fn case(&mut self, case: &'a Case, offline: &mut Offline) {
        if self.wire.is_interrupted() {
            self.stopped = Some(Stopped::Interrupted);
        }
        // What the judge found so far is told, also when the run ends early.
        if let Some(stopped) = self.stopped.filter(|_| !case.check.is_judged()) {
            return self.tell(case, skipped(why(stopped)), 0.0);
        }
        if let Some((result, seconds)) = offline.result(case).await {
            let ended = self.ended(case, Record::default(), result.err());
            return self.tell(case, ended, seconds);
        }
        let clock = Instant::now();
        let ended = match (lacking(case, self.wire), &case.check) {
            (Some(reason), _) => skipped(reason),
            (None, _) if self.silence >= SILENCE => skipped("the portal no longer answers"),
            (None, Check::Judged(judged)) => self.judged(case, judged.seen(&self.tally)),
            (None, _) => {
                let mut scope = Scope::new(self.wire, &case.id);
                let stopped = self.check(case, &mut scope).await.err();
                self.ended(case, scope.into_record(), stopped)
            }
        };
        self.tell(case, ended, clock.elapsed().as_secs_f64());
    }

    async fn check(&mut self, case: &Case, scope: &mut Scope<'_>) -> Result<(), Stop> {
        let clause = case.clauses.first().cloned().unwrap_or_else(|| ClauseId::new(&case.id));
        match &case.check {
            Check::Sent(example) => example::send(scope, example).await,
            Check::Provoked(entry) => error::provoke(scope, entry).await,
            Check::Planted(entry, method) => error::plant(scope, self.contract, entry, *method).await,
            Check::Limit(limit) => limits::check(scope, *limit).await,
            Check::Rule(rule) => rule::check(scope, rule).await,
            Check::Agree(dimension) => agree::check(scope, self.contract, &clause, *dimension).await,
            Check::Stored => stored::check(scope, self.contract, &clause).await,
            Check::FieldsStored(entity) => fields_stored::check(scope, self.contract, &clause, *entity).await,
            Check::CustomDescribed(entity) => custom_fields::described(scope, self.contract, &clause, *entity).await,
            Check::CustomStored(entity) => custom_fields::stored(scope, self.contract, &clause, *entity).await,
            Check::Filters(entity) => filters::check(scope, self.contract, &clause, *entity).await,
            Check::Sample(kind) => sample::check(scope, self.contract, *kind).await,
            Check::BatchAgrees => batch_agrees::check(scope, self.contract, &clause).await,
            Check::Walk(kind) => {
                let contract = self.contract;
                walk::check(scope, contract, *kind, |steps| self.take_over(case, &steps)).await
            }
            Check::Replay(replay) => replay::again(scope, replay).await,
            Check::Example(_) | Check::Decodes(_) | Check::Rejects(_) | Check::Judged(_) => Ok(()),
        }
    }

    /// What a case came to that sent calls of its own.
    fn ended(&mut self, case: &Case, record: Record, stopped: Option<Stop>) -> Ended {
        let strict = self.wire.options().strict;
        let mut evidence: Vec<Evidence> = Vec::new();
        for departure in &record.departures {
            let found = Found {
                clause: &departure.clause,
                outcome: Outcome::of_departure(departure.binds, strict),
                pointer: &departure.pointer,
                message: &departure.message,
                veils: self.veils,
            };
            evidence.push(found.shown_by(self.contract, &case.id, &record.steps, &departure.steps));
        }
        evidence.extend(self.sort_findings(case, &record));
        let mut remark = record.remark.clone();
        let mut outcome = Outcome::Pass;
        self.silence = match &stopped {
            Some(Stop::Fault(fault)) if fault.is_silence() => self.silence + 1,
            _ if case.needs.is_empty() => self.silence,
            _ => 0,
        };
        match stopped {
            None => {}
            Some(Stop::Lacks(reason)) => {
                outcome = Outcome::Skip;
                remark = Some(reason.to_owned());
            }
            Some(Stop::Halted(stopped)) => {
                outcome = Outcome::Skip;
                remark = Some(why(stopped).to_owned());
                self.stopped = Some(stopped);
            }
            Some(Stop::Broke(reason)) => {
                outcome = Outcome::Error;
                remark = Some(reason);
            }
            Some(Stop::Fault(fault)) => {
                let clause = case.clauses.first().cloned().unwrap_or_else(|| ClauseId::new(&case.id));
                let message = fault.to_string();
                let found = Found {
                    clause: &clause,
                    outcome: Outcome::Fail,
                    pointer: "",
                    message: &message,
                    veils: self.veils,
                };
                let last = record.steps.len().checked_sub(1);
                evidence.push(found.shown_by(self.contract, &case.id, &record.steps, last.as_slice()));
            }
        }
        self.expecting.meet(&mut evidence);
        evidence.sort_by_key(|evidence| std::cmp::Reverse(evidence.outcome));
        let outcome = evidence.iter().map(|evidence| evidence.outcome).fold(outcome, Outcome::merge);
        Ended { outcome, remark, evidence, record }
    }

    /// Counts a case's answers, keeps findings whose clause has a case of its own for that, and gives back the others.
    fn sort_findings(&mut self, case: &Case, record: &Record) -> Vec<Evidence> {
        let mut own: HashMap<ClauseId, Held> = HashMap::new();
        for (at, step) in record.steps.iter().enumerate() {
            if let Some(exchange) = &step.exchange {
                self.tally.add(exchange);
            }
            for finding in &step.findings {
                let kept = if self.awaited.contains(&finding.clause) { &mut self.held } else { &mut own };
                let held = kept.entry(finding.clause.clone()).or_default();
                let by = Judging { contract: self.contract, strict: self.wire.options().strict, veils: self.veils };
                held.add(by, &case.id, record, at, finding);
            }
        }
        let mut found: Vec<Evidence> = own.into_values().flat_map(Held::into_evidence).collect();
        found.sort_by(|a, b| (&a.clause, &a.message).cmp(&(&b.clause, &b.message)));
        found
    }

    /// What a case came to whose clauses the judge looks at in the answers to other cases.
    fn judged(&mut self, case: &Case, seen: u32) -> Ended {
        let mut evidence = Vec::new();
        for clause in &case.clauses {
            self.awaited.remove(clause);
            evidence.extend(self.held.remove(clause).into_iter().flat_map(Held::into_evidence));
        }
        self.expecting.meet(&mut evidence);
        evidence.sort_by_key(|evidence| std::cmp::Reverse(evidence.outcome));
        let outcome = match seen {
            0 => Outcome::Skip,
            _ => Outcome::Pass,
        };
        let outcome = evidence.iter().map(|evidence| evidence.outcome).fold(outcome, Outcome::merge);
        let remark = match (outcome, seen) {
            (Outcome::Skip, _) => "no answer showed it".to_owned(),
            (_, 1) => "in 1 answer".to_owned(),
            (_, seen) => format!("in {seen} answers"),
        };
        Ended { outcome, remark: Some(remark), evidence, record: Record::default() }
    }

    fn tell(&mut self, case: &Case, ended: Ended, seconds: f64) {
        let Ended { outcome, remark, evidence, record } = ended;
        self.counts.add(outcome);
        let failures = self.counts.fail + self.counts.error;
        if self.wire.options().max_failures.is_some_and(|most| failures >= most) {
            self.stopped.get_or_insert(Stopped::MaxFailures);
        }
        let broken = evidence.iter().filter(|evidence| evidence.outcome >= Outcome::Fail);
        self.broken.extend(broken.map(|evidence| evidence.clause.clone()));
        if !case.needs.is_empty() && !matches!(outcome, Outcome::Skip | Outcome::Error) {
            self.checked.extend(case.clauses.iter().filter(|clause| !is_schema(clause)).cloned());
        }
        for step in &record.steps {
            self.tell_exchange(case, step, &evidence);
        }
        (self.on_event)(&Event::CaseFinished(CaseFinished {
            id: case.id.clone(),
            group: case.group.clone(),
            says: case.says.clone(),
            clauses: case.clauses.clone(),
            offline: case.needs.is_empty(),
            outcome,
            remark,
            variant: record.variant,
            evidence,
            requests: record.answers,
            seconds,
        }));
    }

    fn finish(mut self, cleaned: Cleaned) -> Verdict {
        self.checked.extend(self.tally.touched().cloned());
        for case in self.expecting.cases(&self.checked) {
            self.counts.add(case.outcome);
            (self.on_event)(&Event::CaseFinished(case));
        }
        let all = coverage::clauses(self.contract);
        let total = all.len();
        let (checked, unchecked): (Vec<ClauseId>, Vec<_>) =
            all.into_iter().partition(|clause| self.checked.contains(clause));
        let asks = self.cases.iter().filter(|case| !case.needs.is_empty());
        let about: BTreeSet<&ClauseId> = asks.flat_map(|case| &case.clauses).collect();
        let touched = checked.into_iter().filter(|clause| !about.contains(clause)).collect();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let summary = Summary {
            counts: self.counts,
            clauses_checked: count(total - unchecked.len()),
            clauses_total: count(total),
            unchecked,
            touched,
            requests: self.wire.sent(),
            seed: self.wire.options().seed,
            seconds: self.clock.elapsed().as_secs_f64(),
            created: cleaned.left,
            removed: cleaned.removed,
            not_removed: cleaned.reason,
            sent_again: self.wire.sent_again(),
            stopped: self.stopped,
        };
        (self.on_event)(&Event::Finished(summary.clone()));
        Verdict { summary, broken: self.broken }
    }
}

/// Why a case was not run, as the end of "skipped: ".
fn why(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Interrupted => "the run was interrupted",
        Stopped::MaxRequests => "the run may send no more requests",
        Stopped::MaxFailures => "as many cases had failed as the run bears",
    }
}

fn skipped(reason: &str) -> Ended {
    Ended { outcome: Outcome::Skip, remark: Some(reason.to_owned()), evidence: Vec::new(), record: Record::default() }
}

fn is_schema(clause: &ClauseId) -> bool {
    clause.as_str().contains('#')
}
