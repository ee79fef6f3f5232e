//! What a run will do to a portal, told before it begins: an estimate for a portal that keeps the contract.

use std::time::Duration;

use b24_contract::contract;
use b24_contract::rule::{Call, Credential, Expectation, Given, Rule};

use crate::case::{Case, Check};
use crate::cases::{agree, filters, sample};
use crate::records::{self, removal};
use crate::{Error, Options, Target, plan};

/// What a run will do to a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forecast {
    /// Number of cases that send requests.
    pub cases: u32,
    /// About how many requests are sent, those that remove the run's records again included. Where a random case fails,
    /// more are sent to make what fails as small as possible.
    pub requests: u32,
    /// About how many companies and contacts are made.
    pub records: u32,
    /// How long the requests take at least, by the rate.
    pub least_time: Duration,
}

/// Foresees a run.
///
/// # Errors
///
/// [`Error::NoSuchCase`] when the filter matches nothing.
pub fn forecast(target: &Target, options: &Options) -> Result<Forecast, Error> {
    let cases = plan::select(plan::plan(contract()), options)?;
    let mut forecast = Forecast::default();
    let with_token = target.token(Credential::Oauth).is_some();
    for case in cases.iter().filter(|case| !case.needs.is_empty() && !case.check.is_judged()) {
        if case.needs.iter().any(|need| target.lacks(*need, options).is_some()) {
            continue;
        }
        let cost = cost(case, options, with_token);
        forecast.cases += 1;
        forecast.requests += cost.requests;
        forecast.records += cost.records;
    }
    if forecast.cases > 0 {
        // The first call, which looks whether there is a portal.
        forecast.requests += 1;
    }
    if target.is_live() {
        // What is made is read back, about two records at once.
        forecast.requests += forecast.records.div_ceil(2);
    }
    if !options.keep_records && forecast.records > 0 {
        forecast.requests += removal::requests(forecast.records as usize);
    }
    forecast.least_time = options.rate.on(target.is_live()).least_time(forecast.requests);
    Ok(forecast)
}

/// What a case costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    requests: u32,
    records: u32,
}

impl Cost {
    /// Calls of which one makes a record.
    fn making(records: u32, requests: u32) -> Self {
        Self { requests: records + requests, records }
    }

    fn of_calls<'a>(calls: impl Iterator<Item = &'a Call>) -> Self {
        calls.fold(Self::default(), |cost, call| Self {
            requests: cost.requests + 1,
            records: cost.records + records::made(call),
        })
    }

    fn and(self, other: Self) -> Self {
        Self { requests: self.requests + other.requests, records: self.records + other.records }
    }
}

/// What a case costs if nothing fails. Cases with random calls cost about so much.
fn cost(case: &Case, options: &Options, with_token: bool) -> Cost {
    let tries = options.cases;
    match &case.check {
        Check::Sent(_) | Check::CustomDescribed(_) => Cost::making(0, 1),
        Check::Provoked(entry) => entry.provoke.as_ref().map_or_else(Cost::default, |provoke| {
            of_given(&provoke.given).and(Cost::of_calls([&provoke.call].into_iter()))
        }),
        // A sandbox answers these, each form twice.
        Check::Planted(..) => Cost::making(0, 2),
        Check::Limit(_) => Cost::making(0, 14),
        Check::Rule(rule) => of_rule(rule),
        Check::Agree(dimension) => Cost::making(2, 1 + agree::requests(*dimension, with_token)),
        // Companies with links, most of them few, to contacts that they share.
        Check::Stored => Cost::making(tries + 30, 40 * tries),
        Check::FieldsStored(_) => Cost::making(tries, 2 * tries),
        Check::CustomStored(_) => Cost::making(1, 8),
        Check::Filters(_) => Cost::making(filters::RECORDS as u32, 2 * tries),
        Check::BatchAgrees => Cost::making(3, 1 + 9 * tries),
        Check::Walk(_) => Cost { requests: 4 * options.steps, records: options.steps },
        Check::Sample(kind) => Cost::making(0, sample::requests(*kind, options.sample)),
        // A replay is no case of the plan; its length is known before.
        Check::Replay(replay) => Cost::of_calls(replay.evidence.steps.iter().map(|step| &step.call)),
        Check::Example(_) | Check::Decodes(_) | Check::Rejects(_) | Check::Judged(_) => Cost::default(),
    }
}

fn of_given(given: &[Given]) -> Cost {
    let calls: Vec<Call> = given.iter().map(records::making).collect();
    Cost::of_calls(calls.iter())
}

/// Only the first description is counted of a rule that has several.
fn of_rule(rule: &Rule) -> Cost {
    let then = rule.then.iter().filter_map(|expectation: &Expectation| expectation.call.as_ref());
    of_given(&rule.given).and(Cost::of_calls(rule.when.iter().chain(then)))
}

#[cfg(test)]
mod tests {
    use b24_contract::Secret;

    use super::*;

    fn forecast_of(options: &Options) -> Forecast {
        let webhook = Secret::new("https://example.bitrix24.com/rest/1/not-a-real-code/");
        forecast(&Target::of_webhook(&webhook).expect("a webhook"), options).expect("cases")
    }

    #[test]
    fn reading_makes_nothing_and_writing_says_how_much() {
        let reading = forecast_of(&Options::default());
        assert_eq!(reading.records, 0);
        assert!(reading.requests > 50, "{reading:?}");
        let writing = forecast_of(&Options { write: true, ..Options::default() });
        assert!(writing.records > 500 && writing.requests > reading.requests + 2 * writing.records, "{writing:?}");
        assert_eq!(writing.least_time, Duration::from_secs_f64(f64::from(writing.requests - 50) / 2.0));
    }

    #[test]
    fn a_rule_costs_its_calls() {
        let filter = Some("crm.company.list/equal-sign".to_owned());
        let one = forecast_of(&Options { write: true, filter, ..Options::default() });
        assert_eq!(one.cases, 1);
        assert!(one.records > 0 && one.requests > one.records, "{one:?}");
    }
}
