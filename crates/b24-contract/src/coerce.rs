//! What portals make of parameters: names in any case, numbers as text, `[]` for an empty object.

use serde_json::{Map, Number, Value};

use crate::Method;
use crate::component::{Components, params_of};

/// Renames top-level parameters to their documented spelling, without regard to letter case. Of two that differ only
/// in case the last one wins; parameters that the method does not document keep their name.
pub fn fold_names(method: Method, params: Map<String, Value>) -> Map<String, Value> {
    let documented = method.row().parameters;
    params
        .into_iter()
        .map(|(name, value)| match documented.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(&name)) {
            Some(parameter) => (parameter.name.to_owned(), value),
            None => (name, value),
        })
        .collect()
}

/// Reads a whole number in each form that it can arrive in: a JSON integer, a fraction without remainder, or text that is
/// a whole number. Anything else (lists, objects, `null`, truth values, other text, out of range) is `None`.
///
/// ```
/// use serde_json::json;
/// let read = |value| b24_contract::integer(&value);
/// assert_eq!((read(json!(32)), read(json!(32.0)), read(json!(" -32 "))), (Some(32), Some(32), Some(-32)));
/// assert_eq!((read(json!(1.5)), read(json!("32a")), read(json!([32]))), (None, None, None));
/// ```
pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim_matches(is_php_space).parse().ok(),
        _ => None,
    }
}

/// Turns parameters into what their schema says they are, as far as a portal does: top-level names take their
/// documented spelling, numbers and truth values that came as text become numbers and truth values, numbers become
/// text where text belongs, and PHP's one array type becomes a list or an object. What cannot be read stays as it is,
/// for the judge to find.
pub fn normalise(method: Method, params: Map<String, Value>) -> Map<String, Value> {
    let mut params = Value::Object(fold_names(method, params));
    if let Some(components) = Components::embedded()
        && let Some(schema) = components.get(&params_of(method))
    {
        coerce(components, schema, &mut params);
    }
    match params {
        Value::Object(params) => params,
        _ => Map::new(),
    }
}

/// Coerces a value to a schema, in place.
fn coerce(components: Components, schema: &Value, value: &mut Value) {
    if let Some((_, referred)) = components.referred(schema) {
        coerce(components, referred, value);
    }
    let kinds = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.as_slice(),
        Some(kind) => std::slice::from_ref(kind),
        None => &[],
    };
    if let Some(coerced) = kinds.iter().filter_map(Value::as_str).find_map(|kind| converted(kind, value)) {
        *value = coerced;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(schema) = schema.get("properties").and_then(|properties| properties.get(name)) {
                    coerce(components, schema, member);
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = schema.get("items") {
                items.iter_mut().for_each(|item| coerce(components, schema, item));
            }
        }
        _ => {}
    }
}

/// The value as a JSON type, where a portal takes it for one that it is not.
fn converted(kind: &str, value: &Value) -> Option<Value> {
    match (kind, value) {
        ("integer", Value::String(_)) => integer(value).map(Value::from),
        ("number", Value::String(text)) => {
            integer(value).map(Value::from).or_else(|| Number::from_f64(decimal(text)?).map(Value::Number))
        }
        ("boolean", Value::String(_) | Value::Number(_)) => boolean(value).map(Value::Bool),
        ("string", Value::Number(number)) => Some(Value::String(number.to_string())),
        ("object", Value::Array(items)) if items.is_empty() => Some(Value::Object(Map::new())),
        ("array", Value::Object(members)) if members.keys().all(|key| key.parse::<i64>().is_ok()) => {
            Some(Value::Array(members.values().cloned().collect()))
        }
        _ => None,
    }
}

/// Reads a truth value as the clients write it in text: `1`, `Y`, `true`, `True`, and their opposites.
fn boolean(value: &Value) -> Option<bool> {
    let text = match value {
        Value::String(text) => text.to_ascii_lowercase(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    match text.as_str() {
        "1" | "y" | "true" => Some(true),
        "0" | "n" | "false" | "" => Some(false),
        _ => None,
    }
}

/// A number in decimal notation; PHP knows neither `inf` nor `NaN` in text.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_php_space);
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && text.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|_| numeric)
}

/// The whole number that a fraction is, where a 64-bit integer holds it exactly.
fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    // The conversion is exact: there is no remainder, and the number lies within the range.
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some(number as i64)
}

/// What PHP skips around a number.
fn is_php_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            other => panic!("{other} is no object"),
        }
    }

    #[test]
    fn whole_numbers_are_read_in_each_form_that_arrives() {
        for (value, expected) in [
            (json!(0), Some(0)),
            (json!(-7), Some(-7)),
            (json!(i64::MAX), Some(i64::MAX)),
            (json!(u64::MAX), None),
            (json!(1e3), Some(1000)),
            (json!(1e300), None),
            (json!(-9.3e18), None),
            (json!(0.5), None),
            (json!("32"), Some(32)),
            (json!("+32"), Some(32)),
            (json!("\t032\n"), Some(32)),
            (json!("9223372036854775808"), None),
            (json!("32.0"), None),
            (json!("0x20"), None),
            (json!("1e3"), None),
            (json!("３２"), None),
            (json!(""), None),
            (json!(null), None),
            (json!(true), None),
            (json!([32]), None),
            (json!({ "0": 32 }), None),
        ] {
            assert_eq!(integer(&value), expected, "{value}");
        }
    }

    #[test]
    fn names_fold_to_their_documented_spelling_and_the_last_wins() {
        let folded = fold_names(Method::CrmCompanyAdd, object(json!({ "FIELDS": 1, "Other": 2, "fields": 3 })));
        assert_eq!(Value::Object(folded).to_string(), r#"{"fields":3,"Other":2}"#);
    }

    #[test]
    fn values_take_the_type_that_their_schema_asks_for() {
        let document = json!({ "components": { "schemas": {
            "Id": { "type": "integer" },
            "Fields": { "type": "object", "properties": {
                "ID": { "$ref": "#/components/schemas/Id", "description": "An id." },
                "PRICE": { "type": "number" },
                "OPEN": { "type": "boolean" },
                "HALT": { "type": ["boolean", "integer"] },
                "NOTE": { "type": ["string", "null"] },
                "TITLE": { "type": "string" },
                "IDS": { "type": "array", "items": { "$ref": "#/components/schemas/Id" } },
                "FILTER": { "type": "object" },
            } },
        } } });
        let components = Components::of(&document).expect("it has components");
        let coerced = |value: Value| {
            let mut value = value;
            coerce(components, components.get("Fields").expect("named above"), &mut value);
            value
        };
        assert_eq!(
            coerced(json!({ "ID": "7", "PRICE": "1.50", "OPEN": "Y", "TITLE": 5, "IDS": ["1", 2], "FILTER": [] })),
            json!({ "ID": 7, "PRICE": 1.5, "OPEN": true, "TITLE": "5", "IDS": [1, 2], "FILTER": {} }),
        );
        assert_eq!(
            coerced(json!({ "PRICE": "3", "OPEN": 0, "IDS": { "1": "4", "5": "6" } })),
            json!({ "PRICE": 3, "OPEN": false, "IDS": [4, 6] }),
        );
        assert_eq!(
            coerced(json!({ "HALT": "0", "NOTE": 5 })),
            json!({ "HALT": false, "NOTE": "5" }),
            "the first of several types that can be read",
        );
        assert_eq!(coerced(json!([])), json!({}));
        for unreadable in [
            json!({ "ID": "seven" }),
            json!({ "ID": [7] }),
            json!({ "ID": null }),
            json!({ "PRICE": "nan" }),
            json!({ "PRICE": "-inf" }),
            json!({ "OPEN": "maybe" }),
            json!({ "NOTE": null }),
            json!({ "TITLE": true }),
            json!({ "FILTER": ["x"] }),
            json!({ "IDS": { "x": 1 } }),
            json!({ "UNKNOWN": "7" }),
        ] {
            assert_eq!(coerced(unreadable.clone()), unreadable);
        }
    }
}
