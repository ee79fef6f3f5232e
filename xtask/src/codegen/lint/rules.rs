//! Rules and provocations speak of things that exist: variables made before, errors of the catalogue, valid patterns.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use super::{Finding, token};
use crate::codegen::load::{Document, Spec};
use crate::codegen::model::Contract;

/// Findings of this family.
pub(super) fn findings(spec: &Spec, contract: &Contract) -> Vec<Finding> {
    let known: BTreeSet<&str> = contract.all_errors().map(|(_, error)| error.id.as_str()).collect();
    let mut findings = Vec::new();
    let rules = spec.methods.iter().filter_map(|method| method.rules.as_ref());
    for document in spec.protocol.iter().chain(rules) {
        for (index, rule) in document.value.as_array().into_iter().flatten().enumerate() {
            Check::new(document, &known, &mut findings).rule(rule, &format!("/{index}"));
        }
    }
    let operations = spec.methods.iter().map(|method| (&method.operation, "/errors"));
    for (document, pointer) in std::iter::once((&spec.errors, "")).chain(operations) {
        let errors = document.value.pointer(pointer).and_then(Value::as_array);
        for (index, error) in errors.into_iter().flatten().enumerate() {
            let at = format!("{pointer}/{index}/provoke");
            let mut check = Check::new(document, &known, &mut findings);
            check.given(&error["provoke"], &at);
            check.call(&error["provoke"], &at);
        }
    }
    findings
}

/// One rule or provocation while it is read in order.
struct Check<'a> {
    document: &'a Document,
    errors: &'a BTreeSet<&'a str>,
    companies: BTreeSet<String>,
    contacts: BTreeSet<String>,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Check<'a> {
    fn new(document: &'a Document, errors: &'a BTreeSet<&'a str>, findings: &'a mut Vec<Finding>) -> Self {
        Self { document, errors, companies: BTreeSet::new(), contacts: BTreeSet::new(), findings }
    }

    fn report(&mut self, pointer: &str, message: String) {
        self.findings.push(Finding::at(self.document, pointer, message));
    }

    fn rule(&mut self, rule: &Value, pointer: &str) {
        self.given(rule, pointer);
        self.call(&rule["when"], &format!("{pointer}/when"));
        self.then(&rule["then"], &format!("{pointer}/then"));
        for (index, alternative) in rule["alternatives"].as_array().into_iter().flatten().enumerate() {
            self.then(&alternative["then"], &format!("{pointer}/alternatives/{index}/then"));
        }
    }

    fn given(&mut self, owner: &Value, pointer: &str) {
        for (index, record) in owner["given"].as_array().into_iter().flatten().enumerate() {
            let here = format!("{pointer}/given/{index}");
            self.variables(&record["fields"], &format!("{here}/fields"));
            let name = |member: &str| record[member].as_str().map(str::to_owned);
            if let Some(name) = name("company") {
                self.defined(&name, &here);
                self.companies.insert(name);
            }
            if let Some(name) = name("contact") {
                self.defined(&name, &here);
                self.contacts.insert(name);
            }
            if let Some(link) = record["link"].as_array() {
                let ends = [(&self.companies, "company"), (&self.contacts, "contact")];
                let wrong = link.iter().zip(ends).filter_map(|(end, (made, kind))| {
                    let name = end.as_str().unwrap_or_default();
                    (!made.contains(name))
                        .then(|| format!("{name} is no {kind} made before; a link is [company, contact]"))
                });
                for message in wrong.collect::<Vec<_>>() {
                    self.report(&format!("{here}/link"), message);
                }
            }
        }
    }

    fn defined(&mut self, name: &str, pointer: &str) {
        if self.is_made(name) {
            self.report(pointer, format!("{name} is made twice"));
        }
    }

    fn is_made(&self, name: &str) -> bool {
        self.companies.contains(name) || self.contacts.contains(name)
    }

    fn then(&mut self, then: &Value, pointer: &str) {
        for (index, expectation) in then.as_array().into_iter().flatten().enumerate() {
            let here = format!("{pointer}/{index}");
            self.call(expectation, &here);
            for member in ["result", "contains"] {
                self.variables(&expectation[member], &format!("{here}/{member}"));
            }
            if let Some(error) = expectation["error"].as_str()
                && !self.errors.contains(error)
            {
                self.report(&format!("{here}/error"), format!("no error has the id {error:?}"));
            }
            for (name, pattern) in expectation["answer-headers"].as_object().into_iter().flatten() {
                if Regex::new(pattern.as_str().unwrap_or_default()).is_err() {
                    let pointer = format!("{here}/answer-headers/{}", token(name));
                    self.report(&pointer, format!("{pattern} is no regular expression"));
                }
            }
        }
    }

    /// Parameters, and what is sent as it stands.
    fn call(&mut self, call: &Value, pointer: &str) {
        self.variables(&call["params"], &format!("{pointer}/params"));
        for member in ["body", "query"] {
            let text = call[member].as_str().unwrap_or_default();
            for part in text.split('$').skip(1) {
                let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
                self.variables(&Value::String(format!("${name}")), &format!("{pointer}/{member}"));
            }
        }
    }

    /// Every text that looks like a variable, in keys and values, was made before.
    fn variables(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::String(text) if is_variable(text) && !self.is_made(text) => {
                self.report(pointer, format!("{text} is not made in `given`"));
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.variables(item, &format!("{pointer}/{index}"));
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    self.variables(member, &format!("{pointer}/{}", token(key)));
                }
            }
            _ => {}
        }
    }
}

fn is_variable(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds_typed, spec};

    #[test]
    fn rules_speak_of_what_exists() {
        let rules = "methods/a.get/rules.yaml";
        let cases = [
            ("unknown variable", spec().replaced(rules, "params: { id: $c }", "params: { id: $x }")),
            ("unknown variable in a result", spec().replaced(rules, "CONTACT_ID: $a", "CONTACT_ID: $b")),
            ("unknown variable in a body", spec().replaced(rules, "params: { id: $c }", "body: id=$c&x=$x&price=$5")),
            ("made twice", spec().replaced(rules, "{ contact: $a }", "{ contact: $c }")),
            ("link the wrong way round", spec().replaced(rules, "link: [$c, $a]", "link: [$a, $c]")),
            ("unknown error", spec().replaced(rules, "status: 200", "error: a.get/no-such-error")),
            ("broken pattern", spec().replaced(rules, "status: 200", "answer-headers: { allow: '[GET' }")),
            (
                "provoked with nothing",
                spec().replaced("methods/a.get/method.yaml", "params: { id: 0 }", "params: { id: $c }"),
            ),
        ];
        insta::assert_snapshot!(finds_typed(super::findings, cases));
    }
}
