//! What `b24 explain` tells of one clause.

use b24_contract::{ClauseId, ErrorClause, ErrorEntry, Source, contract};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Value>,
    cases: Vec<String>,
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
        Some(page)
    }

    fn of_error(entry: &ErrorEntry) -> Option<Self> {
        let clause = ErrorClause::by_id(entry.id.as_str())?;
        let sources = clause.answers.iter().enumerate().map(|(index, answer)| {
            let says = format!("HTTP {} with the code \"{}\": {}", answer.status, answer.code, answer.text);
            Said::new(says, &answer.source, index == 0)
        });
        let chosen = clause.chosen();
        Some(Self {
            id: entry.id.clone(),
            kind: "error",
            says: clause.when.to_owned(),
            sources: sources.collect(),
            why: entry.why.clone(),
            request: entry.provoke.as_ref().map(|provoke| b24_conformance::curl::of_call(&provoke.call)),
            answer: Some(serde_json::json!({ "error": chosen.code, "error_description": chosen.text })),
            cases: Vec::new(),
        })
    }

    fn of_rule(rule: &b24_contract::rule::Rule) -> Self {
        let own = Said::new(rule.says.clone(), &rule.source, true);
        let others = rule.alternatives.iter().map(|other| Said::new(other.says.clone(), &other.source, false));
        Self {
            id: rule.id.clone(),
            kind: "rule",
            says: rule.says.clone(),
            sources: std::iter::once(own).chain(others).collect(),
            why: rule.why.clone(),
            request: rule.when.as_ref().map(b24_conformance::curl::of_call),
            answer: rule.then.iter().find_map(|expected| expected.result.clone()),
            cases: Vec::new(),
        }
    }

    fn of_schema(id: ClauseId, schema: &Value) -> Self {
        let says = contract().says(&id).unwrap_or_default();
        let sources = contract().source_of(&id).map(|source| Said::new(says.clone(), &source, true));
        Self {
            kind: "schema",
            says,
            sources: sources.into_iter().collect(),
            why: None,
            request: None,
            answer: Some(schema.clone()),
            cases: Vec::new(),
            id,
        }
    }

    /// The page as text.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{} ({})\n  {}\n", self.id, self.kind, self.says);
        section(&mut text, "Sources", self.sources.iter().map(Said::to_text));
        section(&mut text, "Why this one", self.why.iter().cloned());
        section(&mut text, "Request", self.request.iter().cloned());
        let answer = self.answer.iter().map(|answer| format!("{answer:#}"));
        section(&mut text, if self.kind == "schema" { "Schema" } else { "Answer" }, answer);
        section(&mut text, "Checked by", self.cases.iter().cloned());
        text
    }
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
