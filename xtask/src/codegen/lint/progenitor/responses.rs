//! Limits of responses: one type of success, one type of error, JSON with a schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::view::{Limit, Operation, View};
use crate::codegen::lint::token;

pub(super) fn limits(view: &View<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for operation in &view.operations {
        let responses = operation.value["responses"].as_object();
        let mut success: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut failure: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (status, response) in responses.into_iter().flatten() {
            limits.extend(media(operation, status, response));
            let kind = kind(response);
            if status.starts_with('2') || status == "default" {
                success.entry(kind.clone()).or_default().push(status);
            }
            if status.starts_with(['4', '5']) || status == "default" {
                failure.entry(kind).or_default().push(status);
            }
        }
        for (name, kinds) in [("success", success), ("error", failure)] {
            if kinds.len() > 1 {
                let listed: Vec<_> =
                    kinds.iter().map(|(kind, statuses)| format!("{} is {kind}", statuses.join(", "))).collect();
                let message = format!(
                    "the generator panics on several types of {name}: {}; give all of them one schema",
                    listed.join("; ")
                );
                limits.push(operation.limit("/responses", message));
            }
        }
    }
    limits
}

/// What the generator would make of a response.
fn kind(response: &Value) -> String {
    let Some(content) = response["content"].as_object().filter(|content| !content.is_empty()) else {
        return "nothing".into();
    };
    match content.get("application/json").map(|media| &media["schema"]) {
        Some(schema) => schema["$ref"].as_str().map_or_else(|| schema.to_string(), str::to_owned),
        None => "raw bytes".into(),
    }
}

/// Media types that lose their type or make the generator give up.
fn media(operation: &Operation<'_>, status: &str, response: &Value) -> Vec<Limit> {
    let mut limits = Vec::new();
    for (name, media) in response["content"].as_object().into_iter().flatten() {
        let here = format!("/responses/{status}/content/{}", token(name));
        if name == "application/json" && media.get("schema").is_none() {
            limits.push(operation.limit(&here, "the generator panics on a JSON response without a schema"));
        } else if name.ends_with("+json") || name == "*/*" {
            let message = format!("the generator hands out {name} as raw bytes; use application/json");
            limits.push(operation.limit(&here, message));
        }
    }
    limits
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{finds, operation};

    fn responses(change: impl FnOnce(&mut Value)) -> Value {
        operation(|post| change(&mut post["responses"]))
    }

    #[test]
    fn responses_have_one_type_each() {
        let other = json!({ "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Params" } } } });
        let html = json!({ "description": "", "content": { "text/html": {} } });
        let cases = [
            ("two successes", responses(|all| all["201"] = other.clone())),
            ("success without a body", responses(|all| all["204"] = json!({ "description": "" }))),
            ("two errors", responses(|all| all["401"] = other.clone())),
            ("error without a body", responses(|all| all["500"] = json!({ "description": "" }))),
            ("error page", responses(|all| all["502"] = html)),
            ("default differs", responses(|all| all["default"] = other)),
            ("no schema", responses(|all| all["200"]["content"] = json!({ "application/json": {} }))),
            (
                "problem details",
                responses(|all| all["200"]["content"] = json!({ "application/problem+json": { "schema": {} } })),
            ),
            ("anything", responses(|all| all["200"]["content"] = json!({ "*/*": {} }))),
        ];
        insta::assert_snapshot!(finds(super::limits, cases));
    }

    #[test]
    fn one_type_may_have_several_statuses() {
        let same = responses(|all| {
            all["5XX"] = all["4XX"].clone();
            all["2XX"] = all["200"].clone();
        });
        assert_eq!(super::limits(&super::View::new(&same, &[])), []);
    }
}
