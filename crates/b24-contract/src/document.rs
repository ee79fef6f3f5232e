//! The contract as one document, embedded by codegen.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::rule::{Provocation, Rule};
use crate::{ClauseId, Source};

/// The whole contract as data. [`contract`] returns the one that this crate was built with.
#[derive(Debug, Clone, Deserialize)]
pub struct Contract {
    /// `info.version` of the specification.
    pub version: String,
    /// The bundled OpenAPI 3.1 document.
    pub openapi: Value,
    /// All errors, system errors first.
    pub errors: Vec<ErrorEntry>,
    /// All rules, protocol rules first.
    pub rules: Vec<Rule>,
    /// All documented payloads.
    pub examples: Vec<Example>,
}

/// An error with what tables need not hold: who says what, and how to meet it.
#[derive(Debug, Clone, Deserialize)]
pub struct ErrorEntry {
    /// Clause id; [`ErrorClause::by_id`](crate::ErrorClause::by_id) has the rest.
    pub id: ClauseId,
    /// The method whose error it is; absent for a system error.
    pub method: Option<String>,
    /// How the choice between sources was made.
    pub why: Option<String>,
    /// A request that meets the error; without it the error can only be planted.
    pub provoke: Option<Provocation>,
}

/// A documented payload.
#[derive(Debug, Clone, Deserialize)]
pub struct Example {
    /// Permanent id.
    pub id: ClauseId,
    /// What the payload shows.
    pub says: String,
    /// Where it was published.
    pub source: Source,
    /// The method it belongs to.
    pub method: String,
    /// What it is.
    pub kind: ExampleKind,
    /// HTTP status of an answer or error.
    pub status: Option<u16>,
    /// The error that it shows.
    pub clause: Option<ClauseId>,
    /// The payload itself.
    pub payload: Value,
}

/// What a documented payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExampleKind {
    /// Parameters of a call.
    Request,
    /// A successful answer.
    Answer,
    /// The member `result` of a successful answer.
    Result,
    /// A failed answer.
    Error,
}

/// The contract that this crate was built with, parsed once.
///
/// # Panics
///
/// Never in a released crate: the embedded document is checked by a test.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
        serde_json::from_str(crate::generated::CONTRACT_JSON).expect("the embedded contract is well-formed")
    });
    &CONTRACT
}

/// The bundled OpenAPI 3.1 document as text, as `b24 spec` prints it.
pub fn openapi_json() -> String {
    serde_json::to_string_pretty(&contract().openapi).expect("a JSON value can be written")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{ErrorClause, Method};

    #[test]
    fn the_embedded_contract_agrees_with_the_tables() {
        let tables: Vec<_> = ErrorClause::ALL.iter().map(|error| error.id).collect();
        let entries: Vec<_> = contract().errors.iter().map(|error| error.id.as_str()).collect();
        assert_eq!(tables, entries);
        for error in &contract().errors {
            let own = error.method.as_deref().map(|name| Method::parse(name).expect("a method of the contract"));
            let clause = ErrorClause::by_id(error.id.as_str()).expect("compared above");
            assert_eq!(own.is_none(), ErrorClause::SYSTEM.contains(&clause), "{}", error.id);
            assert!(own.is_none_or(|method| method.row().errors.contains(&clause)), "{}", error.id);
        }
        for method in Method::ALL {
            assert_eq!(Method::parse(&method.name().to_uppercase()), Some(*method));
            assert!(contract().openapi["paths"].get(format!("/{method}")).is_some(), "{method}");
        }
        for example in &contract().examples {
            assert!(Method::parse(&example.method).is_some(), "{}", example.id);
        }
    }

    #[test]
    fn every_id_is_given_once() {
        let contract = contract();
        let errors = contract.errors.iter().map(|error| error.id.as_str());
        let rules = contract.rules.iter().map(|rule| rule.id.as_str());
        let examples = contract.examples.iter().map(|example| example.id.as_str());
        let mut seen = HashSet::new();
        for id in errors.chain(rules).chain(examples) {
            assert!(seen.insert(id), "{id} twice");
        }
        assert_eq!(contract.version, contract.openapi["info"]["version"]);
    }

    #[test]
    fn every_rule_either_says_what_holds_or_who_checks_it() {
        for rule in &contract().rules {
            assert_eq!(rule.when.is_some(), !rule.then.is_empty(), "{}", rule.id);
            assert_ne!(rule.when.is_some(), rule.checked_by.is_some(), "{}", rule.id);
            for expected in rule.then.iter().chain(rule.alternatives.iter().flat_map(|other| &other.then)) {
                let error = expected.error.as_ref();
                assert!(error.is_none_or(|id| ErrorClause::by_id(id.as_str()).is_some()), "{}: {error:?}", rule.id);
            }
        }
    }

    #[test]
    fn the_document_is_written_as_it_stands() {
        let written: Value = serde_json::from_str(&openapi_json()).expect("JSON");
        assert_eq!(written, contract().openapi);
    }
}
