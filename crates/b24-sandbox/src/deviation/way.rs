//! The ways in which most deviations break their clauses.

use b24_contract::{ErrorClause, Method};
use http::HeaderMap;
use serde_json::{Map, Value};

use super::Deed;
use crate::call::{Answer, Call};
use crate::config::Config;
use crate::delivery::Parcel;
use crate::pipeline::Received;
use crate::settings::Settings;
use crate::twist::{Answering, Next};

/// Parameters of a call, under their documented names.
pub(crate) type Params = Map<String, Value>;

/// Which calls a deviation is about.
pub(crate) type Methods = Vec<Method>;

/// The portal is set up in another way than it was told to be.
pub(crate) fn furnishes(change: impl Fn(&mut Config) + Send + Sync + 'static) -> impl Deed {
    Furnishes(change)
}

/// A request is heard wrongly.
pub(crate) fn hears(change: impl Fn(&mut Received) + Send + Sync + 'static) -> impl Deed {
    Hears(move |heard: &mut Received, _: &Settings| change(heard))
}

/// A request is taken for somebody else's, with the portal's credentials at hand.
pub(crate) fn admits(change: impl Fn(&mut Received, &Settings) + Send + Sync + 'static) -> impl Deed {
    Hears(change)
}

/// The answer to a request is changed, whoever made it.
pub(crate) fn tells(change: impl Fn(&Received, &mut Answer) + Send + Sync + 'static) -> impl Deed {
    Tells(change)
}

/// What is sent is changed.
pub(crate) fn sends(change: impl Fn(&Received, &mut Parcel) + Send + Sync + 'static) -> impl Deed {
    Sends(change)
}

/// The headers of whatever leaves are changed.
pub(crate) fn leaves(change: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> impl Deed {
    Leaves(change)
}

/// Calls of some methods, or of all where none is named, are answered in a way of their own.
pub(crate) fn rewrites<F>(methods: impl Into<Methods>, rewrite: F) -> impl Deed
where
    F: for<'a> Fn(Call, Next<'a>) -> Answering<'a> + Send + Sync + 'static,
{
    Rewrites { methods: methods.into(), rewrite }
}

/// The handler is given other parameters than were sent.
pub(crate) fn params(methods: impl Into<Methods>, change: impl Fn(&mut Params) + Send + Sync + 'static) -> impl Deed {
    calls(methods, move |call| change(&mut call.params))
}

/// The handler is given another call than was made: other parameters, another caller, another method.
pub(crate) fn calls(methods: impl Into<Methods>, change: impl Fn(&mut Call) + Send + Sync + 'static) -> impl Deed {
    rewrites(methods, move |mut call, next| {
        change(&mut call);
        Box::pin(next.run(call))
    })
}

/// Answers are changed on their way back from the handler, with the parameters of the call at hand.
pub(crate) fn answers(
    methods: impl Into<Methods>,
    change: impl Fn(&mut Answer, &Params) + Send + Sync + Clone + 'static,
) -> impl Deed {
    rewrites(methods, move |call, next| {
        let change = change.clone();
        Box::pin(async move {
            let params = call.params.clone();
            let mut answer = next.run(call).await;
            change(&mut answer, &params);
            answer
        })
    })
}

/// Results of successful calls are changed, with the parameters of the call at hand.
pub(crate) fn results(
    methods: impl Into<Methods>,
    change: impl Fn(&mut Value, &Params) + Send + Sync + Clone + 'static,
) -> impl Deed {
    answers(methods, move |answer, params| {
        if let Some(result) = answer.body.get_mut("result") {
            change(result, params);
        }
    })
}

/// Results of successful calls are changed, with the whole call at hand: who calls, what the portal is like.
pub(crate) fn replies(
    methods: impl Into<Methods>,
    change: impl Fn(&mut Value, &Call) + Send + Sync + Clone + 'static,
) -> impl Deed {
    rewrites(methods, move |call, next| {
        let change = change.clone();
        Box::pin(async move {
            let mut answer = next.run(call.clone()).await;
            if let Some(result) = answer.body.get_mut("result") {
                change(result, &call);
            }
            answer
        })
    })
}

/// Calls succeed with a result although nothing is done.
pub(crate) fn pretends(
    methods: impl Into<Methods>,
    result: impl Fn(&Params) -> Value + Send + Sync + 'static,
) -> impl Deed {
    rewrites(methods, move |call, next| match call.method.contract() {
        Some(method) => Box::pin(std::future::ready(next.succeed(method, result(&call.params)))),
        None => Box::pin(next.run(call)),
    })
}

/// Calls that parameters give reason to succeed with a result although nothing is done.
pub(crate) fn shrugs(
    methods: impl Into<Methods>,
    result: impl Into<Value>,
    reason: impl Fn(&Params) -> bool + Send + Sync + 'static,
) -> impl Deed {
    let result = result.into();
    rewrites(methods, move |call, next| match call.method.contract() {
        Some(method) if reason(&call.params) => Box::pin(std::future::ready(next.succeed(method, result.clone()))),
        _ => Box::pin(next.run(call)),
    })
}

/// Calls are done twice; the second answer is given.
pub(crate) fn twice(methods: impl Into<Methods>) -> impl Deed {
    rewrites(methods, |call, next| {
        Box::pin(async move {
            next.run(call.clone()).await;
            next.run(call).await
        })
    })
}

/// Calls that parameters give reason to are refused with an error.
pub(crate) fn refuses(
    methods: impl Into<Methods>,
    error: &'static ErrorClause,
    reason: impl Fn(&Params) -> bool + Send + Sync + 'static,
) -> impl Deed {
    rewrites(methods, move |call, next| {
        if reason(&call.params) { Box::pin(std::future::ready(Answer::error(error))) } else { Box::pin(next.run(call)) }
    })
}

/// Calls that somebody makes, or that are made in some way, are refused with an error.
pub(crate) fn bars(
    methods: impl Into<Methods>,
    error: &'static ErrorClause,
    reason: impl Fn(&Call) -> bool + Send + Sync + 'static,
) -> impl Deed {
    rewrites(methods, move |call, next| {
        if reason(&call) { Box::pin(std::future::ready(Answer::error(error))) } else { Box::pin(next.run(call)) }
    })
}

struct Furnishes<F>(F);

impl<F: Fn(&mut Config) + Send + Sync> Deed for Furnishes<F> {
    fn furnish(&self, config: &mut Config) {
        self.0(config);
    }
}

struct Hears<F>(F);

impl<F: Fn(&mut Received, &Settings) + Send + Sync> Deed for Hears<F> {
    fn hear(&self, heard: &mut Received, settings: &Settings) {
        self.0(heard, settings);
    }
}

struct Tells<F>(F);

impl<F: Fn(&Received, &mut Answer) + Send + Sync> Deed for Tells<F> {
    fn tell(&self, heard: &Received, answer: &mut Answer) {
        self.0(heard, answer);
    }
}

struct Sends<F>(F);

impl<F: Fn(&Received, &mut Parcel) + Send + Sync> Deed for Sends<F> {
    fn send(&self, heard: &Received, parcel: &mut Parcel) {
        self.0(heard, parcel);
    }
}

struct Leaves<F>(F);

impl<F: Fn(&mut HeaderMap) + Send + Sync> Deed for Leaves<F> {
    fn leave(&self, headers: &mut HeaderMap) {
        self.0(headers);
    }
}

struct Rewrites<F> {
    methods: Methods,
    rewrite: F,
}

impl<F> Deed for Rewrites<F>
where
    F: for<'a> Fn(Call, Next<'a>) -> Answering<'a> + Send + Sync,
{
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        let is_meant = self.methods.is_empty() || call.method.contract().is_some_and(|m| self.methods.contains(&m));
        if is_meant { (self.rewrite)(call, next) } else { Box::pin(next.run(call)) }
    }
}
