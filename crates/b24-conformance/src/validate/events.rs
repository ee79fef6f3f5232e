//! What was found as the events of a run, so that it has the reports of one.

use std::time::{SystemTime, UNIX_EPOCH};

use b24_contract::rule::{Call, Credential};
use b24_contract::{ClauseId, Effect, Exchange, Method, contract};

use super::{Departure, Known, MethodCounts, Validator};
use crate::coverage;
use crate::event::{CaseFinished, Event, Evidence, ExchangeRef, RunKind, Started, Summary};
use crate::evidence::Found;
use crate::outcome::{Counts, Outcome};
use crate::source::Side;
use crate::{Configuration, curl};

/// Id of the case of a method's requests or answers.
pub(super) fn case(method: &str, side: Side) -> String {
    match side {
        Side::Request => format!("{method}/requests"),
        Side::Answer => format!("{method}/answers"),
    }
}

/// How the run began.
pub(super) fn started(validator: &Validator, kind: RunKind, portal: Option<String>) -> Event {
    Event::Started(Started {
        kind,
        contract: contract().version.clone(),
        portal,
        sandbox: false,
        cases: 0,
        started: validator.began,
        configuration: Configuration { strict: validator.settings.strict, ..Configuration::of_tool() },
    })
}

/// How the run ended: two cases a method, and the summary.
pub(super) fn finished(validator: &Validator) -> Vec<Event> {
    let of = |(method, counts): (&String, &MethodCounts)| {
        [Side::Request, Side::Answer].map(|side| of_method(validator, method, counts, side))
    };
    let cases: Vec<CaseFinished> = validator.methods.iter().flat_map(of).collect();
    let counts: Counts = cases.iter().map(|case| case.outcome).collect();
    let summary = Event::Finished(summary(validator, counts));
    cases.into_iter().map(Event::CaseFinished).chain([summary]).collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn of_method(validator: &Validator, method: &str, counts: &MethodCounts, side: Side) -> CaseFinished {
    let mut evidence: Vec<Evidence> = validator
        .departures
        .listed()
        .filter(|(departure, _)| departure.method == method && departure.side == side)
        .map(|(departure, evidence)| {
            let times = u32::try_from(departure.times).unwrap_or(u32::MAX);
            Evidence { times, ..evidence.clone() }
        })
        .collect();
    evidence.sort_by_key(|evidence| std::cmp::Reverse(evidence.outcome));
    let (number, what, fails, notes) = match side {
        Side::Request => (counts.requests, "request", counts.request_fails, counts.request_notes),
        Side::Answer => (counts.answers, "answer", counts.answer_fails, counts.answer_notes),
    };
    let is_judged = number > 0 && (side == Side::Answer || counts.known == Known::Contract);
    let outcome = match () {
        () if fails > 0 => Outcome::Fail,
        () if notes > 0 => Outcome::Note,
        () if is_judged => Outcome::Pass,
        () => Outcome::Skip,
    };
    let plural = if number == 1 { "" } else { "s" };
    let mut remark = format!("{number} {what}{plural}");
    match counts.known {
        Known::Contract => {}
        Known::Documented => remark.push_str("; the contract does not describe the method"),
        Known::Nobody => remark.push_str("; nobody documents the method"),
    }
    for (error, times) in counts.errors.iter().filter(|_| side == Side::Answer) {
        remark.push_str(&format!("; {times} × {error}"));
    }
    let schema = match side {
        Side::Request => "params",
        Side::Answer => "answer",
    };
    let clauses = Method::parse(method).map(|method| ClauseId::of_schema(&format!("{method}.{schema}"), ""));
    CaseFinished {
        id: case(method, side),
        group: method.to_owned(),
        says: match side {
            Side::Request => "The parameters of every call are what the contract describes.".to_owned(),
            Side::Answer => "Every answer keeps the contract.".to_owned(),
        },
        clauses: clauses.into_iter().collect(),
        offline: false,
        outcome,
        remark: Some(remark),
        variant: None,
        evidence,
        requests: if side == Side::Answer { counts.told } else { 0 },
        seconds: 0.0,
    }
}

/// A departure with the exchange that shows it.
pub(super) fn evidence(departure: &Departure, exchange: &Exchange, of: &ExchangeRef) -> Evidence {
    let found = Found {
        clause: &departure.clause,
        outcome: departure.outcome,
        pointer: &departure.pointer,
        message: &departure.message,
        veils: false,
    };
    let place = place(departure).map(|place| format!(" ({place})")).unwrap_or_default();
    let answer = Some(exchange).filter(|_| departure.side == Side::Answer);
    Evidence {
        message: format!("{}{place}", departure.message),
        exchange: Some(of.clone()),
        replay: again(exchange).into_iter().collect(),
        ..found.in_answer(contract(), answer)
    }
}

/// Where a departure was found first, such as `traffic.har:3`.
pub(super) fn place(departure: &Departure) -> Option<String> {
    match (&departure.file, departure.entry) {
        (Some(file), Some(entry)) => Some(format!("{file}:{entry}")),
        (Some(file), None) => Some(file.clone()),
        (None, Some(entry)) => Some(format!("call {entry}")),
        (None, None) => None,
    }
}

/// The line that sends a reading call again, where nothing in it was masked.
fn again(exchange: &Exchange) -> Option<String> {
    let reads = Method::parse(exchange.method()).is_some_and(|method| method.row().effect == Effect::Read);
    let is_whole = reads && !exchange.is_veiled() && exchange.raw_body().is_none();
    let params = exchange.params().as_object().filter(|_| is_whole)?;
    let params = params.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("auth"));
    Some(curl::of_call(&Call {
        call: exchange.method().to_owned(),
        params: params.map(|(name, value)| (name.clone(), value.clone())).collect(),
        via: exchange.encoding(),
        credential: Credential::Webhook,
        ..Call::default()
    }))
}

fn summary(validator: &Validator, counts: Counts) -> Summary {
    let touched: std::collections::BTreeSet<&ClauseId> = validator.coverage.touched().collect();
    let all = coverage::clauses(contract());
    let total = all.len();
    let unchecked: Vec<ClauseId> = all.into_iter().filter(|clause| !touched.contains(clause)).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
    Summary {
        counts,
        clauses_checked: count(total - unchecked.len()),
        clauses_total: count(total),
        unchecked,
        touched: touched.into_iter().cloned().collect(),
        requests: u32::try_from(validator.counts.calls).unwrap_or(u32::MAX),
        seed: 0,
        seconds: now - validator.began,
        created: Vec::new(),
        removed: 0,
        not_removed: None,
        sent_again: 0,
        stopped: None,
    }
}
