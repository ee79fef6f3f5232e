//! Limits of request bodies: one media type that the generator can write.

use serde_json::Value;

use super::view::{Limit, Operation, View};
use crate::codegen::lint::token;
use crate::codegen::names;

pub(super) fn limits(view: &View<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for operation in &view.operations {
        let body = &operation.value["requestBody"];
        let Some(content) = body["content"].as_object() else { continue };
        let below = "/requestBody/content";
        if body["required"].as_bool() != Some(true) {
            let message = "the generator makes every body required; say so, and send an empty object";
            limits.push(operation.limit("/requestBody", message));
        }
        if content.len() > 1 {
            let names: Vec<_> = content.keys().map(String::as_str).collect();
            let message = format!("the generator panics on several media types: {}; keep one", names.join(", "));
            limits.push(operation.limit(below, message));
        }
        for (name, media) in content {
            let here = format!("{below}/{}", token(name));
            limits.extend(of_media(view, operation, name, media, &here));
        }
    }
    limits
}

fn of_media(view: &View<'_>, operation: &Operation<'_>, name: &str, media: &Value, here: &str) -> Vec<Limit> {
    let mut limits = Vec::new();
    if media.get("encoding").is_some() {
        limits.push(operation.limit(&format!("{here}/encoding"), "the generator panics on `encoding`"));
    }
    match name {
        "application/json" | "application/octet-stream" | "text/plain" | "text/x-markdown" => {}
        "application/x-www-form-urlencoded" => {
            let nested = properties(view, &media["schema"]).find(|(_, member)| is_nested(view, member));
            if let Some((member, _)) = nested {
                let message = format!("the generated code fails at run time on the nested form member {member:?}");
                limits.push(operation.limit(&format!("{here}/schema"), message));
            }
        }
        _ => limits.push(operation.limit(here, format!("the generator cannot write {name}"))),
    }
    limits
}

fn resolve<'a>(view: &View<'a>, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|target| target.strip_prefix(&names::reference("")).map(str::to_owned));
    name.and_then(|name| view.document["components"]["schemas"].get(name)).unwrap_or(schema)
}

fn properties<'a>(view: &View<'a>, schema: &'a Value) -> impl Iterator<Item = (&'a String, &'a Value)> {
    resolve(view, schema)["properties"].as_object().into_iter().flatten()
}

fn is_nested<'a>(view: &View<'a>, schema: &'a Value) -> bool {
    matches!(resolve(view, schema)["type"].as_str(), Some("object" | "array"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{finds, operation};

    fn content(content: Value) -> Value {
        operation(|post| post["requestBody"]["content"] = content)
    }

    #[test]
    fn bodies_are_what_the_generator_can_write() {
        let nested = json!({ "type": "object", "properties": { "fields": { "type": "object" } } });
        let flat = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
        let cases = [
            ("two media types", content(json!({ "application/json": { "schema": {} }, "text/plain": {} }))),
            ("nested form", content(json!({ "application/x-www-form-urlencoded": { "schema": nested } }))),
            (
                "form with encoding",
                content(json!({ "application/x-www-form-urlencoded": { "schema": flat, "encoding": {} } })),
            ),
            ("multipart", content(json!({ "multipart/form-data": { "schema": flat } }))),
            ("problem", content(json!({ "application/merge-patch+json": { "schema": flat } }))),
            (
                "optional",
                operation(|post| {
                    post["requestBody"]["required"] = json!(false);
                }),
            ),
        ];
        insta::assert_snapshot!(finds(super::limits, cases));
    }
}
