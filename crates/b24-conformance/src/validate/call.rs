//! A call taken apart: itself, and each command if it is a batch, with what the judge finds in each.

use std::collections::BTreeMap;

use b24_contract::judge::{self, Finding};
use b24_contract::{ErrorClause, Exchange, Method, batch};
use serde_json::Value;

use crate::source::Side;

/// A call, or a command of a batch.
pub(super) struct Call {
    /// Method name as it was sent.
    pub(super) method: String,
    /// Whether it is a command of a batch.
    pub(super) in_batch: bool,
    /// Whether there is an answer to it.
    pub(super) answered: bool,
    /// What went wrong, if it did: id of the error's clause, or what else it looks like.
    pub(super) error: Option<String>,
    /// What the judge found, with pointers into the parameters and the answer of the whole call.
    pub(super) findings: Vec<(Side, Finding)>,
}

/// Takes a call apart.
pub(super) fn taken_apart(exchange: &Exchange, requests: bool, answers: bool) -> Vec<Call> {
    let mut own = Call {
        method: exchange.method().to_owned(),
        in_batch: false,
        answered: true,
        error: answers.then(|| error(exchange)).flatten(),
        findings: if requests { requested(exchange.method(), exchange.params(), "") } else { Vec::new() },
    };
    let commands = commands(exchange, requests, answers);
    if answers {
        let of_commands = |finding: &Finding| {
            commands.iter().any(|command| command.findings.iter().any(|(_, known)| known == finding))
        };
        let findings = judge::judge(exchange).into_iter().filter(|finding| !of_commands(finding));
        own.findings.extend(findings.map(|finding| (Side::Answer, finding)));
    }
    std::iter::once(own).chain(commands).collect()
}

/// The commands of a batch: those that ran with their answers, the others with their parameters only.
fn commands(exchange: &Exchange, requests: bool, answers: bool) -> Vec<Call> {
    if Method::parse(exchange.method()).is_none_or(|method| method.name() != "batch") {
        return Vec::new();
    }
    let mut ran: BTreeMap<String, _> =
        batch::unfold(exchange).into_iter().map(|command| (command.key.clone(), command)).collect();
    let mut members = exchange.params().as_object().into_iter().flatten();
    let cmd = members.rfind(|(name, _)| name.eq_ignore_ascii_case("cmd")).map(|(_, cmd)| cmd);
    let mut calls = Vec::new();
    for entry in cmd.and_then(batch::commands).into_iter().flatten() {
        let Ok(command) = entry.command else { continue };
        let pointer = format!("/cmd/{}", entry.key.replace('~', "~0").replace('/', "~1"));
        let run = ran.remove(&entry.key);
        let params = Value::Object(command.params);
        let params = run.as_ref().map_or(&params, |run| run.exchange.params());
        // A reference that leads nowhere stands for a value that nobody knows.
        let is_known = !params.to_string().contains("$result[");
        let mut findings = Vec::new();
        if requests && is_known {
            findings.extend(requested(&command.method, params, &pointer));
        }
        let judged = run.as_ref().filter(|_| answers);
        if let Some(run) = judged {
            let placed = |finding: Finding| Finding { pointer: run.pointer_in_batch(&finding.pointer), ..finding };
            findings.extend(judge::judge(&run.exchange).into_iter().map(|finding| (Side::Answer, placed(finding))));
        }
        calls.push(Call {
            method: command.method,
            in_batch: true,
            answered: run.is_some(),
            error: judged.and_then(|run| error(&run.exchange)),
            findings,
        });
    }
    calls
}

/// What the judge finds in parameters; nothing for a method that the contract does not describe.
fn requested(method: &str, params: &Value, pointer: &str) -> Vec<(Side, Finding)> {
    let Some(method) = Method::parse(method) else { return Vec::new() };
    let placed = |finding: Finding| Finding { pointer: format!("{pointer}{}", finding.pointer), ..finding };
    judge::request(method, params).into_iter().map(|finding| (Side::Request, placed(finding))).collect()
}

/// What an answer says went wrong.
fn error(exchange: &Exchange) -> Option<String> {
    let known = judge::error_of(exchange).map(|clause: &ErrorClause| clause.id.to_owned());
    known.or_else(|| match exchange.json() {
        Some(body) if body.get("error").is_some() => Some(format!("unknown, HTTP {}", exchange.status())),
        Some(_) if exchange.status() < 400 => None,
        Some(_) => Some(format!("HTTP {} without an error", exchange.status())),
        None if exchange.status() < 300 => None,
        None => Some(format!("HTTP {} without JSON", exchange.status())),
    })
}
