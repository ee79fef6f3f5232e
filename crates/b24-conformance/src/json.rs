//! JSON values compared as JSON Schema does: numbers by value, members in any order.

use serde_json::{Number, Value};

/// Where two values differ, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// JSON pointer into both.
    pub(crate) pointer: String,
    /// What is there and what belongs there.
    pub(crate) message: String,
}

/// Whether two values are equal.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    difference(a, b).is_none()
}

/// The first difference of `found` from `expected`, or nothing when they are equal.
pub(crate) fn difference(expected: &Value, found: &Value) -> Option<Difference> {
    compare(expected, found, &mut String::new())
}

fn compare(expected: &Value, found: &Value, pointer: &mut String) -> Option<Difference> {
    match (expected, found) {
        (Value::Object(wanted), Value::Object(members)) => {
            for (name, value) in wanted {
                let inner = at(pointer, name, |pointer| match members.get(name) {
                    Some(member) => compare(value, member, pointer),
                    None => differs(pointer, format!("is missing; it should be {}", brief(value))),
                });
                if inner.is_some() {
                    return inner;
                }
            }
            let extra = members.keys().find(|name| !wanted.contains_key(*name))?;
            at(pointer, extra, |pointer| differs(pointer, "should not be there".to_owned()))
        }
        (Value::Array(wanted), Value::Array(entries)) => {
            for (place, (value, entry)) in wanted.iter().zip(entries).enumerate() {
                let inner = at(pointer, &place.to_string(), |pointer| compare(value, entry, pointer));
                if inner.is_some() {
                    return inner;
                }
            }
            (wanted.len() != entries.len())
                .then(|| differs(pointer, format!("has {} entries instead of {}", entries.len(), wanted.len())))?
        }
        (Value::Number(wanted), Value::Number(number)) if same_number(wanted, number) => None,
        _ if expected == found => None,
        _ => differs(pointer, format!("is {} instead of {}", kind(found), brief(expected))),
    }
}

fn differs(pointer: &str, message: String) -> Option<Difference> {
    Some(Difference { pointer: pointer.to_owned(), message })
}

fn at<T>(pointer: &mut String, step: &str, look: impl FnOnce(&mut String) -> T) -> T {
    let before = pointer.len();
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    let seen = look(pointer);
    pointer.truncate(before);
    seen
}

fn same_number(a: &Number, b: &Number) -> bool {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b || a.as_f64() == b.as_f64(),
    }
}

/// Whether a value is of a JSON Schema type. A fraction without remainder is an integer.
pub(crate) fn has_type(value: &Value, kind: &str) -> bool {
    match value {
        Value::Null => kind == "null",
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => {
            let whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
            kind == "number" || kind == "integer" && whole
        }
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
    }
}

/// A value as it fits into a sentence.
pub(crate) fn brief(value: &Value) -> String {
    shorten(&value.to_string(), 120)
}

/// A value as it fits into a sentence about somebody's data: of a list or an object, nothing that is in it.
pub(crate) fn kind(value: &Value) -> String {
    match value {
        Value::Array(entries) if entries.is_empty() => "an empty list".to_owned(),
        Value::Array(entries) => format!("a list of {}", entries.len()),
        Value::Object(members) if members.is_empty() => "an empty object".to_owned(),
        Value::Object(members) => {
            let names: Vec<&str> = members.keys().map(String::as_str).collect();
            shorten(&format!("an object with {}", names.join(", ")), 120)
        }
        scalar => brief(scalar),
    }
}

/// A text cut to a number of characters.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_compare_by_value_and_members_in_any_order() {
        let a: Value = serde_json::from_str(r#"{"a": 100.0, "b": [1e2, 0]}"#).expect("JSON");
        let b: Value = serde_json::from_str(r#"{"b": [100, -0.0], "a": 100}"#).expect("JSON");
        assert!(same(&a, &b));
        assert!(!same(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)));
    }

    #[test]
    fn a_whole_number_is_an_integer_however_it_is_written() {
        assert!(has_type(&json!(100.0), "integer") && has_type(&json!(1), "number") && has_type(&json!([]), "array"));
        assert!(
            !has_type(&json!(1.5), "integer") && !has_type(&json!("1"), "integer") && !has_type(&json!({}), "array")
        );
    }

    #[test]
    fn the_first_difference_is_named() {
        let shown = |expected: Value, found: Value| {
            let difference = difference(&expected, &found).expect("they differ");
            format!("{} {}", difference.pointer, difference.message)
        };
        assert_eq!(shown(json!([1, 2]), json!([1, 3])), "/1 is 3 instead of 2");
        assert_eq!(shown(json!([1]), json!([1, 2])), " has 2 entries instead of 1");
        assert_eq!(shown(json!({ "a/b": 1 }), json!({})), "/a~1b is missing; it should be 1");
        assert_eq!(shown(json!({}), json!({ "x": 1 })), "/x should not be there");
        assert_eq!(shown(json!(1), json!("1")), " is \"1\" instead of 1");
    }
}
