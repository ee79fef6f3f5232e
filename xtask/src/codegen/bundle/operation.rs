//! One method as a path item: a POST with a JSON body, and a GET whose parameters stand in the query.

use serde_json::{Map, Value, json};

use super::references::bundled;
use crate::codegen::model::{Contract, ErrorClause, Example, Method};
use crate::codegen::names::{self, Components};
use crate::codegen::request;

/// The path item of `method`.
pub(super) fn path_item(contract: &Contract, method: &Method) -> Value {
    let components = Components::of(&method.name);
    let common = common(method);
    // Mock servers look for 400 and take no range for it.
    let responses = json!({
        "200": { "$ref": response_reference(&components.answer) },
        "400": { "$ref": response_reference(&refusal(method)) },
        "4XX": { "$ref": response_reference(&refusal(method)) },
        "5XX": { "$ref": response_reference(FAILURE) },
    });

    let mut post = common.clone();
    post.insert("operationId".into(), json!(method.name));
    post.insert("requestBody".into(), request_body(contract, method, &components));
    post.insert("responses".into(), responses.clone());

    let mut get = common;
    get.insert("operationId".into(), json!(format!("{}.query", method.name)));
    get.insert("parameters".into(), Value::Array(query_parameters(contract, method)));
    get.insert("responses".into(), responses);

    json!({ "post": post, "get": get })
}

/// What both operations of a method share.
fn common(method: &Method) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("tags".into(), json!([method.tag]));
    members.insert("summary".into(), json!(method.summary));
    if !method.description.is_empty() {
        members.insert("description".into(), json!(method.description.trim_end()));
    }
    members.insert("x-b24-source".into(), method.source.to_value());
    let scope = match &method.scopes[..] {
        [only] => json!(only),
        several => json!(several),
    };
    members.insert("x-b24-scope".into(), scope);
    if let Some(permission) = &method.permission {
        members.insert("x-b24-permission".into(), json!({ "entity": permission.entity, "right": permission.right }));
    }
    members.insert("x-b24-effect".into(), json!(method.effect));
    members.insert("x-b24-idempotent".into(), json!(method.idempotent));
    let errors: Vec<_> = method.errors.iter().map(|error| error.id.as_str()).collect();
    members.insert("x-b24-errors".into(), json!(errors));
    members
}

/// Parameters in the body, in each encoding that portals read.
fn request_body(contract: &Contract, method: &Method, components: &Components) -> Value {
    let schema = json!({ "$ref": names::reference(&components.params) });
    let mut json = json!({ "schema": schema });
    let requests = requests(method);
    if !requests.is_empty() {
        json["examples"] = Value::Object(requests);
    }
    let mut form = json!({ "schema": schema });
    let brackets: Map<String, Value> = method.parameters["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, schema)| request::type_of(contract, schema) == Some("object"))
        .map(|(name, _)| (name.clone(), json!({ "style": "deepObject", "explode": true })))
        .collect();
    if !brackets.is_empty() {
        form["encoding"] = Value::Object(brackets);
    }
    json!({
        "required": !request::required(&method.parameters).is_empty(),
        "content": {
            "application/json": json,
            "application/x-www-form-urlencoded": form,
            "multipart/form-data": { "schema": schema },
        },
    })
}

/// Parameters in the query: scalars by name, objects and lists with PHP's brackets.
fn query_parameters(contract: &Contract, method: &Method) -> Vec<Value> {
    let required = request::required(&method.parameters);
    let mut parameters = Vec::new();
    for (name, schema) in method.parameters["properties"].as_object().into_iter().flatten() {
        let kind = request::type_of(contract, schema);
        let mut parameter = json!({
            "name": if kind == Some("array") { format!("{name}[]") } else { name.clone() },
            "in": "query",
            "required": required.contains(&name.as_str()),
            "schema": bundled(schema),
        });
        if let Some(description) = schema.get("description") {
            parameter["description"] = description.clone();
        }
        if kind == Some("object") {
            parameter["style"] = json!("deepObject");
            parameter["explode"] = json!(true);
        }
        parameters.push(parameter);
    }
    parameters
}

/// Component name of the answers by which a portal refuses a call of `method`.
fn refusal(method: &Method) -> String {
    format!("{}.refusal", method.name)
}

/// Component name of the answers by which a portal fails, the same for every method.
const FAILURE: &str = "failure";

fn response_reference(name: &str) -> String {
    format!("#/components/responses/{name}")
}

/// Every response: answer and refusal of each method, and the failure that they share.
pub(super) fn responses(contract: &Contract) -> Map<String, Value> {
    let mut responses = Map::new();
    for method in &contract.methods {
        let components = Components::of(&method.name);
        let answers = method.examples.iter().filter(|example| example.kind == "answer");
        let answers = answers.map(|example| (example.short().to_owned(), documented(example, &example.payload)));
        let success = response("The call succeeded.", &components.answer, answers.collect());
        responses.insert(components.answer, success);
        let own = method.errors.iter().filter(|error| of_class(error, 4));
        let own = own.map(|error| (error.short().to_owned(), error_example(error)));
        let shown = method.examples.iter().filter(|example| example.kind == "error");
        let shown =
            shown.map(|example| (format!("documented-{}", example.short()), documented(example, &example.payload)));
        let examples = own.chain(shown).chain(system_examples(contract, 4)).collect();
        let refused = response("The call cannot succeed as it was sent.", "ErrorEnvelope", examples);
        responses.insert(refusal(method), refused);
    }
    let failed = system_examples(contract, 5).collect();
    responses.insert(FAILURE.into(), response("The portal failed, or asks to wait.", "ErrorEnvelope", failed));
    responses
}

fn response(description: &str, schema: &str, examples: Map<String, Value>) -> Value {
    let mut media = json!({ "schema": { "$ref": names::reference(schema) } });
    if !examples.is_empty() {
        media["examples"] = Value::Object(examples);
    }
    json!({ "description": description, "content": { "application/json": media } })
}

/// References to the system errors whose chosen status belongs to a class.
fn system_examples(contract: &Contract, class: u16) -> impl Iterator<Item = (String, Value)> {
    contract.errors.iter().filter(move |error| of_class(error, class)).map(|error| {
        let key = example_key(error);
        let reference = json!({ "$ref": format!("#/components/examples/{key}") });
        (key, reference)
    })
}

fn of_class(error: &ErrorClause, class: u16) -> bool {
    error.ranked().first().is_some_and(|answer| answer.status / 100 == class)
}

/// Documented requests, as a schema validator accepts them: names as documented, without the access token.
fn requests(method: &Method) -> Map<String, Value> {
    method
        .examples
        .iter()
        .filter(|example| example.kind == "request")
        .map(|example| {
            let payload = request::normalise(method, &example.payload);
            (example.short().to_owned(), documented(example, &payload))
        })
        .collect()
}

fn documented(example: &Example, payload: &Value) -> Value {
    json!({ "summary": example.says, "value": payload, "x-b24-source": example.source.to_value() })
}

/// Key of a system error among the examples.
pub(super) fn example_key(error: &ErrorClause) -> String {
    error.id.replace('/', ".")
}

/// An error as its chosen source describes it.
pub(super) fn error_example(error: &ErrorClause) -> Value {
    let answers = error.ranked();
    let chosen = answers.first();
    json!({
        "summary": error.when,
        "value": {
            "error": chosen.map(|answer| &answer.code),
            "error_description": chosen.map(|answer| &answer.text),
        },
    })
}
