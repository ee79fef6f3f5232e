//! Rules and provocations speak of things that exist: variables made before, errors of the catalogue, valid patterns.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::{Map, Value};

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
    known: BTreeMap<String, Stands>,
    findings: &'a mut Vec<Finding>,
}

/// What a variable stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Company,
    Contact,
    /// Something taken from an answer, whatever it is.
    Taken,
}

impl<'a> Check<'a> {
    fn new(document: &'a Document, errors: &'a BTreeSet<&'a str>, findings: &'a mut Vec<Finding>) -> Self {
        Self { document, errors, known: BTreeMap::new(), findings }
    }

    fn report(&mut self, pointer: &str, message: impl Into<String>) {
        self.findings.push(Finding::at(self.document, pointer, message));
    }

    fn rule(&mut self, rule: &Value, pointer: &str) {
        self.given(rule, pointer);
        self.call(&rule["when"], &format!("{pointer}/when"));
        self.take(&rule["when"], &format!("{pointer}/when"));
        let called = self.known.clone();
        self.then(&rule["then"], &format!("{pointer}/then"));
        let alternatives = rule["alternatives"].as_array();
        for (index, alternative) in alternatives.into_iter().flatten().enumerate() {
            self.known.clone_from(&called);
            self.then(&alternative["then"], &format!("{pointer}/alternatives/{index}/then"));
        }
        let open = rule.pointer("/source/unknown").is_some() && rule.get("when").is_some();
        if open && alternatives.is_none_or(Vec::is_empty) {
            let message = "what nobody says may go either way: list in `alternatives` what else a portal may do";
            self.report(pointer, message);
        }
    }

    fn given(&mut self, owner: &Value, pointer: &str) {
        for (index, entry) in owner["given"].as_array().into_iter().flatten().enumerate() {
            let here = format!("{pointer}/given/{index}");
            self.variables(&entry["fields"], &format!("{here}/fields"));
            self.call(entry, &here);
            for (member, kind) in [("company", Stands::Company), ("contact", Stands::Contact)] {
                let Some(name) = entry[member].as_str() else { continue };
                match entry["times"].as_u64() {
                    Some(times) => (1..=times).for_each(|n| self.declare(&format!("{name}{n}"), kind, &here)),
                    None => self.declare(name, kind, &format!("{here}/{member}")),
                }
            }
            self.link(&entry["link"], &format!("{here}/link"));
            self.take(entry, &here);
        }
    }

    fn link(&mut self, link: &Value, pointer: &str) {
        let ends = [(Stands::Company, "company"), (Stands::Contact, "contact")];
        for (end, (kind, called)) in link.as_array().into_iter().flatten().zip(ends) {
            let name = end.as_str().unwrap_or_default();
            if !self.known.get(name).is_some_and(|stands| [kind, Stands::Taken].contains(stands)) {
                self.report(pointer, format!("{name} is no {called} made before; a link is [company, contact]"));
            }
        }
    }

    fn take(&mut self, step: &Value, pointer: &str) {
        for name in step["take"].as_object().into_iter().flat_map(Map::keys) {
            self.declare(name, Stands::Taken, &format!("{pointer}/take/{}", token(name)));
        }
    }

    fn declare(&mut self, name: &str, kind: Stands, pointer: &str) {
        if name == RESERVED {
            self.report(
                pointer,
                format!("references of a batch begin with {RESERVED}; give the variable another name"),
            );
        } else if self.known.insert(name.to_owned(), kind).is_some() {
            self.report(pointer, format!("{name} has a value already"));
        }
    }

    fn then(&mut self, then: &Value, pointer: &str) {
        for (index, expectation) in then.as_array().into_iter().flatten().enumerate() {
            let here = format!("{pointer}/{index}");
            self.call(expectation, &here);
            for member in ["result", "contains", "every", "values", "xml"] {
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
            self.take(expectation, &here);
        }
    }

    /// What is sent: parameters, and text as it stands.
    fn call(&mut self, call: &Value, pointer: &str) {
        for member in ["params", "body", "query"] {
            self.variables(&call[member], &format!("{pointer}/{member}"));
        }
    }

    /// Every variable in the texts of a value has one before it is used.
    fn variables(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::String(text) => {
                for name in used(text) {
                    if !self.known.contains_key(&name) {
                        self.report(
                            pointer,
                            format!("{name} has no value here: make it in `given` or `take` it before"),
                        );
                    }
                }
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

/// The word of batch references, which is no variable.
const RESERVED: &str = "$result";

/// The variables in a text, `$name` or `${name}`, each written as the former. An unclosed `${` is none.
fn used(text: &str) -> Vec<String> {
    let name_of = |part: &str| {
        let inner = match part.strip_prefix('{') {
            Some(braced) => braced.split_once('}')?.0,
            None => &part[..part.find(|c: char| !is_letter(c)).unwrap_or(part.len())],
        };
        let is_name = inner.starts_with(|c: char| c.is_ascii_lowercase()) && inner.chars().all(is_letter);
        is_name.then(|| format!("${inner}"))
    };
    text.split('$').skip(1).filter_map(name_of).filter(|name| name != RESERVED).collect()
}

fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
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
            ("unknown variable in braces", spec().replaced(rules, "params: { id: $c }", "params: { id: 'x${x}-$result[x]' }")),
            ("used before it is taken", spec().replaced(rules, "{ status: 200 }", "{ values: { /result: $t }, take: { $t: /result } }")),
            (
                "taken in an alternative only",
                spec().with(
                    rules,
                    "  alternatives: [ { says: Another way., source: { documented: x }, then: [ { take: { $t: /result } }, { result: $t } ] },
    { says: A third way., source: { documented: y }, then: [ { result: $t } ] } ]
",
                ),
            ),
            ("not one of several", spec().replaced(rules, "{ company: $c }", "{ company: $c, times: 2 }")),
            ("one of several again", spec().replaced(rules, "{ contact: $a }", "{ contact: $a }, { company: $c, times: 2 }, { company: $c2 }")),
            ("a reserved name", spec().replaced(rules, "params: { id: $c }", "take: { $result: /result }")),
            ("taken twice", spec().replaced(rules, "{ status: 200 }", "{ take: { $a: /result } }")),
            ("given by a call with an unknown variable", spec().replaced(rules, "given: [", "given: [ { call: a.get, params: { id: $x } },")),
            ("unknown without alternatives", spec().replaced(rules, "source: { documented: a-get }", "source: { unknown: what happens }")),
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

    #[test]
    fn what_was_made_and_taken_may_be_used() {
        let rules = "\
- id: a.get/all
  says: Everything can be said.
  source: { unknown: whether it can }
  given:
    - { company: $c, times: 2 }
    - { contact: $a }
    - { call: a.get, params: { id: $c1, text: '5$ ${c2}', cmd: 'a.get?id=$result[a][ID]&x=$a' }, take: { $p: /result/0 } }
    - { link: [$c2, $p] }
  when: { call: a.get, body: '{\"id\": $p}', content-type: application/json, take: { $q: /total } }
  then: [ { every: { ID: $q }, take: { $r: /result } }, { result: $r } ]
  alternatives: [ { says: Another way., source: { documented: x }, then: [ { contains: { ID: $q }, take: { $r: /result } } ] } ]
";
        let spec = spec().file("methods/a.get/rules.yaml", rules).parse();
        let contract = crate::codegen::model::Contract::from_spec(&spec).expect("typed");
        assert_eq!(super::findings(&spec, &contract), []);
        assert_eq!(crate::codegen::lint::grammar::findings(&spec), []);
    }
}
