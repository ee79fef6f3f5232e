//! The specification as typed values, for the parts of codegen that write files of it.

use serde::Deserialize;
use serde_json::Value;

use super::load::{Document, Spec};
use crate::error::Error;

/// The contract.
#[derive(Debug, Clone)]
pub(crate) struct Contract {
    /// `openapi.yaml`.
    pub(crate) root: Value,
    /// Shared schemas by name, references as they are written.
    pub(crate) schemas: Vec<(String, Value)>,
    /// Errors that any method can answer with.
    pub(crate) errors: Vec<ErrorClause>,
    /// Rules that hold for every method.
    pub(crate) protocol: Vec<Value>,
    /// Methods, by name.
    pub(crate) methods: Vec<Method>,
    /// Names of all documented methods.
    pub(crate) documented: Vec<String>,
}

/// A REST method.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Method {
    #[serde(rename = "method")]
    pub(crate) name: String,
    pub(crate) tag: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) description: String,
    pub(crate) source: Source,
    /// Scopes of which the credential needs one.
    #[serde(rename = "scope", deserialize_with = "one_or_many")]
    pub(crate) scopes: Vec<String>,
    pub(crate) permission: Option<Permission>,
    pub(crate) effect: String,
    pub(crate) idempotent: String,
    /// Whether the result is one page.
    #[serde(default)]
    pub(crate) paged: bool,
    pub(crate) parameters: Value,
    pub(crate) result: Value,
    #[serde(default)]
    pub(crate) errors: Vec<ErrorClause>,
    #[serde(default)]
    pub(crate) see_also: Vec<String>,
    #[serde(skip)]
    pub(crate) rules: Vec<Value>,
    #[serde(skip)]
    pub(crate) examples: Vec<Example>,
}

/// Reads a name, or a list of names.
fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(name) => Ok(vec![name]),
        names => Vec::deserialize(names).map_err(serde::de::Error::custom),
    }
}

/// A right on one kind of record.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Permission {
    pub(crate) entity: String,
    pub(crate) right: String,
}

/// `documented-methods.yaml`, as far as files are made of it.
#[derive(Debug, Deserialize)]
struct Documented {
    methods: Vec<String>,
}

/// One error.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ErrorClause {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) retry: String,
    pub(crate) answers: Vec<ErrorAnswer>,
    #[serde(default)]
    pub(crate) any_text: bool,
    pub(crate) why: Option<String>,
    pub(crate) provoke: Option<Value>,
}

impl ErrorClause {
    /// Its answers, the chosen one first.
    pub(crate) fn ranked(&self) -> Vec<&ErrorAnswer> {
        let mut answers: Vec<_> = self.answers.iter().collect();
        answers.sort_by_key(|answer| !answer.chosen);
        answers
    }

    /// Last part of the id.
    pub(crate) fn short(&self) -> &str {
        self.id.rsplit_once('/').map_or(self.id.as_str(), |(_, short)| short)
    }
}

/// How one source describes an error.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ErrorAnswer {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) text: String,
    pub(crate) source: Source,
    #[serde(default)]
    pub(crate) chosen: bool,
}

/// A documented payload.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Example {
    pub(crate) id: String,
    pub(crate) says: String,
    pub(crate) source: Source,
    pub(crate) kind: String,
    pub(crate) status: Option<u16>,
    pub(crate) clause: Option<String>,
    pub(crate) payload: Value,
    /// The example as it is written.
    #[serde(skip)]
    pub(crate) raw: Value,
}

impl Example {
    /// Last part of the id.
    pub(crate) fn short(&self) -> &str {
        self.id.rsplit_once('/').map_or(self.id.as_str(), |(_, short)| short)
    }
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Source {
    Documented(String),
    Observed(String),
    Asserted(String),
    Inferred(String),
    Unknown(String),
}

impl Source {
    /// The kind of source and its place.
    pub(crate) fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Documented(place) => ("Documented", place),
            Self::Observed(place) => ("Observed", place),
            Self::Asserted(place) => ("Asserted", place),
            Self::Inferred(place) => ("Inferred", place),
            Self::Unknown(place) => ("Unknown", place),
        }
    }

    /// The source as OpenAPI extensions write it.
    pub(crate) fn to_value(&self) -> Value {
        let (kind, place) = self.parts();
        serde_json::json!({ kind.to_lowercase(): place })
    }
}

impl Contract {
    /// Types a specification that its lint has accepted.
    pub(crate) fn from_spec(spec: &Spec) -> Result<Self, Error> {
        let mut methods = Vec::new();
        for source in &spec.methods {
            let mut method: Method = typed(&source.operation)?;
            method.rules = source.rules.as_ref().map(typed).transpose()?.unwrap_or_default();
            for document in &source.examples {
                let example: Example = typed(document)?;
                method.examples.push(Example { raw: document.value.clone(), ..example });
            }
            methods.push(method);
        }
        let mut protocol = Vec::new();
        for document in &spec.protocol {
            protocol.extend(typed::<Vec<Value>>(document)?);
        }
        Ok(Self {
            root: spec.root.value.clone(),
            schemas: spec.schemas.iter().map(|schema| (schema.stem().to_owned(), schema.value.clone())).collect(),
            errors: typed(&spec.errors)?,
            protocol,
            methods,
            documented: typed::<Documented>(&spec.documented)?.methods,
        })
    }

    /// `info.version`.
    pub(crate) fn version(&self) -> &str {
        self.root.pointer("/info/version").and_then(Value::as_str).unwrap_or_default()
    }

    /// All errors with the method that they belong to, system errors first.
    pub(crate) fn all_errors(&self) -> impl Iterator<Item = (Option<&Method>, &ErrorClause)> {
        let own = self.methods.iter().flat_map(|method| method.errors.iter().map(move |error| (Some(method), error)));
        self.errors.iter().map(|error| (None, error)).chain(own)
    }

    /// A shared schema by its name.
    pub(crate) fn schema(&self, name: &str) -> Option<&Value> {
        self.schemas.iter().find(|(known, _)| known == name).map(|(_, schema)| schema)
    }
}

fn typed<T: serde::de::DeserializeOwned>(document: &Document) -> Result<T, Error> {
    serde_json::from_value(document.value.clone())
        .map_err(|source| Error::Shape { path: document.path.clone(), source })
}
