//! Telling the calls of a case, at its end or as it hands them over.

use b24_contract::Exchange;

use super::Run;
use crate::case::Case;
use crate::event::{Event, Evidence, ExchangeRef, Recorded};
use crate::scope::Step;

impl<F: FnMut(&Event)> Run<'_, F> {
    /// Counts and tells the calls that a case hands over before its end.
    pub(super) fn take_over(&mut self, case: &Case, steps: &[Step]) {
        for step in steps {
            if let Some(exchange) = &step.exchange {
                self.tally.add(exchange);
            }
            self.tell_exchange(case, step, &[]);
        }
    }

    /// Tells a call with its answer, if there was one.
    pub(super) fn tell_exchange(&mut self, case: &Case, step: &Step, evidence: &[Evidence]) {
        let Some(exchange) = step.exchange.as_deref() else { return };
        let of = ExchangeRef { case: case.id.clone(), number: step.number };
        let exchange = if self.veils { veiled(exchange, &of, evidence) } else { exchange.clone() };
        (self.on_event)(&Event::Exchange(Recorded { of, exchange }));
    }
}

/// An exchange with no values but those that pieces of evidence point at.
fn veiled(exchange: &Exchange, of: &ExchangeRef, evidence: &[Evidence]) -> Exchange {
    let shows = evidence.iter().filter(|own| own.exchange.as_ref() == Some(of));
    exchange.veiled(&shows.map(|own| own.pointer.as_str()).collect::<Vec<_>>())
}
