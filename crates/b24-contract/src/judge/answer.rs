//! Judges an answer as a whole: content type, JSON, success or error.

use serde_json::Value;

use super::{Finding, error, schema, time};
use crate::{AnswerBody, Exchange, Method};

/// Everything that is wrong with an answer.
pub(super) fn judge(exchange: &Exchange) -> Vec<Finding> {
    if ["HEAD", "OPTIONS"].iter().any(|verb| exchange.verb().eq_ignore_ascii_case(verb)) {
        return Vec::new();
    }
    if wants_xml(exchange.target()) {
        return content_type(exchange, "text/xml; charset=utf-8").into_iter().collect();
    }
    let AnswerBody::Json(body) = exchange.body() else { return vec![no_json(exchange)] };
    let mut findings = Vec::from_iter(content_type(exchange, "application/json; charset=utf-8"));
    findings.extend(if body.get("error").is_some() {
        error::judge(exchange, body)
    } else if exchange.status() >= 400 && body.get("result").is_none() {
        schema::judge("ErrorEnvelope", body)
    } else {
        success(exchange, body)
    });
    findings
}

fn success(exchange: &Exchange, body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    if exchange.status() != 200 {
        let message = format!("a success under status {} where 200 belongs", exchange.status());
        findings.push(Finding::on("protocol/errors/status", "", message));
    }
    if !body.is_object() {
        findings.push(Finding::on("SuccessEnvelope#", "", "JSON that is no object where an object belongs"));
        return findings;
    }
    findings.extend(match Method::parse(exchange.method()) {
        Some(method) => schema::judge(&format!("{method}.answer"), body),
        None => schema::judge("SuccessEnvelope", body),
    });
    if let Some(time) =
        body.get("time").filter(|_| findings.iter().all(|finding| !finding.pointer.starts_with("/time")))
    {
        findings.extend(time::judge(time));
    }
    findings
}

/// The finding of a body that is no JSON.
fn no_json(exchange: &Exchange) -> Finding {
    let found = match exchange.body() {
        AnswerBody::Empty => "an empty body".to_owned(),
        AnswerBody::Binary(length) => format!("{length} bytes that are no UTF-8"),
        AnswerBody::Text(text) if text.trim_start().starts_with('<') => "markup".to_owned(),
        AnswerBody::Text(_) | AnswerBody::Json(_) => "text that is no JSON".to_owned(),
    };
    let message = format!("{found} under status {} where JSON belongs", exchange.status());
    Finding::on("protocol/answer/json", "", message)
}

/// The finding of a wrong content type. Without any header, as in a payload that was saved without them, there is none.
fn content_type(exchange: &Exchange, expected: &str) -> Option<Finding> {
    let same = |found: &str| bare(found) == bare(expected);
    let message = match exchange.header("content-type") {
        Some(found) if same(found) => return None,
        Some(found) => format!("`{found}` where `{expected}` belongs"),
        None if exchange.has_headers() => format!("no content type where `{expected}` belongs"),
        None => return None,
    };
    Some(Finding::on("protocol/answer/content-type", "", message))
}

/// A content type without letter case, blanks and quotes, which do not change its meaning.
fn bare(content_type: &str) -> String {
    content_type.chars().filter(|c| !c.is_whitespace() && *c != '"').collect::<String>().to_ascii_lowercase()
}

/// Whether the target asks for XML, whatever its query.
fn wants_xml(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.to_ascii_lowercase().ends_with(".xml")
}
