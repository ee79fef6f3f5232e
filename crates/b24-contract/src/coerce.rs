//! What portals make of parameters: names in any case, numbers as text.

use serde_json::{Map, Value};

use crate::Method;

/// Renames top-level parameters to their documented spelling, without regard to letter case. Of two that differ only
/// in case the last one wins; parameters that the method does not document keep their name.
pub fn fold_names(method: Method, params: Map<String, Value>) -> Map<String, Value> {
    let _ = (method, params);
    todo!()
}

/// Reads a whole number as PHP's `intval` does for the values that can arrive: a JSON integer, a fraction without
/// remainder, or text that is a whole number. Anything else (lists, objects, `null`, other text, out of range) is `None`.
pub fn integer(value: &Value) -> Option<i64> {
    let _ = value;
    todo!()
}
