//! What one case does on the wire: it sends calls, makes records, and notes what it finds.

use std::sync::Arc;

use b24_contract::judge::{Finding, judge};
use b24_contract::rule::{Call, Given};
use b24_contract::{ClauseId, Exchange};
use serde_json::Value;

use crate::event::Created;
use crate::records;
use crate::rule::summary;
use crate::wire::{Brackets, Fault, Ids, Request, Wire, compose};

/// The calls of one case and what came of them.
pub(crate) struct Scope<'a> {
    wire: &'a Wire<'a>,
    case: &'a str,
    ids: Ids,
    record: Record,
}

/// What a case leaves behind.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Every call, in order.
    pub(crate) steps: Vec<Step>,
    /// Departures that the case found itself; those that the judge found are with the steps.
    pub(crate) departures: Vec<Departure>,
    /// What is worth telling though nothing is wrong.
    pub(crate) remark: Option<String>,
    /// Records that were made.
    pub(crate) created: Vec<Created>,
}

/// One call with its answer, if there was one.
#[derive(Debug)]
pub(crate) struct Step {
    /// What was sent.
    pub(crate) request: Request,
    /// Whether the call may change data.
    pub(crate) writes: bool,
    /// Whether it is a word to the control interface about the next call.
    pub(crate) plants: bool,
    /// Variable that takes the id which the answer gives.
    pub(crate) bind: Option<String>,
    /// What came of it.
    pub(crate) exchange: Option<Arc<Exchange>>,
    /// What the judge found in the answer.
    pub(crate) findings: Vec<Finding>,
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

/// Why a case could not go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A call got no answer.
    Fault(Fault),
    /// What the case needs could not be set up, or the suite made a mistake.
    Broke(String),
}

impl<'a> Scope<'a> {
    /// The scope of a case.
    pub(crate) fn new(wire: &'a Wire<'a>, case: &'a str) -> Self {
        Self { wire, case, ids: Ids::new(), record: Record::default() }
    }

    /// The wire below.
    pub(crate) fn wire(&self) -> &'a Wire<'a> {
        self.wire
    }

    /// Id of the case.
    pub(crate) fn case(&self) -> &'a str {
        self.case
    }

    /// Ids of the records made so far, by variable.
    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// Number of calls so far, which is the index of the next one.
    pub(crate) fn len(&self) -> usize {
        self.record.steps.len()
    }

    /// Sends a call and judges the answer. The judge's findings are kept with the step.
    pub(crate) async fn send(&mut self, call: &Call) -> Result<Arc<Exchange>, Stop> {
        self.step(call, Brackets::Raw, None).await
    }

    /// Sends a call with the brackets of its form or query written in a certain way.
    pub(crate) async fn send_written(&mut self, call: &Call, brackets: Brackets) -> Result<Arc<Exchange>, Stop> {
        self.step(call, brackets, None).await
    }

    /// Makes records in order. Links are made through the company.
    pub(crate) async fn make(&mut self, given: &[Given]) -> Result<(), Stop> {
        for record in given {
            let (call, bind) = records::making(record);
            let exchange = self.step(&call, Brackets::Raw, bind).await?;
            let made = match bind {
                Some(name) => self.ids.contains_key(name),
                None => exchange.json().is_some_and(|body| body.get("result").is_some()),
            };
            if !made {
                return Err(Stop::Broke(format!("{} was answered {}", call.call, summary(&exchange))));
            }
        }
        Ok(())
    }

    async fn step(&mut self, call: &Call, brackets: Brackets, bind: Option<&str>) -> Result<Arc<Exchange>, Stop> {
        let call = records::marked(call, || format!("{}/{}", self.wire.options().seed, self.wire.sent() + 1));
        let request = compose(&call, brackets);
        let sent = self.wire.send(&call, &request, &self.ids).await;
        let bind = bind.map(str::to_owned);
        let writes = records::writes(&call);
        let mut step = Step { request, writes, plants: false, bind, exchange: None, findings: Vec::new() };
        let exchange = match sent {
            Ok(exchange) => Arc::new(exchange),
            Err(fault) => {
                self.record.steps.push(step);
                return Err(match fault {
                    Fault::Unsendable { reason } => Stop::Broke(format!("the request could not be built: {reason}")),
                    fault => Stop::Fault(fault),
                });
            }
        };
        step.findings = judge(&exchange);
        if let Some(created) = records::created(&exchange) {
            if let Some(name) = &step.bind {
                self.ids.insert(name.clone(), created.id);
            }
            self.record.created.push(created);
        }
        step.exchange = Some(exchange.clone());
        self.record.steps.push(step);
        Ok(exchange)
    }

    /// Has the sandbox answer the next call with an error of the contract.
    pub(crate) async fn plant(&mut self, error: &str, answer: usize) -> Result<(), Stop> {
        let request = Request::plant(error, answer);
        let planted = self.wire.control(&request).await;
        let step = Step { request, writes: false, plants: true, bind: None, exchange: None, findings: Vec::new() };
        self.record.steps.push(step);
        planted.map_err(Stop::Broke)
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

    /// Tells something though nothing is wrong.
    pub(crate) fn remark(&mut self, remark: String) {
        self.record.remark = Some(remark);
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
