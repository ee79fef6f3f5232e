//! Reads parameter values as leniently as portals do.

use b24_contract::integer;
use serde_json::{Map, Value};

/// Greatest id: every reader of JSON agrees on whole numbers up to here.
const GREATEST_ID: i64 = 9_007_199_254_740_991;

/// An id: a whole number from 1 on, also as text.
pub(crate) fn id(value: Option<&Value>) -> Option<i64> {
    value.and_then(integer).filter(|id| (1..=GREATEST_ID).contains(id))
}

/// Members of an object. A list is an array to PHP too; its entries are members named by their numbers.
pub(crate) fn members(value: Option<&Value>) -> Option<Map<String, Value>> {
    match value? {
        Value::Object(members) => Some(members.clone()),
        Value::Array(entries) => {
            Some(entries.iter().enumerate().map(|(index, entry)| (index.to_string(), entry.clone())).collect())
        }
        _ => None,
    }
}

/// Entries of an array, whatever their keys, in their order.
pub(crate) fn list(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(entries) => Some(entries.iter().collect()),
        Value::Object(members) => Some(members.values().collect()),
        _ => None,
    }
}

/// Entries of an array; a lone value is a list of one.
pub(crate) fn entries(value: &Value) -> Vec<&Value> {
    list(value).unwrap_or_else(|| if value.is_null() { Vec::new() } else { vec![value] })
}

/// A yes/no flag: `Y`, `true` and `1` are yes in any spelling, everything else is no.
pub(crate) fn flag(value: &Value) -> bool {
    text(value).is_some_and(|text| ["Y", "1", "TRUE"].iter().any(|yes| text.eq_ignore_ascii_case(yes)))
}

/// Whether PHP takes a value for true: everything but nothing, zero, `false`, the texts `""` and `0`, and empty arrays.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0"),
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

/// A sort index. What exceeds 32 bits becomes the nearest that does not; fractions are cut off; what is no number at all
/// counts as not given.
pub(crate) fn sort(value: &Value) -> Option<i32> {
    let number = integer(value).map(|whole| whole as f64);
    let number = number.or_else(|| text(value)?.trim().parse().ok()).filter(|number: &f64| number.is_finite())?;
    Some(number as i32)
}

/// A number as the text that portals store; nothing for what is no number.
pub(crate) fn number(value: &Value) -> Option<String> {
    if let Some(whole) = integer(value) {
        return Some(whole.to_string());
    }
    let text = text(value)?.trim().to_owned();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    (is_plain && text.parse().is_ok_and(f64::is_finite)).then_some(text)
}

/// A scalar as the text that portals store; nothing for lists, objects and `null`.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::Bool(false) => Some(String::new()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_start_at_one() {
        assert_eq!(id(Some(&json!("32"))), Some(32));
        assert_eq!(id(Some(&json!(GREATEST_ID))), Some(GREATEST_ID));
        for wrong in [json!(0), json!(-1), json!("x"), json!([1]), json!(null), json!(1e300), json!(GREATEST_ID + 1)] {
            assert_eq!(id(Some(&wrong)), None, "{wrong}");
        }
        assert_eq!(id(None), None);
    }

    #[test]
    fn flags_in_the_spellings_of_the_sdks() {
        for yes in [json!("Y"), json!("y"), json!(true), json!(1), json!("1"), json!("True")] {
            assert!(flag(&yes), "{yes}");
        }
        for no in [json!("N"), json!(false), json!(0), json!(""), json!("None"), json!(null), json!(["Y"])] {
            assert!(!flag(&no), "{no}");
        }
    }

    #[test]
    fn truth_is_what_php_says() {
        for yes in [json!(true), json!(-1), json!(0.5), json!("false"), json!("0.0"), json!([0]), json!({ "a": null })]
        {
            assert!(truthy(&yes), "{yes}");
        }
        for no in [json!(null), json!(false), json!(0), json!(-0.0), json!(""), json!("0"), json!([]), json!({})] {
            assert!(!truthy(&no), "{no}");
        }
    }

    #[test]
    fn sorts_saturate_and_cut_fractions() {
        for (given, expected) in [
            (json!(100), Some(100)),
            (json!("-5"), Some(-5)),
            (json!(3_000_000_000_u64), Some(i32::MAX)),
            (json!(-1e30), Some(i32::MIN)),
            (json!("123456789012345678901234567890"), Some(i32::MAX)),
            (json!(10.9), Some(10)),
            (json!("abc"), None),
            (json!("inf"), None),
            (json!(""), None),
            (json!(null), None),
            (json!([1]), None),
        ] {
            assert_eq!(sort(&given), expected, "{given}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        for (given, expected) in [
            (json!(3_000_000), Some("3000000")),
            (json!(3e6), Some("3000000")),
            (json!("1500.50"), Some("1500.50")),
            (json!(-0.5), Some("-0.5")),
            (json!("1e3"), Some("1e3")),
            (json!("1e999"), None),
            (json!("NaN"), None),
            (json!("inf"), None),
            (json!("12 EUR"), None),
            (json!(""), None),
            (json!(true), Some("1")),
        ] {
            assert_eq!(number(&given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn a_list_is_an_array_and_a_scalar_is_none() {
        assert_eq!(members(Some(&json!([]))), Some(Map::new()));
        assert_eq!(members(Some(&json!(["a"]))), json!({ "0": "a" }).as_object().cloned());
        assert_eq!(members(Some(&json!("a"))), None);
        assert_eq!(members(Some(&json!(null))), None);
        assert_eq!(entries(&json!({ "a": 1, "b": 2 })), [&json!(1), &json!(2)]);
        assert_eq!(entries(&json!("12")), [&json!("12")]);
    }
}
