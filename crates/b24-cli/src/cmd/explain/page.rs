//! What `b24 explain` tells of one clause.

mod expected;

use b24_contract::rule::{Call, Given, Rule};
use b24_contract::{ClauseId, ErrorClause, ErrorEntry, Example, Source, contract};
use serde::Serialize;
use serde_json::Value;

/// Everything there is to say of one clause.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    id: ClauseId,
    kind: &'static str,
    says: String,
    sources: Vec<Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// What is made first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    given: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Value>,
    /// What must hold of the answer, and of those to further calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expected: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Value>,
    cases: Vec<String>,
    /// Ways in which the sandbox can be told to break it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deviations: Vec<String>,
}

/// What one source says.
#[derive(Debug, Serialize)]
struct Said {
    says: String,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    chosen: bool,
}

impl Said {
    fn new<T: AsRef<str>>(says: impl Into<String>, source: &Source<T>, chosen: bool) -> Self {
        Self { says: says.into(), source: format!("{}: {}", source.kind(), source.place()), url: source.url(), chosen }
    }
}

impl Page {
    /// The page of a clause, if the contract has it.
    pub(super) fn of(id: &str) -> Option<Self> {
        let contract = contract();
        let mut page = if let Some(entry) = contract.errors.iter().find(|entry| entry.id.as_str() == id) {
            Self::of_error(entry)?
        } else if let Some(rule) = contract.rules.iter().find(|rule| rule.id.as_str() == id) {
            Self::of_rule(rule)
        } else {
            let locations = contract.schema_locations();
            let (id, schema) = locations.into_iter().find(|(location, _)| location.as_str() == id)?;
            Self::of_schema(id, schema)
        };
        page.cases = b24_conformance::cases_of(&page.id);
        let deviations = b24_sandbox::deviations().into_iter().filter(|known| known.clause() == id);
        page.deviations = deviations.map(|known| format!("{}: {}", known.id, known.says)).collect();
        Some(page)
    }

    fn of_error(entry: &ErrorEntry) -> Option<Self> {
        let clause = ErrorClause::by_id(entry.id.as_str())?;
        let sources = clause.answers.iter().enumerate().map(|(index, answer)| {
            let says = format!("HTTP {} with the code \"{}\": {}", answer.status, answer.code, answer.text);
            Said::new(says, &answer.source, index == 0)
        });
        let chosen = clause.chosen();
        let body = serde_json::json!({ "error": chosen.code, "error_description": chosen.text });
        Some(Self {
            why: entry.why.clone(),
            given: entry.provoke.iter().flat_map(|provoke| &provoke.given).map(made).collect(),
            request: entry.provoke.as_ref().map(|provoke| called(&provoke.call)),
            answer: Some(body),
            ..Self::new(entry.id.clone(), "error", clause.when.to_owned(), sources.collect())
        })
    }

    fn of_rule(rule: &Rule) -> Self {
        let own = Said::new(rule.says.clone(), &rule.source, true);
        let others = rule.alternatives.iter().map(|other| Said::new(other.says.clone(), &other.source, false));
        let sources = std::iter::once(own).chain(others).collect();
        Self {
            why: rule.why.clone(),
            given: rule.given.iter().map(made).collect(),
            request: rule.when.as_ref().map(called),
            expected: rule.then.iter().flat_map(expected::lines).collect(),
            ..Self::new(rule.id.clone(), "rule", rule.says.clone(), sources)
        }
    }

    fn of_schema(id: ClauseId, schema: &Value) -> Self {
        let says = contract().says(&id).unwrap_or_default();
        let sources = contract().source_of(&id).map(|source| Said::new(says.clone(), &source, true));
        let (request, answer) = b24_conformance::shown_by(&id);
        Self {
            request: request.map(example_call),
            answer: answer.map(|answer| answer.payload.clone()),
            schema: Some(schema.clone()),
            ..Self::new(id, "schema", says, sources.into_iter().collect())
        }
    }

    fn new(id: ClauseId, kind: &'static str, says: String, sources: Vec<Said>) -> Self {
        Self {
            id,
            kind,
            says,
            sources,
            why: None,
            given: Vec::new(),
            request: None,
            answer: None,
            expected: Vec::new(),
            schema: None,
            cases: Vec::new(),
            deviations: Vec::new(),
        }
    }

    /// The page as text.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{} ({})\n  {}\n", self.id, self.kind, self.says);
        let json = |value: &Option<Value>| value.as_ref().map(|value| format!("{value:#}"));
        section(&mut text, "Sources", self.sources.iter().map(Said::to_text));
        section(&mut text, "Why this one", self.why.iter().cloned());
        section(&mut text, "Schema", json(&self.schema).into_iter());
        section(&mut text, "Given", self.given.iter().cloned());
        section(&mut text, "Request", self.request.iter().cloned());
        section(&mut text, "Answer", json(&self.answer).into_iter().chain(self.expected.iter().cloned()));
        section(&mut text, "Checked by", self.cases.iter().cloned());
        section(&mut text, "Broken on purpose by b24 serve --deviate", self.deviations.iter().cloned());
        text
    }
}

fn called(call: &Call) -> String {
    b24_conformance::curl::of_call(call)
}

fn made(given: &Given) -> String {
    b24_conformance::curl::of_given(given)
}

/// A documented call as a line to paste.
fn example_call(example: &Example) -> String {
    let params = example.payload.as_object().cloned().unwrap_or_default();
    called(&Call { call: example.method.clone(), params, ..Call::default() })
}

impl Said {
    fn to_text(&self) -> String {
        let mark = if self.chosen { "*" } else { "-" };
        let url = self.url.as_ref().map_or(String::new(), |url| format!("\n  {url}"));
        format!("{mark} {}\n  {}{url}", self.says, self.source)
    }
}

fn section(text: &mut String, title: &str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return;
    }
    text.push_str(&format!("\n{title}\n"));
    for line in entries.flat_map(|entry| entry.lines().map(str::to_owned).collect::<Vec<_>>()) {
        text.push_str(&format!("  {line}\n"));
    }
}
