//! Named schemas of the bundled document, and references between them.

use serde_json::{Map, Value};

use crate::{Method, contract};

/// What a reference to a component begins with.
const PREFIX: &str = "#/components/schemas/";

/// Keywords whose value is one schema that applies to the value or a part of it.
pub(crate) const ONE: [&str; 8] = [
    "items",
    "additionalProperties",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contains",
    "propertyNames",
    "then",
    "else",
];

/// Keywords whose value is a list of such schemas.
pub(crate) const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords whose value is a map of such schemas.
pub(crate) const MAP: [&str; 3] = ["properties", "patternProperties", "dependentSchemas"];

/// The schemas of an OpenAPI document, by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Components<'a>(&'a Map<String, Value>);

impl<'a> Components<'a> {
    /// The components of a document; `None` when it has none.
    pub(crate) fn of(document: &'a Value) -> Option<Self> {
        document.pointer("/components/schemas")?.as_object().map(Self)
    }

    /// The names of all components.
    #[cfg(feature = "judge")]
    pub(crate) fn names(self) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str)
    }

    /// The component of this name.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// The component of this name, with the name.
    pub(crate) fn get_key_value(self, name: &str) -> Option<(&'a str, &'a Value)> {
        self.0.get_key_value(name).map(|(name, schema)| (name.as_str(), schema))
    }

    /// Name and schema of the component that a schema's `$ref` leads to, if it has one.
    pub(crate) fn referred(self, schema: &Value) -> Option<(&'a str, &'a Value)> {
        let name = schema.get("$ref")?.as_str()?.strip_prefix(PREFIX)?;
        self.get_key_value(name)
    }
}

impl Components<'static> {
    /// The components of the embedded contract.
    pub(crate) fn embedded() -> Option<Self> {
        Self::of(&contract().openapi)
    }
}

/// A key as one part of a JSON pointer.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Name of the component that describes a method's parameters.
pub(crate) fn params_of(method: Method) -> String {
    format!("{method}.params")
}
