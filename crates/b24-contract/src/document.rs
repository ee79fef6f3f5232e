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
    use super::*;

    #[test]
    fn the_embedded_contract_agrees_with_the_tables() {
        let contract = contract();
        let tables: Vec<_> = crate::ErrorClause::ALL.iter().map(|error| error.id).collect();
        let entries: Vec<_> = contract.errors.iter().map(|error| error.id.as_str()).collect();
        assert_eq!(tables, entries);
        for example in &contract.examples {
            assert!(crate::Method::parse(&example.method).is_some(), "{}", example.id);
        }
    }
}
