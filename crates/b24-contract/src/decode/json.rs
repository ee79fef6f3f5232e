//! Parameters in a JSON body.

use serde_json::{Map, Value};

use crate::php::{BracketError, MAX_DEPTH};

/// Reads a JSON object, or a list as parameters that are numbered. Any other body has none.
pub(super) fn parameters(body: &[u8]) -> Result<Option<Map<String, Value>>, BracketError> {
    // The outermost object is no nesting of a parameter.
    if depth(body) > MAX_DEPTH + 1 {
        return Err(BracketError::TooDeep);
    }
    Ok(match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Some(members),
        Ok(Value::Array(entries)) => {
            Some(entries.into_iter().enumerate().map(|(index, entry)| (index.to_string(), entry)).collect())
        }
        _ => None,
    })
}

/// Greatest number of brackets that are open at a time, outside of strings.
fn depth(json: &[u8]) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(depth(br#"{"a": "[[[[\"[[[", "b": [{}]}"#), 3);
        assert_eq!(depth(b"]]]["), 1);
        assert_eq!(depth(b""), 0);
    }

    #[test]
    fn a_parameter_may_nest_as_deeply_as_brackets_may() {
        let nested = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
        assert!(parameters(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(parameters(nested(MAX_DEPTH + 1).as_bytes()), Err(BracketError::TooDeep));
        assert_eq!(parameters("[".repeat(100_000).as_bytes()), Err(BracketError::TooDeep));
    }
}
