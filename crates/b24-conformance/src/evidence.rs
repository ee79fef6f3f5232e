//! From what a case found to what a report shows: the clause in its own words, and lines that show it again.

use std::collections::BTreeSet;

use b24_contract::rule::Call;
use b24_contract::{AnswerBody, ClauseId, Contract, ErrorClause, Exchange};
use serde_json::Value;

use crate::event::{Evidence, ExchangeRef};
use crate::json::shorten;
use crate::outcome::Outcome;
use crate::replay::ReplayStep;
use crate::scope::Step;
use crate::wire::curl;

/// Most characters of an answer that are shown.
const ANSWER: usize = 400;

/// What was found, before it is tied to calls.
pub(crate) struct Found<'a> {
    /// The clause that was broken.
    pub(crate) clause: &'a ClauseId,
    /// Whether it is a note or a failure.
    pub(crate) outcome: Outcome,
    /// JSON pointer into the answer's body.
    pub(crate) pointer: &'a str,
    /// What was found and what belongs there.
    pub(crate) message: &'a str,
    /// Whether values of the answer are masked, but for the one that the pointer leads to.
    pub(crate) veils: bool,
}

impl Found<'_> {
    /// The evidence, shown by some steps of a case, the decisive one last.
    pub(crate) fn shown_by(&self, contract: &Contract, case: &str, steps: &[Step], decisive: &[usize]) -> Evidence {
        let last = decisive.last().and_then(|&at| Some((at, steps.get(at)?.exchange.as_deref()?)));
        let chosen = replayed(steps, decisive);
        Evidence {
            exchange: last.map(|(at, _)| ExchangeRef { case: case.to_owned(), number: steps[at].number }),
            replay: chosen.iter().flat_map(|&at| curl::lines(&steps[at].request, &steps[at].takes)).collect(),
            steps: chosen.iter().map(|&at| self.step(&steps[at])).collect::<Option<_>>().unwrap_or_default(),
            ..self.in_answer(contract, last.map(|(_, exchange)| exchange))
        }
    }

    /// The evidence, shown by nothing but an answer, if any.
    pub(crate) fn in_answer(&self, contract: &Contract, exchange: Option<&Exchange>) -> Evidence {
        let source = contract.source_of(self.clause);
        Evidence {
            outcome: self.outcome,
            clause: self.clause.clone(),
            says: says(contract, self.clause),
            source: source.as_ref().map(|source| format!("{}: {}", source.kind(), source.place())).unwrap_or_default(),
            url: source.and_then(|source| source.url()),
            pointer: self.pointer.to_owned(),
            message: self.message.to_owned(),
            times: 1,
            expected: None,
            exchange: None,
            answer: exchange.map(|exchange| self.answer(exchange)),
            replay: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// A step as data; nothing for one that is no call.
    fn step(&self, step: &Step) -> Option<ReplayStep> {
        let (call, brackets) = step.call.as_ref()?;
        let take = step.takes.iter().map(|(name, pointer)| (format!("${name}"), pointer.clone())).collect();
        let call = Call { take, ..call.clone() };
        let shown: Vec<&str> = step.takes.values().map(String::as_str).chain([self.pointer]).collect();
        let veiled = |exchange: &Exchange| if self.veils { exchange.veiled(&shown) } else { exchange.clone() };
        let answer = step.exchange.as_deref().map(veiled);
        Some(ReplayStep::new(call, *brackets, answer.as_ref(), self.veils))
    }

    fn answer(&self, exchange: &Exchange) -> String {
        let with_time = self.pointer.starts_with("/time");
        if self.veils { answer(&exchange.veiled(&[self.pointer]), with_time) } else { answer(exchange, with_time) }
    }
}

/// The steps that must be sent again, in order: the decisive ones, those that wrote something about the same records,
/// and those whose answers any of these need something from.
pub(crate) fn replayed(steps: &[Step], decisive: &[usize]) -> BTreeSet<usize> {
    let Some(&last) = decisive.iter().max() else { return BTreeSet::new() };
    let variables_of = |chosen: &BTreeSet<usize>| -> BTreeSet<String> {
        chosen.iter().flat_map(|&at| steps[at].request.variables()).collect()
    };
    let mut chosen: BTreeSet<usize> = decisive.iter().copied().collect();
    let about = variables_of(&chosen);
    chosen.extend((0..last).filter(|&at| steps[at].writes && !steps[at].request.variables().is_disjoint(&about)));
    // Making a record may itself need another.
    loop {
        let needed = variables_of(&chosen);
        let gives = |step: &Step| step.takes.keys().any(|name| needed.contains(name));
        let before = chosen.len();
        chosen.extend((0..last).filter(|&at| gives(&steps[at])));
        if chosen.len() == before {
            break;
        }
    }
    let plants: Vec<usize> = chosen.iter().filter_map(|at| at.checked_sub(1)).filter(|&at| steps[at].plants).collect();
    chosen.extend(plants);
    chosen
}

/// A clause in its own words; empty for a clause that the contract does not describe.
fn says(contract: &Contract, clause: &ClauseId) -> String {
    if let Some(rule) = contract.rules.iter().find(|rule| rule.id == *clause) {
        return rule.says.clone();
    }
    if let Some(error) = ErrorClause::by_id(clause.as_str()) {
        let chosen = error.chosen();
        return format!("{} HTTP {} {:?} {:?}", error.when, chosen.status, chosen.code, chosen.text);
    }
    let located = contract.schema_locations().into_iter().find(|(location, _)| location == clause);
    located.map(|(_, schema)| schema_says(schema)).unwrap_or_default()
}

/// A schema as one sentence and its constraints.
fn schema_says(schema: &Value) -> String {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let first = description.split_inclusive(". ").next().unwrap_or_default().trim();
    let constraints: Vec<String> = ["type", "enum", "minimum", "maximum", "pattern", "required"]
        .into_iter()
        .filter_map(|name| Some(format!("{name} {}", schema.get(name)?)))
        .collect();
    let referred = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    match (first.is_empty(), constraints.is_empty()) {
        (true, true) => match (referred, schema.pointer("/if/type").and_then(Value::as_str)) {
            (Some(name), _) => format!("As {name}."),
            (None, Some(kind)) => format!("As `then` says for the type {kind}, as `else` says for others."),
            (None, None) => String::new(),
        },
        (false, true) => first.to_owned(),
        (true, false) => constraints.join(", "),
        (false, false) => format!("{first} ({})", constraints.join(", ")),
    }
}

/// Status and beginning of an answer; its `time` only where that matters.
fn answer(exchange: &Exchange, with_time: bool) -> String {
    let body = match exchange.body() {
        AnswerBody::Json(Value::Object(members)) if !with_time => {
            let kept = members.iter().map(|(name, value)| match name.as_str() {
                "time" => (name.clone(), Value::from("…")),
                _ => (name.clone(), value.clone()),
            });
            shorten(&kept.collect::<Value>().to_string(), ANSWER)
        }
        AnswerBody::Json(value) => shorten(&value.to_string(), ANSWER),
        AnswerBody::Text(text) => shorten(text, ANSWER),
        AnswerBody::Binary(bytes) => format!("{bytes} bytes that are no text"),
        AnswerBody::Empty => "no body".to_owned(),
    };
    format!("HTTP {} {body}", exchange.status())
}

#[cfg(test)]
mod tests;
