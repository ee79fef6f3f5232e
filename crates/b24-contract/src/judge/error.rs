//! Judges an error answer: is it one that the contract knows?

use serde_json::Value;

use super::{Finding, schema};
use crate::{ErrorAnswer, ErrorClause, ErrorCode, Exchange, Method};

/// An error as it came.
pub(super) struct Sent<'a> {
    status: u16,
    code: &'a str,
    text: &'a str,
}

/// Everything that is wrong with a body that has the member `error`.
pub(super) fn judge(exchange: &Exchange, body: &Value) -> Vec<Finding> {
    let mut findings = schema::judge("ErrorEnvelope", body);
    if body.get("time").is_some() {
        findings.push(Finding::on("protocol/errors/no-time", "/time", "an error with `time`"));
    }
    let sent = Sent::of(exchange);
    // A source may show an error under a status of success; then that is one of the error's answers.
    if exchange.status() < 400 && !sent.as_ref().is_some_and(|sent| sent.is_known(exchange)) {
        let message = format!("an error under status {} where 400 or more belongs", exchange.status());
        findings.push(Finding::on("protocol/errors/status", "", message));
    }
    findings.extend(sent.and_then(|sent| sent.unknown(exchange)));
    findings
}

impl<'a> Sent<'a> {
    /// The error of an answer; `None` when it is none, or is so badly formed that it has no code or text.
    pub(super) fn of(exchange: &'a Exchange) -> Option<Self> {
        let body = exchange.json()?;
        let member = |name: &str| body.get(name).and_then(Value::as_str);
        Some(Self { status: exchange.status(), code: member("error")?, text: member("error_description")? })
    }

    /// Whether any source of the clause describes the error so.
    pub(super) fn is(&self, clause: &ErrorClause) -> bool {
        clause.matches(self.status, self.code, self.text)
    }

    /// Whether it is one of the method's errors, as any source describes it.
    fn is_known(&self, exchange: &Exchange) -> bool {
        ErrorClause::of_method(exchange.method()).any(|clause| self.is(clause))
    }

    /// Whether the error came in just the words of this answer.
    pub(super) fn is_answer(&self, answer: &ErrorAnswer) -> bool {
        answer.status == self.status && self.has_code(answer) && answer.has_text(self.text)
    }

    fn has_code(&self, answer: &ErrorAnswer) -> bool {
        ErrorCode::new(self.code) == answer.code
    }

    /// The finding of an error that is none of the method's. One that differs from just one of them in just one part,
    /// be it status, code or text, is taken for that one.
    fn unknown(&self, exchange: &Exchange) -> Option<Finding> {
        if self.is_known(exchange) {
            return None;
        }
        let candidates: Vec<_> = ErrorClause::of_method(exchange.method()).collect();
        let Self { status, code, text } = self;
        let tells = !code.is_empty();
        let has_text = |clause: &ErrorClause, answer: &ErrorAnswer| answer.has_text(text) || clause.any_text && tells;
        if let Some(clause) = nearest(&candidates, |clause, answer| self.has_code(answer) && has_text(clause, answer)) {
            // Under a status of success it is the status that has been found fault with already.
            let documented = listed(clause, |answer| answer.status.to_string());
            return (*status >= 400)
                .then(|| Finding::on(clause.id, "", format!("status {status} where {documented} belongs")));
        }
        let method = Method::parse(exchange.method())?;
        let same_status = |answer: &ErrorAnswer| answer.status == *status;
        if let Some(clause) = nearest(&candidates, |_, answer| tells && same_status(answer) && self.has_code(answer)) {
            let documented = listed(clause, |answer| format!("{:?}", answer.text));
            return Some(Finding::on(
                clause.id,
                "/error_description",
                format!("text {text:?} where {documented} belongs"),
            ));
        }
        if let Some(clause) = nearest(&candidates, |_, answer| same_status(answer) && answer.has_text(text)) {
            let documented = listed(clause, |answer| format!("{:?}", answer.code));
            return Some(Finding::on(clause.id, "/error", format!("code {code:?} where {documented} belongs")));
        }
        let message = format!("{method} has no error of status {status}, code {code:?} and text {text:?}");
        Some(Finding::on("protocol/errors/known", "", message))
    }
}

/// The only candidate that has an answer like this.
fn nearest(
    candidates: &[&'static ErrorClause],
    like: impl Fn(&ErrorClause, &ErrorAnswer) -> bool,
) -> Option<&'static ErrorClause> {
    let mut near = candidates.iter().filter(|clause| clause.answers.iter().any(|answer| like(clause, answer)));
    let first = near.next().copied();
    if near.next().is_some() { None } else { first }
}

/// One part of each of a clause's answers, once each.
fn listed(clause: &ErrorClause, part: impl Fn(&ErrorAnswer) -> String) -> String {
    let mut parts: Vec<String> = Vec::new();
    for answer in clause.answers {
        let part = part(answer);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(" or ")
}
