//! Variables of rules: what the portal answered, to be used in later calls and expectations.

use std::collections::BTreeMap;
use std::fmt;

use b24_contract::integer;
use serde_json::{Map, Value};

use crate::wire::Template;

/// What variables stand for, by their names without `$`.
pub(crate) type Variables = BTreeMap<String, Held>;

/// What is taken from an answer: JSON pointers into its body, by the names of the variables that hold what is there.
pub(crate) type Takes = BTreeMap<String, String>;

/// Where the answer of a method that makes a record has its id.
pub(crate) const RESULT: &str = "/result";

/// The value of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    /// A whole number, such as the id of a record.
    Number(i64),
    /// Any other text.
    Text(String),
}

impl Held {
    /// What a variable holds that takes this value of an answer: a whole number, also where it came as text, or a text.
    /// Other values cannot be held.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => {
                let number = text.parse().ok().filter(|number: &i64| number.to_string() == *text);
                Some(number.map_or_else(|| Held::Text(text.clone()), Held::Number))
            }
            other => integer(other).map(Held::Number),
        }
    }

    /// The value as JSON.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Held::Number(number) => Value::from(*number),
            Held::Text(text) => Value::from(text.as_str()),
        }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Held::Number(number) => number.fmt(f),
            Held::Text(text) => text.fmt(f),
        }
    }
}

/// Parameters with values where variables stood; variables without a value stay as they are.
pub(crate) fn substituted(params: &Map<String, Value>, variables: &Variables) -> Map<String, Value> {
    params.iter().map(|(name, value)| (name.clone(), substitute(value, variables))).collect()
}

/// A value with those of variables where they stood: a text that is `$name` as a whole becomes what the variable holds,
/// anywhere else it is text.
pub(crate) fn substitute(value: &Value, variables: &Variables) -> Value {
    match value {
        Value::Object(members) => Value::Object(substituted(members, variables)),
        Value::Array(entries) => entries.iter().map(|entry| substitute(entry, variables)).collect(),
        Value::String(text) => match whole(text).and_then(|name| variables.get(name)) {
            Some(held) => held.to_value(),
            None => Value::from(substitute_text(text, variables)),
        },
        scalar => scalar.clone(),
    }
}

/// A text with values where variables stood.
pub(crate) fn substitute_text(text: &str, variables: &Variables) -> String {
    Template::with_variables(text)
        .fill_variables(|name| variables.get(name).map_or_else(|| format!("${name}"), Held::to_string))
}

/// Name of the variable that stands for a value as a whole; nothing for a text with more in it, or for `${name}`.
pub(crate) fn whole(text: &str) -> Option<&str> {
    let (name, rest) = named(text)?;
    (rest.is_empty() && !text.ends_with('}')).then_some(name)
}

/// The variable that a text begins with, written `$name` or `${name}`, and what follows it. `$result` is none: in the
/// commands of a batch it stands for the result of an earlier one.
pub(crate) fn named(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix('$')?;
    let (name, rest) = match after.strip_prefix('{') {
        Some(braced) => braced.split_once('}')?,
        None => {
            let end = after.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit())).unwrap_or(after.len());
            after.split_at(end)
        }
    };
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (is_name && name != "result").then_some((name, rest))
}

/// The name of a variable that a rule declares, without `$`.
pub(crate) fn declared(variable: &str) -> &str {
    variable.strip_prefix('$').unwrap_or(variable)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn variables() -> Variables {
        [("c", json!(7)), ("p", json!("a \"b\""))]
            .map(|(name, value)| (name.to_owned(), Held::of(&value).expect("a value")))
            .into()
    }

    #[test]
    fn whole_numbers_become_numbers_and_other_text_stays_text() {
        for (value, held) in [
            (json!(12), Some(Held::Number(12))),
            (json!(12.0), Some(Held::Number(12))),
            (json!("-12"), Some(Held::Number(-12))),
            (json!("+12"), Some(Held::Text("+12".to_owned()))),
            (json!("012"), Some(Held::Text("012".to_owned()))),
            (json!(""), Some(Held::Text(String::new()))),
            (json!(1.5), None),
            (json!(null), None),
            (json!([1]), None),
        ] {
            assert_eq!(Held::of(&value), held, "{value}");
        }
    }

    #[test]
    fn a_variable_as_a_whole_is_a_value_and_text_anywhere_else() {
        let value = json!({ "id": "$c", "text": "${c}", "in": ["x$c", "${c}1", "$p", "<$p>"], "n": null });
        let expected = json!({ "id": 7, "text": "7", "in": ["x7", "71", "a \"b\"", "<a \"b\">"], "n": null });
        assert_eq!(substitute(&value, &variables()), expected);
    }

    #[test]
    fn what_names_no_variable_stays_as_it_is() {
        for text in ["$unknown", "5$", "$", "${", "${c", "$C", "${C}", "$result", "$result[c][ID]", "${result}"] {
            assert_eq!(substitute(&json!(text), &variables()), json!(text));
        }
    }
}
