//! Limits over time: a portal of the case's own, with small limits and a clock that stands still until it is moved.

use std::sync::Arc;

use b24_contract::generated::error;
use b24_contract::rule::{Call, Credential};
use b24_contract::{ClauseId, ErrorClause, Exchange, judge};
use serde_json::{Value, json};

use crate::case::{Case, Check};
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};
use crate::target::Need;

/// When the clock stands still at first.
const START: &str = "2024-08-19T12:00:00Z";
/// The method that is called again and again.
const METHOD: &str = "profile";
/// Another method.
const OTHER: &str = "server.time";
/// Requests that the bucket holds.
const THRESHOLD: u32 = 5;

/// A limit that portals have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Requests of a machine.
    Rate,
    /// Working time of a method.
    Operating,
}

/// The cases of both limits.
pub(crate) fn plan() -> Vec<Case> {
    let case = |limit: Limit, says: &str| {
        let clause = ClauseId::new(limit.error().id);
        Case {
            id: format!("{clause}/over-time"),
            group: clause.group().to_owned(),
            says: says.to_owned(),
            clauses: vec![clause],
            needs: [Need::Credential(Credential::Webhook), Need::Control].into(),
            check: Check::Limit(limit),
        }
    };
    vec![
        case(Limit::Rate, "A full bucket refuses requests until it has leaked; a batch is one request."),
        case(Limit::Operating, "A method is refused above its budget until the oldest minute is over, in a batch too."),
    ]
}

/// Looks how a limit behaves over time. The first departure ends it: what follows depends on it.
pub(crate) async fn check(scope: &mut Scope<'_>, limit: Limit) -> Result<(), Stop> {
    scope.open_portal(&limit.config()).await?;
    let checked = match limit {
        Limit::Rate => rate(scope).await,
        Limit::Operating => operating(scope).await,
    };
    scope.close_portal().await?;
    checked.map(drop)
}

impl Limit {
    fn error(self) -> &'static ErrorClause {
        match self {
            Self::Rate => &error::SYSTEM_QUERY_LIMIT_EXCEEDED,
            Self::Operating => &error::SYSTEM_OPERATION_TIME_LIMIT,
        }
    }

    fn config(self) -> Value {
        let limits = match self {
            Self::Rate => json!({ "rate": { "leak": 2, "threshold": THRESHOLD } }),
            Self::Operating => json!({ "operating": { "limit": 10, "cost": { METHOD: 6 } } }),
        };
        json!({ "clock_start": START, "seed_data": "empty", "limits": limits })
    }
}

/// Fills the bucket, waits for one request to leak, then for all.
async fn rate(scope: &mut Scope<'_>) -> Result<Option<()>, Stop> {
    let batch = records::call("batch", json!({ "cmd": [METHOD, METHOD] }));
    if answered(scope, Limit::Rate, &batch, false).await?.is_none() {
        return Ok(None);
    }
    for (wait, admitted) in [(0.0, THRESHOLD - 1), (0.5, 1), (2.5, THRESHOLD)] {
        advance(scope, wait).await?;
        for number in 0..=admitted {
            if answered(scope, Limit::Rate, &method(METHOD), number == admitted).await?.is_none() {
                return Ok(None);
            }
        }
    }
    Ok(Some(()))
}

/// Uses the budget up, alone and in a batch, and waits until it is free again.
async fn operating(scope: &mut Scope<'_>) -> Result<Option<()>, Stop> {
    let limit = Limit::Operating;
    let batch = records::call("batch", json!({ "cmd": { "crosses": METHOD, "refused": METHOD, "other": OTHER } }));
    if answered(scope, limit, &method(METHOD), false).await?.is_none() {
        return Ok(None);
    }
    let Some(exchange) = answered(scope, limit, &batch, false).await? else { return Ok(None) };
    for (pointer, wanted) in [
        ("/result/result_error/refused/error", Some(json!(limit.error().chosen().code))),
        ("/result/result_error/crosses", None),
        ("/result/result_error/other", None),
    ] {
        let found = exchange.json().and_then(|body| body.pointer(pointer));
        if found != wanted.as_ref() {
            let belongs = wanted.map_or("nothing belongs".to_owned(), |wanted| format!("{wanted} belongs"));
            let found = found.map_or("is missing".to_owned(), |found| format!("is {found}"));
            depart(scope, limit, pointer, format!("{found}; {belongs} there"));
            return Ok(None);
        }
    }
    let reset_at = exchange.json().and_then(|body| body.pointer("/result/result_time/crosses/operating_reset_at"));
    let Some(reset_at) = reset_at.and_then(Value::as_f64) else {
        return Err(Stop::Broke("the sandbox does not say when the budget is free again".to_owned()));
    };
    let start = exchange.json().and_then(|body| body.pointer("/time/start")).and_then(Value::as_f64);
    let wait = reset_at - start.unwrap_or_default();
    for (seconds, call, refused) in [
        (0.0, METHOD, true),
        (0.0, OTHER, false),
        (wait - 1.0, METHOD, true),
        (1.0, METHOD, false),
        (0.0, METHOD, false),
        (0.0, METHOD, true),
    ] {
        advance(scope, seconds).await?;
        if answered(scope, limit, &method(call), refused).await?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(()))
}

async fn advance(scope: &mut Scope<'_>, seconds: f64) -> Result<(), Stop> {
    if seconds == 0.0 {
        return Ok(());
    }
    scope.control_own("clock", &json!({ "advance": seconds })).await
}

/// Sends a call that is to be refused, or not. The answer, or nothing where it was the other way round.
async fn answered(
    scope: &mut Scope<'_>,
    limit: Limit,
    call: &Call,
    refused: bool,
) -> Result<Option<Arc<Exchange>>, Stop> {
    let exchange = scope.send_to_own(call).await?;
    let as_wanted = if refused { judge::is_error(&exchange, limit.error()) } else { result(&exchange).is_some() };
    if as_wanted {
        return Ok(Some(exchange));
    }
    let belongs = if refused { limit.error().chosen().code } else { "a success" };
    depart(scope, limit, "", format!("the answer is {} where {belongs} belongs", summary(&exchange)));
    Ok(None)
}

/// Notes a departure, which all calls so far show together.
fn depart(scope: &mut Scope<'_>, limit: Limit, pointer: &str, message: String) {
    let binds = limit.error().answers.iter().any(|answer| answer.source.binds());
    let steps = (0..scope.len()).collect();
    scope.depart_at(&ClauseId::new(limit.error().id), binds, pointer.to_owned(), message, steps);
}

fn method(name: &str) -> Call {
    records::call(name, json!({}))
}
