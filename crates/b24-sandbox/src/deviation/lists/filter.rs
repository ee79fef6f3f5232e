//! Ways to break what becomes of a filter.

use serde_json::Value;

use crate::deviation::Deed;
use crate::deviation::way::{self, Methods, Params};

/// The operators; one that begins with another comes before it.
const OPERATORS: [&str; 12] = ["!@", "!=", "=%", "%=", ">=", "<=", "!", "=", ">", "<", "%", "@"];

/// Operator and field of a condition. The operator is empty where the name stands alone.
pub(super) fn split(key: &str) -> (&str, &str) {
    let written = OPERATORS.iter().find(|operator| key.starts_with(**operator));
    key.split_at(written.map_or(0, |operator| operator.len()))
}

/// Another filter is asked for than was given.
pub(super) fn filtered(methods: impl Into<Methods>, change: impl Fn(&mut Params) + Send + Sync + 'static) -> impl Deed {
    way::params(methods, move |params| {
        if let Some(Value::Object(filter)) = params.get_mut("filter") {
            change(filter);
        }
    })
}

/// Conditions are ignored, by their operator, field and value.
pub(super) fn ignores(
    methods: impl Into<Methods>,
    is_ignored: impl Fn(&str, &str, &Value) -> bool + Send + Sync + 'static,
) -> impl Deed {
    filtered(methods, move |filter| {
        filter.retain(|key, value| {
            let (operator, field) = split(key);
            !is_ignored(operator, field, value)
        });
    })
}

/// Conditions with an operator ask for something else: another operator and value.
pub(super) fn rewords(
    methods: impl Into<Methods>,
    operator: &'static str,
    reword: impl Fn(&Value) -> Option<(&'static str, Value)> + Send + Sync + 'static,
) -> impl Deed {
    filtered(methods, move |filter| {
        let given = std::mem::take(filter).into_iter();
        *filter = given
            .map(|(key, value)| match split(&key) {
                (own, field) if own == operator => match reword(&value) {
                    Some((other, value)) => (format!("{other}{field}"), value),
                    None => (key, value),
                },
                _ => (key, value),
            })
            .collect();
    })
}

/// Conditions with an operator are read as if they had another one.
pub(super) fn confuses(methods: impl Into<Methods>, operator: &'static str, other: &'static str) -> impl Deed {
    rewords(methods, operator, move |value| Some((other, value.clone())))
}

/// A condition that no record meets.
pub(super) fn nothing() -> (String, Value) {
    ("=ID".to_owned(), 0.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_an_operator_and_a_field() {
        for (key, expected) in [
            ("TITLE", ("", "TITLE")),
            ("!=TITLE", ("!=", "TITLE")),
            ("!TITLE", ("!", "TITLE")),
            ("=%TITLE", ("=%", "TITLE")),
            (">ID", (">", "ID")),
        ] {
            assert_eq!(split(key), expected);
        }
    }
}
