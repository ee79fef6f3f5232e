//! What an expectation of the rule grammar finds unmet in an answer. Pure.

use b24_contract::rule::Expectation;
use b24_contract::{AnswerBody, ErrorClause, Exchange, judge};
use regex::Regex;
use serde_json::{Map, Value};

use super::xml;
use crate::json::{Difference, brief, difference, kind, shorten};
use crate::variable::{Variables, substitute, substitute_text, substituted};

/// Something that an answer should have been and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unmet {
    /// JSON pointer into the answer's body; empty for the answer as a whole.
    pub(crate) pointer: String,
    /// What is there and what belongs there.
    pub(crate) message: String,
}

/// Everything that is unmet. `variables` are those of the expectation.
pub(crate) fn unmet(expectation: &Expectation, exchange: &Exchange, variables: &Variables) -> Vec<Unmet> {
    let mut found = Findings { exchange, unmet: Vec::new() };
    if let Some(status) = expectation.status {
        found.status(status);
    }
    if let Some(error) = &expectation.error {
        found.error(error.as_str());
    }
    if expectation.success {
        found.success();
    }
    if let Some(result) = &expectation.result {
        found.result(&substitute(result, variables));
    }
    if let Some(members) = &expectation.contains {
        found.contains(&substituted(members, variables));
    }
    if let Some(members) = &expectation.every {
        found.every(&substituted(members, variables));
    }
    for (entries, wanted) in [(&expectation.includes, true), (&expectation.lacks, false)] {
        for entry in entries {
            found.entry(&substitute(entry, variables), wanted);
        }
    }
    if let Some(count) = expectation.count {
        found.count(count);
    }
    for (pointer, value) in &expectation.values {
        found.value(pointer, &substitute(value, variables));
    }
    for (pointer, names) in &expectation.keys {
        found.keys(pointer, names);
    }
    for pointer in &expectation.present {
        if found.at(pointer).is_none() {
            found.add(pointer, "is missing".to_owned());
        }
    }
    for pointer in &expectation.absent {
        if found.at(pointer).is_some() {
            found.add(pointer, "should not be there".to_owned());
        }
    }
    for (name, pattern) in &expectation.answer_headers {
        found.header(name, pattern);
    }
    if let Some(element) = &expectation.xml {
        found.xml(&substitute_text(element, variables));
    }
    if expectation.empty_body && *exchange.body() != AnswerBody::Empty {
        found.add("", "the answer has a body".to_owned());
    }
    found.unmet
}

struct Findings<'a> {
    exchange: &'a Exchange,
    unmet: Vec<Unmet>,
}

impl<'a> Findings<'a> {
    fn add(&mut self, pointer: &str, message: String) {
        self.unmet.push(Unmet { pointer: pointer.to_owned(), message });
    }

    fn body(&self) -> Option<&'a Value> {
        self.exchange.json()
    }

    fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.body().and_then(|body| body.pointer(pointer))
    }

    /// The result, or a finding that there is none.
    fn some_result(&mut self) -> Option<&'a Value> {
        let result = self.body().and_then(|body| body.get("result"));
        if result.is_none() {
            self.add("/result", format!("is missing; the answer is {}", summary(self.exchange)));
        }
        result
    }

    fn status(&mut self, status: u16) {
        if self.exchange.status() != status {
            self.add("", format!("the status is {} instead of {status}", self.exchange.status()));
        }
    }

    fn error(&mut self, id: &str) {
        let Some(clause) = ErrorClause::by_id(id) else {
            return self.add("", format!("the contract has no error {id}"));
        };
        if !judge::is_error(self.exchange, clause) {
            let chosen = clause.chosen();
            self.add(
                "",
                format!(
                    "the answer is {} instead of the error {id}, such as HTTP {} {:?} {:?}",
                    summary(self.exchange),
                    chosen.status,
                    chosen.code,
                    chosen.text
                ),
            );
        }
    }

    fn success(&mut self) {
        let body = self.body();
        let has = |name| body.is_some_and(|body| body.get(name).is_some());
        if !(200..300).contains(&self.exchange.status()) || !has("result") || has("error") {
            self.add("", format!("the answer is {} instead of a success", summary(self.exchange)));
        }
    }

    fn result(&mut self, expected: &Value) {
        let Some(result) = self.some_result() else { return };
        if let Some(difference) = difference(expected, result) {
            self.add(&format!("/result{}", difference.pointer), difference.message);
        }
    }

    fn contains(&mut self, wanted: &Map<String, Value>) {
        let Some(result) = self.some_result() else { return };
        let found = match result {
            Value::Array(entries) => entries.iter().any(|entry| lacks(entry, wanted).is_none()),
            other => lacks(other, wanted).is_none(),
        };
        if !found {
            let wanted = brief(&Value::Object(wanted.clone()));
            self.add("/result", format!("has nothing with {wanted}; it is {}", kind(result)));
        }
    }

    fn every(&mut self, wanted: &Map<String, Value>) {
        let Some(result) = self.some_result() else { return };
        let Value::Array(entries) = result else {
            return self.add("/result", format!("is {} instead of a list", kind(result)));
        };
        let first = entries.iter().enumerate().find_map(|(place, entry)| Some((place, lacks(entry, wanted)?)));
        if let Some((place, difference)) = first {
            self.add(&format!("/result/{place}{}", difference.pointer), difference.message);
        }
    }

    /// Whether an entry stands in the result, which is a list.
    fn entry(&mut self, entry: &Value, wanted: bool) {
        let Some(result) = self.some_result() else { return };
        let Value::Array(entries) = result else {
            return self.add("/result", format!("is {} instead of a list", kind(result)));
        };
        let has = entries.iter().any(|found| difference(entry, found).is_none());
        if has != wanted {
            let message = if wanted { "is missing among" } else { "should not be among" };
            self.add("/result", format!("{} {message} the {} entries", brief(entry), entries.len()));
        }
    }

    fn value(&mut self, pointer: &str, expected: &Value) {
        match self.at(pointer) {
            None => self.add(
                pointer,
                format!("is missing; it should be {}; the answer is {}", brief(expected), summary(self.exchange)),
            ),
            Some(value) => {
                if let Some(difference) = difference(expected, value) {
                    self.add(&format!("{pointer}{}", difference.pointer), difference.message);
                }
            }
        }
    }

    fn keys(&mut self, pointer: &str, names: &[String]) {
        let found = match self.at(pointer) {
            None => return self.add(pointer, format!("is missing; the answer is {}", summary(self.exchange))),
            Some(Value::Object(members)) => members.keys().cloned().collect::<Vec<String>>(),
            Some(value) => return self.add(pointer, format!("is {} instead of an object", kind(value))),
        };
        if found != names {
            self.add(pointer, format!("has the members {} instead of {}", found.join(", "), names.join(", ")));
        }
    }

    fn count(&mut self, count: usize) {
        let Some(result) = self.some_result() else { return };
        let entries = match result {
            Value::Array(entries) => entries.len(),
            Value::Object(members) => members.len(),
            _ => return self.add("/result", format!("is {} instead of {count} entries", kind(result))),
        };
        if entries != count {
            self.add("/result", format!("has {entries} entries instead of {count}"));
        }
    }

    fn header(&mut self, name: &str, pattern: &str) {
        let Ok(regex) = Regex::new(pattern) else {
            return self.add("", format!("the contract's pattern {pattern:?} is no regular expression"));
        };
        match self.exchange.header(&name.to_lowercase()) {
            Some(value) if regex.is_match(value) => {}
            Some(value) => self.add("", format!("the header {name} is {value:?}, which does not match {pattern:?}")),
            None => self.add("", format!("the header {name} is missing")),
        }
    }

    fn xml(&mut self, element: &str) {
        let AnswerBody::Text(text) = self.exchange.body() else {
            return self.add("", format!("the answer is {} instead of XML", summary(self.exchange)));
        };
        let answer = match xml::parse(text) {
            Ok(answer) => answer,
            Err(reason) => return self.add("", format!("the answer is no XML: {reason}")),
        };
        let wanted = match xml::parse(element) {
            Ok(wanted) => wanted,
            Err(reason) => return self.add("", format!("the contract's element {element:?} is no XML: {reason}")),
        };
        if answer.name() != "response" {
            return self.add("", format!("the root element is {} instead of response", answer.name()));
        }
        match answer.child(wanted.name()) {
            Some(child) if *child == wanted => {}
            Some(child) => {
                let message = format!("is {} instead of {}", shorten(&child.to_text(), 200), wanted.to_text());
                self.add(&format!("/{}", wanted.name()), message);
            }
            None => self.add(&format!("/{}", wanted.name()), "is missing below response".to_owned()),
        }
    }
}

/// The first of these members that a value does not have as it should.
fn lacks(value: &Value, wanted: &Map<String, Value>) -> Option<Difference> {
    wanted.iter().find_map(|(name, expected)| {
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        match value.get(name) {
            None => Some(Difference { pointer, message: format!("is missing; it should be {}", brief(expected)) }),
            Some(member) => difference(expected, member)
                .map(|found| Difference { pointer: format!("{pointer}{}", found.pointer), ..found }),
        }
    })
}

/// `error` and `error_description` of an answer that is an error.
fn error_of(exchange: &Exchange) -> Option<(&str, &str)> {
    let body = exchange.json()?;
    let code = body.get("error")?.as_str()?;
    Some((code, body.get("error_description").and_then(Value::as_str).unwrap_or_default()))
}

/// An answer in a few words.
pub(crate) fn summary(exchange: &Exchange) -> String {
    match (error_of(exchange), exchange.body()) {
        (Some((code, text)), _) => format!("HTTP {} {code:?} {text:?}", exchange.status()),
        (None, AnswerBody::Json(_)) => format!("HTTP {} with JSON", exchange.status()),
        (None, AnswerBody::Text(_)) => format!("HTTP {} with text that is no JSON", exchange.status()),
        (None, AnswerBody::Binary(bytes)) => format!("HTTP {} with {bytes} bytes that are no text", exchange.status()),
        (None, AnswerBody::Empty) => format!("HTTP {} without a body", exchange.status()),
    }
}

#[cfg(test)]
mod tests;
