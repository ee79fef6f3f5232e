//! What one case does on the wire: it sends calls, makes records, and notes what it finds.

mod own_portal;
mod record;

use std::sync::Arc;

use b24_contract::judge::judge;
use b24_contract::rule::{Call, Given, Take};
use b24_contract::{ClauseId, Exchange};
use serde_json::Value;

pub(crate) use self::record::{Departure, Record, Step};
use crate::event::Stopped;
use crate::json::brief;
use crate::records::{self, Marked};
use crate::variable::{Held, Variables, declared};
use crate::wire::{Brackets, Fault, Request, Wire, compose};

/// The calls of one case and what came of them.
pub(crate) struct Scope<'a> {
    wire: &'a Wire<'a>,
    case: &'a str,
    variables: Variables,
    record: Record,
}

/// Why a case could not go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A call got no answer.
    Fault(Fault),
    /// What the case needs could not be set up, or the suite made a mistake.
    Broke(String),
    /// The portal has nothing that the case could look at.
    Lacks(&'static str),
    /// The run ends.
    Halted(Stopped),
}

impl<'a> Scope<'a> {
    /// The scope of a case.
    pub(crate) fn new(wire: &'a Wire<'a>, case: &'a str) -> Self {
        Self { wire, case, variables: Variables::new(), record: Record::default() }
    }

    /// The wire below.
    pub(crate) fn wire(&self) -> &'a Wire<'a> {
        self.wire
    }

    /// Id of the case.
    pub(crate) fn case(&self) -> &'a str {
        self.case
    }

    /// What variables stand for so far.
    pub(crate) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// Number of calls so far, which is the index of the next one.
    pub(crate) fn len(&self) -> usize {
        self.record.steps.len()
    }

    /// Sends a call and judges the answer. The judge's findings are kept with the step.
    pub(crate) async fn send(&mut self, call: &Call) -> Result<Arc<Exchange>, Stop> {
        self.send_written(call, Brackets::Raw).await
    }

    /// Makes what a rule is given, in order. Links are made through the company.
    pub(crate) async fn make(&mut self, given: &[Given]) -> Result<(), Stop> {
        for given in given {
            let call = records::making(given);
            let exchange = self.send(&call).await?;
            if result(&exchange).is_none() {
                return Err(Stop::Broke(format!("{} was answered {}", call.call, self.wire.summary(&exchange))));
            }
            if let Some((pointer, message)) = self.take(&call.take) {
                return Err(Stop::Broke(format!("in the answer of {} {pointer} {message}", call.call)));
            }
        }
        Ok(())
    }

    /// Keeps values of the last answer in variables. Returns the pointer of a value that is not there or cannot be kept,
    /// and what is wrong with it.
    pub(crate) fn take(&mut self, takes: &Take) -> Option<(String, String)> {
        let step = self.record.steps.last_mut()?;
        let body = step.exchange.as_deref().and_then(Exchange::json);
        for (variable, pointer) in takes {
            let value = body.and_then(|body| body.pointer(pointer));
            let Some(held) = value.and_then(Held::of) else {
                let wrong = value.map_or("is missing".to_owned(), |value| format!("is {}", brief(value)));
                return Some((pointer.clone(), format!("{wrong}; a number or a text belongs there")));
            };
            let name = declared(variable).to_owned();
            step.takes.insert(name.clone(), pointer.clone());
            self.variables.insert(name, held);
        }
        None
    }

    /// Sends a call with the brackets of its form or query written in a certain way.
    pub(crate) async fn send_written(&mut self, call: &Call, brackets: Brackets) -> Result<Arc<Exchange>, Stop> {
        let marked = if self.is_planted() { call.clone().into() } else { self.wire.own().mark(call) };
        let request = compose(&marked.call, brackets).for_values(&self.variables);
        let sent = self.send_request(&marked, request).await;
        if let Some(step) = self.record.steps.last_mut() {
            step.call = Some((call.clone(), brackets));
        }
        sent
    }

    /// Sends the request of a call and judges the answer.
    async fn send_request(&mut self, marked: &Marked, request: Request) -> Result<Arc<Exchange>, Stop> {
        let sent = match self.is_planted() {
            true => self.wire.send_once_only(&marked.call, &request, &self.variables).await,
            false => self.wire.send(marked, &request, &self.variables).await,
        };
        let mut step = Step::new(request, records::writes(&marked.call));
        let exchange = match sent {
            Ok(exchange) => Arc::new(exchange),
            Err(fault) => {
                self.record.steps.push(step);
                return Err(match fault {
                    Fault::Unsendable { .. } | Fault::Forbidden { .. } => Stop::Broke(fault.to_string()),
                    Fault::Stopped(stopped) => Stop::Halted(stopped),
                    Fault::Distrusted => {
                        Stop::Lacks("what the portal says it makes does not bear the mark that it is removed by")
                    }
                    fault => Stop::Fault(fault),
                });
            }
        };
        step.findings = judge(&exchange);
        step.exchange = Some(exchange.clone());
        self.record.answers += 1;
        step.number = self.record.answers;
        self.record.steps.push(step);
        Ok(exchange)
    }

    /// Whether the next call is answered without being carried out.
    fn is_planted(&self) -> bool {
        self.record.steps.last().is_some_and(|step| step.plants)
    }

    /// Has the sandbox answer the next call with an error of the contract.
    pub(crate) async fn plant(&mut self, error: &str, answer: usize) -> Result<(), Stop> {
        let request = Request::plant(error, answer);
        let planted = self.wire.control(&request, &self.variables).await;
        self.record.steps.push(Step { plants: true, ..Step::new(request, false) });
        planted.map(drop).map_err(Stop::Broke)
    }

    /// Notes a departure that the last call shows.
    pub(crate) fn depart(&mut self, clause: &ClauseId, binds: bool, pointer: String, message: String) {
        let steps = self.len().checked_sub(1).into_iter().collect();
        self.depart_at(clause, binds, pointer, message, steps);
    }

    /// Notes a departure that some steps show, the decisive one last.
    pub(crate) fn depart_at(
        &mut self,
        clause: &ClauseId,
        binds: bool,
        pointer: String,
        message: String,
        steps: Vec<usize>,
    ) {
        self.record.departures.push(Departure { clause: clause.clone(), binds, pointer, message, steps });
    }

    /// Whether the judge found a clause broken in the last answer.
    pub(crate) fn has_found(&self, clause: &ClauseId) -> bool {
        self.record.steps.last().is_some_and(|step| step.findings.iter().any(|finding| finding.clause == *clause))
    }

    /// Gives away the calls from one on, if nothing is wrong with their answers, so that a long case needs no more memory than
    /// a short one.
    pub(crate) fn hand_over(&mut self, from: usize) -> Vec<Step> {
        let steps = &mut self.record.steps;
        let faultless = steps.get(from..).is_some_and(|steps| steps.iter().all(|step| step.findings.is_empty()));
        if faultless { steps.split_off(from) } else { Vec::new() }
    }

    /// Tells something though nothing is wrong.
    pub(crate) fn remark(&mut self, remark: String) {
        self.record.remark = Some(remark);
    }

    /// Tells which of several descriptions of the same the portal fits.
    pub(crate) fn fits(&mut self, variant: impl Into<String>) {
        self.record.variant = Some(variant.into());
    }

    /// What the case leaves behind.
    pub(crate) fn into_record(self) -> Record {
        self.record
    }
}

/// The result of a successful answer.
pub(crate) fn result(exchange: &Exchange) -> Option<&Value> {
    exchange.json().and_then(|body| body.get("result"))
}
