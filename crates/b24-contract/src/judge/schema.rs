//! Validates values against the named schemas of the contract.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, Registry, ValidationError, Validator};
use serde_json::{Value, json};

use super::Finding;
use crate::component::Components;
use crate::place::Place;
use crate::{ClauseId, contract};

/// Name of the document in the validator's registry.
const DOCUMENT: &str = "b24:contract";

/// The schemas of one document, each compiled when it is first needed.
pub(crate) struct Schemas<'a> {
    components: Components<'a>,
    registry: Registry<'a>,
    compiled: HashMap<&'a str, OnceLock<Validator>>,
}

impl<'a> Schemas<'a> {
    /// The schemas of a document; `None` when it has none, or a reference that leads nowhere.
    pub(crate) fn of(document: &'a Value) -> Option<Self> {
        let components = Components::of(document)?;
        let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, document).ok()?.prepare().ok()?;
        let compiled = components.names().map(|name| (name, OnceLock::new())).collect();
        Some(Self { components, registry, compiled })
    }

    /// What is wrong with a value; `None` when the document has no such schema, or one that is none.
    pub(crate) fn judge(&self, name: &str, value: &Value) -> Option<Vec<Finding>> {
        let place = Place::of(self.components, name)?;
        let errors = self.validator(name)?.iter_errors(value);
        Some(errors.map(|error| finding(&place, &error)).collect())
    }

    fn validator(&self, name: &str) -> Option<&Validator> {
        let compiled = self.compiled.get(name)?;
        if compiled.get().is_none() {
            let schema = json!({ "$ref": format!("{DOCUMENT}#/components/schemas/{name}") });
            let options = jsonschema::options().with_draft(Draft::Draft202012).with_registry(&self.registry);
            let validator = options.offline().build(&schema).ok()?;
            return Some(compiled.get_or_init(|| validator));
        }
        compiled.get()
    }
}

/// Judges a value by a named schema of the embedded contract.
pub(super) fn judge(name: &str, value: &Value) -> Vec<Finding> {
    static SCHEMAS: LazyLock<Option<Schemas>> = LazyLock::new(|| Schemas::of(&contract().openapi));
    SCHEMAS
        .as_ref()
        .and_then(|schemas| schemas.judge(name, value))
        .unwrap_or_else(|| vec![Finding::new(ClauseId::of_schema(name, ""), "", "the contract has no such schema")])
}

/// The finding that an error of the validator is.
fn finding(root: &Place, error: &ValidationError) -> Finding {
    // The path begins with the reference of the wrapper that `Schemas::validator` makes.
    let path = error.evaluation_path().as_str();
    let place = root.clone().follow(path.strip_prefix("/$ref").unwrap_or(path));
    let clause = match error.kind() {
        ValidationErrorKind::Required { property: Value::String(member) } => place.clause_of_missing(member),
        _ => place.clause(),
    };
    Finding::new(clause, error.instance_path().as_str(), message(error))
}

/// What was found and what belongs there, without the value.
fn message(error: &ValidationError) -> String {
    match error.kind() {
        ValidationErrorKind::Type { kind } => {
            let expected = match kind {
                TypeKind::Single(kind) => kind.to_string(),
                TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect::<Vec<_>>().join(" or "),
            };
            format!("{} where {expected} belongs", kind_of(error.instance()))
        }
        ValidationErrorKind::Required { property: Value::String(member) } => format!("`{member}` is missing"),
        ValidationErrorKind::Not { schema } => {
            match schema.get("required").and_then(Value::as_array).map(Vec::as_slice) {
                Some([Value::String(member)]) => format!("`{member}` does not belong here"),
                _ => error.masked().to_string(),
            }
        }
        _ => error.masked().to_string(),
    }
}

/// The JSON type of a value, as JSON Schema names it.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
