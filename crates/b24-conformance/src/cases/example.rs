//! Documented payloads: valid, kept by the client's types, and accepted by the portal.

use b24_contract::rule::{Call, Credential};
use b24_contract::{ClauseId, Contract, Effect, ErrorClause, Example, ExampleKind, Method, judge, php};
use serde_json::Value;

use crate::case::{Case, Check, needs_of_call};
use crate::json::difference;
use crate::scope::{Scope, Stop};
use crate::wire::form_text;

/// The cases of all documented payloads.
pub(crate) fn plan(contract: &Contract) -> Vec<Case> {
    contract.examples.iter().flat_map(|example| [Some(kept(example)), sent(example)]).flatten().collect()
}

fn kept(example: &Example) -> Case {
    Case {
        id: example.id.to_string(),
        group: example.method.clone(),
        says: format!("The documented {} is valid and survives a round trip", kind(example)),
        clauses: clauses(example),
        needs: [].into(),
        check: Check::Example(example.clone()),
    }
}

/// The calls of methods that read are sent too; whatever the contract allows as an answer passes.
fn sent(example: &Example) -> Option<Case> {
    let method = Method::parse(&example.method)?;
    let reads = method.row().effect == Effect::Read;
    let plain = example.payload.get("auth").is_none();
    (example.kind == ExampleKind::Request && reads && plain).then(|| Case {
        id: format!("{}/sent", example.id),
        group: example.method.clone(),
        says: "The documented request gets an answer that the contract allows".to_owned(),
        clauses: clauses(example),
        needs: needs_of_call(&call(example)),
        check: Check::Sent(example.clone()),
    })
}

fn kind(example: &Example) -> &'static str {
    match example.kind {
        ExampleKind::Request => "request",
        ExampleKind::Answer => "answer",
        ExampleKind::Result => "result",
        ExampleKind::Error => "error",
    }
}

fn clauses(example: &Example) -> Vec<ClauseId> {
    let component = match example.kind {
        ExampleKind::Request => format!("{}.params", example.method),
        ExampleKind::Answer => format!("{}.answer", example.method),
        ExampleKind::Result => format!("{}.result", example.method),
        ExampleKind::Error => "ErrorEnvelope".to_owned(),
    };
    std::iter::once(ClauseId::of_schema(&component, "")).chain(example.clause.clone()).collect()
}

fn call(example: &Example) -> Call {
    let params = example.payload.as_object().cloned().unwrap_or_default();
    Call { call: example.method.clone(), params, credential: Credential::Webhook, ..Call::default() }
}

/// Sends the documented request. The judge alone decides: the portal's data need not be the documentation's.
pub(crate) async fn send(scope: &mut Scope<'_>, example: &Example) -> Result<(), Stop> {
    let answer = scope.send(&call(example)).await?;
    if let Some(error) = judge::error_of(&answer) {
        scope.remark(format!("answered with the error {}", error.id));
    }
    Ok(())
}

/// Looks at the payload without a portal. What is wrong then is wrong in this project.
pub(crate) fn check(example: &Example) -> Result<(), Stop> {
    let method = Method::parse(&example.method)
        .ok_or_else(|| Stop::Broke(format!("the contract has no method {}", example.method)))?;
    match example.kind {
        ExampleKind::Request => check_request(method, &example.payload),
        ExampleKind::Answer => {
            valid(judge::value(&format!("{method}.answer"), &example.payload))?;
            survives(method, &example.payload)
        }
        ExampleKind::Result => {
            valid(judge::value(&format!("{method}.result"), &example.payload))?;
            survives(method, &serde_json::json!({ "result": example.payload }))
        }
        ExampleKind::Error => {
            valid(judge::value("ErrorEnvelope", &example.payload))?;
            survives(method, &example.payload)?;
            check_clause(example)
        }
    }
}

/// A request is valid, and still says the same after a trip through this suite's encoder and the contract's decoder.
/// A form carries text only, so what comes back is written down again and compared as text.
fn check_request(method: Method, payload: &Value) -> Result<(), Stop> {
    let mut params = payload.as_object().cloned().unwrap_or_default();
    params.remove("auth");
    valid(judge::request(method, &Value::Object(params.clone())))?;
    let form = form_text(&params);
    let decoded = php::parse_query(&form).map_err(|error| Stop::Broke(format!("as a form: {error}")))?;
    let again = form_text(&decoded);
    if again != form {
        return Err(Stop::Broke(format!("as a form it becomes {again} instead of {form}")));
    }
    valid(judge::request(method, &Value::Object(decoded)))
}

fn check_clause(example: &Example) -> Result<(), Stop> {
    let Some(clause) = example.clause.as_ref().and_then(|id| ErrorClause::by_id(id.as_str())) else {
        return Ok(());
    };
    let text = |name: &str| example.payload.get(name).and_then(Value::as_str).unwrap_or_default();
    if clause.matches(example.status.unwrap_or_default(), text("error"), text("error_description")) {
        Ok(())
    } else {
        Err(Stop::Broke(format!("the payload is not the error {}", clause.id)))
    }
}

fn valid(findings: Vec<judge::Finding>) -> Result<(), Stop> {
    match findings.first() {
        None => Ok(()),
        Some(finding) => Err(Stop::Broke(format!(
            "the payload breaks {} at {:?}: {}",
            finding.clause, finding.pointer, finding.message
        ))),
    }
}

/// The client's types give back what they were given.
pub(crate) fn survives(method: Method, payload: &Value) -> Result<(), Stop> {
    let again = b24_client::round_trip(method, payload)
        .map_err(|error| Stop::Broke(format!("the client cannot decode it: {error}")))?;
    same(payload, &again)
}

fn same(before: &Value, after: &Value) -> Result<(), Stop> {
    match difference(before, after) {
        None => Ok(()),
        Some(difference) => {
            Err(Stop::Broke(format!("after the round trip {} {}", difference.pointer, difference.message)))
        }
    }
}
