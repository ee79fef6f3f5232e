//! Limits of parameters in path, query, header and cookie.

use std::collections::BTreeMap;

use serde_json::Value;

use super::view::{Limit, Operation, View};
use crate::codegen::names;

pub(super) fn limits(view: &View<'_>) -> Vec<Limit> {
    view.operations.iter().flat_map(|operation| of_operation(view, operation)).collect()
}

fn of_operation(view: &View<'_>, operation: &Operation<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for (index, parameter) in operation.value["parameters"].as_array().into_iter().flatten().enumerate() {
        let here = format!("/parameters/{index}");
        let parameter = resolve(view, parameter, "parameters");
        let name = parameter["name"].as_str().unwrap_or_default();
        if let Some(problem) = problem(view, parameter) {
            limits.push(operation.limit(&here, format!("the parameter {name:?}: {problem}")));
        }
        if let Some(first) = taken.insert(names::snake(name), name.to_owned()) {
            let message =
                format!("{name:?} and {first:?} become the same argument; the generated code does not compile");
            limits.push(operation.limit(&format!("{here}/name"), message));
        }
    }
    limits
}

fn problem(view: &View<'_>, parameter: &Value) -> Option<String> {
    if parameter.get("content").is_some() {
        return Some("the generator refuses `content`; give it a `schema`".into());
    }
    let kind = resolve(view, &parameter["schema"], "schemas")["type"].as_str();
    let style = parameter["style"].as_str().unwrap_or_default();
    match (parameter["in"].as_str()?, kind) {
        ("cookie", _) => Some("the generator refuses cookies".into()),
        ("header", Some("array" | "object")) => Some("a header that is a list or object does not compile".into()),
        _ if matches!(style, "deepObject" | "pipeDelimited" | "spaceDelimited" | "label" | "matrix") => {
            Some(format!("the generator refuses the style {style}"))
        }
        ("query", Some("object")) => {
            Some("the generator cannot write an object in the query; send it in the body".into())
        }
        _ => None,
    }
}

fn resolve<'a>(view: &View<'a>, value: &'a Value, kind: &str) -> &'a Value {
    let prefix = format!("#/components/{kind}/");
    let name = value["$ref"].as_str().and_then(|target| target.strip_prefix(&prefix));
    name.and_then(|name| view.document["components"][kind].get(name)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{finds, operation};

    fn parameters(parameters: Value) -> Value {
        operation(|post| post["parameters"] = parameters)
    }

    #[test]
    fn parameters_are_what_the_generator_can_write() {
        let text = json!({ "type": "string" });
        let list = json!({ "type": "array", "items": text });
        let object = json!({ "type": "object" });
        let cases = [
            ("list in a header", parameters(json!([{ "name": "x", "in": "header", "schema": list }]))),
            ("cookie", parameters(json!([{ "name": "x", "in": "cookie", "schema": text }]))),
            ("content", parameters(json!([{ "name": "x", "in": "query", "content": {} }]))),
            (
                "deep object",
                parameters(json!([{ "name": "x", "in": "query", "style": "deepObject", "schema": object }])),
            ),
            ("pipes", parameters(json!([{ "name": "x", "in": "query", "style": "pipeDelimited", "schema": list }]))),
            ("label", parameters(json!([{ "name": "x", "in": "path", "style": "label", "schema": text }]))),
            ("object in the query", parameters(json!([{ "name": "x", "in": "query", "schema": object }]))),
            (
                "names that become one",
                parameters(json!([
                    { "name": "filter[>ID]", "in": "query", "schema": text }, { "name": "filter[<ID]", "in": "query", "schema": text },
                ])),
            ),
        ];
        insta::assert_snapshot!(finds(super::limits, cases));
    }
}
