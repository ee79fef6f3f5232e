//! Errors: each is brought about for real where a request can, and planted through a sandbox's control interface.

use std::collections::BTreeSet;

use b24_contract::rule::{Call, Credential};
use b24_contract::{
    ClauseId, Contract, Effect, ErrorClause, ErrorCode, ErrorEntry, Example, ExampleKind, Exchange, Method, judge,
};
use serde_json::{Map, Value};

use crate::case::{Case, Check, needs_of_call, needs_of_given};
use crate::rule::summary;
use crate::scope::{Scope, Stop};
use crate::target::Need;

/// The cases of all errors.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    contract.errors.iter().flat_map(|entry| [provoked(entry), planted(contract, entry)]).flatten().collect()
}

fn provoked(entry: &ErrorEntry) -> Option<Case> {
    let provocation = entry.provoke.as_ref()?;
    let mut needs = needs_of_given(&provocation.given);
    needs.extend(needs_of_call(&provocation.call));
    Some(case(entry, "provoked", needs, Check::Provoked(entry.clone())))
}

/// An error of the method's own is planted as the answer to that method, any other as the answer to one that reads.
fn planted(contract: &Contract, entry: &ErrorEntry) -> Option<Case> {
    let method = match &entry.method {
        Some(name) => Method::parse(name)?,
        None => Method::ALL.iter().copied().find(|method| method.row().effect == Effect::Read)?,
    };
    let mut needs = needs_of_call(&sample_call(contract, method));
    needs.insert(Need::Control);
    Some(case(entry, "planted", needs, Check::Planted(entry.clone(), method)))
}

fn case(entry: &ErrorEntry, how: &str, needs: BTreeSet<Need>, check: Check) -> Case {
    let when = ErrorClause::by_id(entry.id.as_str()).map(|clause| clause.when).unwrap_or_default();
    Case {
        id: format!("{}/{how}", entry.id),
        group: entry.id.group().to_owned(),
        says: when.to_owned(),
        clauses: vec![entry.id.clone()],
        needs,
        check,
    }
}

/// A call of a method as its documentation shows it.
pub(crate) fn sample_call(contract: &Contract, method: Method) -> Call {
    let is_request = |example: &&Example| {
        example.kind == ExampleKind::Request && example.method == method.name() && example.payload.get("auth").is_none()
    };
    let params = match contract.examples.iter().find(is_request).map(|example| &example.payload) {
        Some(Value::Object(members)) => members.clone(),
        _ => Map::new(),
    };
    Call { call: method.name().to_owned(), params, credential: Credential::Webhook, ..Call::default() }
}

/// Brings the error about and looks whether it is the one.
pub(crate) async fn provoke(scope: &mut Scope<'_>, entry: &ErrorEntry) -> Result<(), Stop> {
    let Some(provocation) = &entry.provoke else {
        return Err(Stop::Broke("the error has no request that meets it".to_owned()));
    };
    scope.make(&provocation.given).await?;
    let exchange = scope.send(&provocation.call).await?;
    if recognised(scope, &entry.id, &exchange)? {
        let clause = clause(&entry.id)?;
        match clause.answers.len() {
            1 => {}
            _ if clause.any_text => scope.fits(format!("HTTP {}", exchange.status())),
            _ => scope.fits(summary(&exchange)),
        }
    }
    Ok(())
}

/// Plants every answer that a source gives for the error and looks whether the judge recognises each, and whether the
/// client reports it as it came.
pub(crate) async fn plant(
    scope: &mut Scope<'_>,
    contract: &Contract,
    entry: &ErrorEntry,
    method: Method,
) -> Result<(), Stop> {
    let clause = clause(&entry.id)?;
    let call = sample_call(contract, method);
    for answer in 0..clause.answers.len() {
        scope.plant(clause.id, answer).await?;
        let exchange = scope.send(&call).await?;
        if !recognised(scope, &entry.id, &exchange)? {
            continue;
        }
        scope.plant(clause.id, answer).await?;
        let reported = scope.wire().call_client(&call).await.map_err(Stop::Broke)?;
        kept(&exchange, &reported)?;
    }
    Ok(())
}

/// The client's error holds status, code and text as they came, and knows the clause.
fn kept(exchange: &Exchange, reported: &b24_client::Error) -> Result<(), Stop> {
    let member = |name| exchange.json().and_then(|body| body.get(name)).and_then(Value::as_str);
    let sent = (Some(exchange.status()), member("error"), member("error_description"));
    let told = (reported.status(), reported.code().map(ErrorCode::as_str), reported.description());
    if sent != told {
        return Err(Stop::Broke(format!("the client reports {told:?} instead of {sent:?}")));
    }
    match reported.clause() {
        Some(clause) if judge::is_error(exchange, clause) => Ok(()),
        Some(clause) => Err(Stop::Broke(format!("the client takes the error for {}", clause.id))),
        None => Err(Stop::Broke("the client knows no clause for the error".to_owned())),
    }
}

/// Whether the answer is the error; if not, that is a departure.
fn recognised(scope: &mut Scope<'_>, id: &ClauseId, exchange: &Exchange) -> Result<bool, Stop> {
    let clause = clause(id)?;
    let is_error = judge::is_error(exchange, clause);
    if !is_error {
        let binds = clause.answers.iter().any(|answer| answer.source.binds());
        let chosen = clause.chosen();
        let wanted = format!("HTTP {} {:?} {:?}", chosen.status, chosen.code, chosen.text);
        scope.depart(id, binds, String::new(), format!("the answer is {} instead of {wanted}", summary(exchange)));
    }
    Ok(is_error)
}

fn clause(id: &ClauseId) -> Result<&'static ErrorClause, Stop> {
    ErrorClause::by_id(id.as_str()).ok_or_else(|| Stop::Broke(format!("the contract has no error {id}")))
}
