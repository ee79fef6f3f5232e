//! Limits of the document as a whole: its version, its references, its operation ids.

use std::collections::BTreeMap;

use super::view::{Limit, View};
use crate::codegen::bundle::visit_references;
use crate::codegen::lint::token;
use crate::codegen::names;

pub(super) fn limits(view: &View<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let general = |pointer: String, message: String| Limit { pointer, operation: None, message };
    let version = view.document["openapi"].as_str().unwrap_or_default();
    if !version.starts_with("3.0.") {
        let message = format!("the generator reads OpenAPI 3.0, not {version:?}");
        limits.push(general("/openapi".into(), message));
    }
    for (path, item) in view.document["paths"].as_object().into_iter().flatten() {
        if item.get("$ref").is_some() {
            let message = "the generator refuses a path item that is a reference; bundle it".to_owned();
            limits.push(general(format!("/paths/{}/$ref", token(path)), message));
        }
    }
    visit_references(view.document, "", &mut |pointer, target| {
        let kinds = ["schemas", "parameters", "responses", "requestBodies"];
        let local = target.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'));
        let message = match local {
            Some((kind, name)) if kinds.contains(&kind) && !name.contains('/') => return,
            _ if target.starts_with('#') => "the generator follows no reference into a component",
            _ if pointer.starts_with("/paths/") && pointer.matches('/').count() == 3 => return,
            _ => "the generator panics on a reference to another document; bundle it",
        };
        limits.push(general(pointer.to_owned(), format!("{target:?}: {message}")));
    });
    limits.extend(operation_ids(view));
    limits
}

/// Operation ids exist and stay apart as function names.
fn operation_ids(view: &View<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for operation in &view.operations {
        let Some(id) = operation.value["operationId"].as_str() else {
            limits.push(operation.limit("", "the generator needs an operationId"));
            continue;
        };
        if let Some(first) = taken.get(&names::snake(id)) {
            let message = format!("{id:?} and {first:?} become the same function; the generated code does not compile");
            limits.push(operation.limit("/operationId", message));
        } else {
            taken.insert(names::snake(id), id);
        }
    }
    limits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{finds, operation};

    #[test]
    fn documents() {
        let mut newer = operation(|_| {});
        newer["openapi"] = json!("3.1.0");
        let mut outside = operation(|_| {});
        outside["paths"]["/b.get"] = json!({ "$ref": "b.json#/paths/~1b.get" });
        let mut twins = operation(|_| {});
        twins["paths"]["/a-get"] = json!({ "post": { "operationId": "a-get", "responses": {} } });
        let cases = [
            ("newer version", newer),
            ("path item elsewhere", outside),
            (
                "schema elsewhere",
                operation(|post| {
                    post["requestBody"]["content"]["application/json"]["schema"] = json!({ "$ref": "params.json" })
                }),
            ),
            (
                "deep reference",
                operation(|post| {
                    post["requestBody"]["content"]["application/json"]["schema"] =
                        json!({ "$ref": "#/components/schemas/Params/properties/id" });
                }),
            ),
            (
                "no operation id",
                operation(|post| {
                    post.as_object_mut().expect("an object").remove("operationId");
                }),
            ),
            ("ids that become one function", twins),
        ];
        insta::assert_snapshot!(finds(super::limits, cases));
    }
}
