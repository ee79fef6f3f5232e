//! The branch of `if` that a value is in. PHP's shapes, such as list or object, are told apart by their type.

use serde_json::Value;

/// `then` or `else` of a schema whose `if` asks for nothing but a type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Branch<'a> {
    condition: &'a Value,
    holds: bool,
}

impl<'a> Branch<'a> {
    /// The branch that a value is in; `None` without `if`, or with one that asks for more than a type.
    pub(crate) fn of(schema: &'a Value, value: &Value) -> Option<Self> {
        let condition = schema.get("if")?;
        let members = condition.as_object()?;
        let kind = members.get("type").filter(|_| members.len() == 1)?;
        Some(Self { condition: kind, holds: is(kind, value) })
    }

    /// Both branches of a schema whose `if` asks for a type.
    pub(super) fn both(schema: &'a Value) -> Option<[Self; 2]> {
        let Self { condition, .. } = Self::of(schema, &Value::Null)?;
        Some([true, false].map(|holds| Self { condition, holds }))
    }

    /// The keyword whose schema applies.
    pub(crate) fn keyword(self) -> &'static str {
        if self.holds { "then" } else { "else" }
    }

    /// Whether another value is in the branch too.
    pub(super) fn has(self, value: &Value) -> bool {
        is(self.condition, value) == self.holds
    }
}

/// Whether a value has the type, or one of the types, that the keyword `type` names.
fn is(kind: &Value, value: &Value) -> bool {
    if let Value::Array(kinds) = kind {
        return kinds.iter().any(|kind| is(kind, value));
    }
    let whole = || value.as_f64().is_some_and(|number| number.fract() == 0.0);
    match kind.as_str().unwrap_or_default() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => whole(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
