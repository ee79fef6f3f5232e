//! What the parameters of a method are, and a request as the contract judges it.

use serde_json::{Map, Value};

use super::bundle::component_of;
use super::model::{Contract, Method};

/// The schema itself, or the shared schema that it refers to.
pub(crate) fn resolve<'a>(contract: &'a Contract, schema: &'a Value) -> &'a Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(component_of);
    target.and_then(|name| contract.schema(name)).map_or(schema, |shared| resolve(contract, shared))
}

/// The JSON type that a schema names, looked up through its reference.
pub(crate) fn type_of<'a>(contract: &'a Contract, schema: &'a Value) -> Option<&'a str> {
    resolve(contract, schema).get("type").and_then(Value::as_str)
}

/// Names of the parameters that a call cannot do without.
pub(crate) fn required(parameters: &Value) -> Vec<&str> {
    parameters["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A documented request as its schema describes it: names spelt as documented, truth values that came as 0 and 1, without
/// the access token `auth`.
pub(crate) fn normalise(method: &Method, payload: &Value) -> Value {
    let Some(members) = payload.as_object() else { return payload.clone() };
    let known: Vec<&String> = method.parameters["properties"].as_object().into_iter().flat_map(Map::keys).collect();
    let fold = |name: &String| {
        known
            .iter()
            .find(|documented| documented.eq_ignore_ascii_case(name))
            .map_or(name, |documented| documented)
            .clone()
    };
    members
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("auth"))
        .map(|(name, value)| {
            let name = fold(name);
            let is_truth = method.parameters["properties"][&name]["type"] == "boolean";
            let value = if is_truth { truth(value) } else { value.clone() };
            (name, value)
        })
        .collect::<Map<_, _>>()
        .into()
}

/// A truth value in either form that portals read.
fn truth(value: &Value) -> Value {
    match value.as_u64() {
        Some(number @ (0 | 1)) => Value::Bool(number == 1),
        _ => value.clone(),
    }
}
