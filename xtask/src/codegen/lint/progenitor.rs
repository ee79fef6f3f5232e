//! The client generator's limits: what would make progenitor panic, write code that does not compile, or lose data.
//!
//! Progenitor names neither operation nor place when it gives up. These lints look at the document that it reads, the
//! 3.0 projection, and report the source that the place was made of.

mod bodies;
mod choices;
mod document;
mod members;
mod parameters;
mod responses;
mod view;

use serde_json::Value;

use super::Finding;
use crate::codegen::client::replacement;
use crate::codegen::model::Contract;
use view::{Limit, View};

/// Findings of this family.
pub(super) fn findings(contract: &Contract, projection: &Value) -> Vec<Finding> {
    let replaced: Vec<String> = replacement::all(contract).into_iter().map(|(component, _)| component).collect();
    limits(&View::new(projection, &replaced)).into_iter().map(located).collect()
}

/// Every limit that a document exceeds.
fn limits(view: &View<'_>) -> Vec<Limit> {
    [document::limits, responses::limits, bodies::limits, parameters::limits, choices::limits, members::limits]
        .into_iter()
        .flat_map(|family| family(view))
        .collect()
}

/// The finding in the source file that a place of the projection was made of.
fn located(limit: Limit) -> Finding {
    let source = limit.pointer.strip_prefix("/components/schemas/").map(|rest| {
        let (component, inner) =
            rest.split_once('/').map_or((rest, String::new()), |(name, inner)| (name, format!("/{inner}")));
        let member = match component.rsplit_once('.') {
            Some((_, "params")) => "/parameters",
            Some((_, "result")) => "/result",
            _ => "",
        };
        (origin(component), format!("{member}{inner}"))
    });
    let (file, pointer) = source.unwrap_or_else(|| ("spec/dist/openapi-3.0.json".to_owned(), limit.pointer));
    let mut finding = Finding::in_file(&file, pointer, limit.message);
    finding.subject = finding.subject.or(limit.operation);
    finding
}

/// The source file of a component.
fn origin(component: &str) -> String {
    match component.rsplit_once('.') {
        Some((method, _)) => format!("spec/methods/{method}/method.yaml"),
        None => format!("spec/schemas/{component}.yaml"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::client::attempt;
    use crate::codegen::lint::test::{section, spec};

    /// A document that the generator reads well, with one schema as parameters and one as answer.
    pub(super) fn document(params: Value, answer: Value) -> Value {
        json!({
            "openapi": "3.0.3",
            "info": { "title": "Tiny", "version": "0.1.0" },
            "paths": { "/a.get": { "post": {
                "operationId": "a.get",
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Params" } } } },
                "responses": {
                    "200": { "description": "Good.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Answer" } } } },
                    "4XX": { "description": "Bad.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Failure" } } } },
                },
            } } },
            "components": { "schemas": {
                "Params": params,
                "Answer": answer,
                "Failure": { "type": "object", "properties": { "error": { "type": "string" } }, "required": ["error"], "additionalProperties": {} },
            } },
        })
    }

    /// A document whose operation is changed.
    pub(super) fn operation(change: impl FnOnce(&mut Value)) -> Value {
        let object =
            json!({ "type": "object", "properties": { "id": { "type": "integer" } }, "additionalProperties": {} });
        let mut document = document(object.clone(), object);
        change(&mut document["paths"]["/a.get"]["post"]);
        document
    }

    /// What a family says to each document, for a snapshot.
    pub(super) fn finds<const N: usize>(family: fn(&View<'_>) -> Vec<Limit>, cases: [(&str, Value); N]) -> String {
        assert_eq!(limits(&View::new(&operation(|_| {}), &[])), [], "the document is sound");
        let found = |document: &Value| family(&View::new(document, &[])).into_iter().map(located).collect::<Vec<_>>();
        cases.into_iter().map(|(name, document)| section(name, &found(&document))).collect()
    }

    #[test]
    fn a_limit_is_reported_at_its_source() {
        let tiny = spec()
            .replaced("methods/a.get/method.yaml", "    id: {", "    ID: { type: string }\n    id: {")
            .replaced("methods/a.get/method.yaml", "  items: {", "  enum: [a, A]\n  items: {")
            .file("schemas/Direction.yaml", "x-b24-source: { documented: sort }\ntype: string\nenum: [ASC, asc]\n");
        let contract = Contract::from_spec(&tiny.parse()).expect("typed");
        let findings = findings(&contract, &crate::codegen::project::openapi(&contract));
        insta::assert_snapshot!(section("limits", &findings));
    }

    /// When this fails after an update of the generator, a limit is gone and its lint may go too.
    #[test]
    fn the_generator_still_has_these_limits() {
        let other = json!({ "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Params" } } } });
        let object = json!({ "type": "object", "additionalProperties": {} });
        let body = |content: Value| operation(|post| post["requestBody"]["content"] = content);
        let parameter = |parameter: Value| operation(|post| post["parameters"] = json!([parameter]));
        let cases = [
            ("two successes", operation(|post| post["responses"]["201"] = other.clone())),
            ("two errors", operation(|post| post["responses"]["500"] = other)),
            (
                "JSON without a schema",
                operation(|post| post["responses"]["200"]["content"] = json!({ "application/json": {} })),
            ),
            (
                "two request bodies",
                body(json!({ "application/json": { "schema": {} }, "text/plain": { "schema": { "type": "string" } } })),
            ),
            ("multipart", body(json!({ "multipart/form-data": { "schema": object } }))),
            ("cookie", parameter(json!({ "name": "x", "in": "cookie", "schema": { "type": "string" } }))),
            ("reference elsewhere", body(json!({ "application/json": { "schema": { "$ref": "other.json" } } }))),
            ("no operation id", operation(|post| post["operationId"] = Value::Null)),
            (
                "not",
                document(
                    json!({ "type": "object", "properties": { "x": { "not": { "type": "string" } } } }),
                    object.clone(),
                ),
            ),
            ("values that differ in case", document(json!({ "type": "string", "enum": ["ASC", "asc"] }), object)),
        ];
        assert!(attempt(&operation(|_| {})).is_ok());
        for (name, document) in cases {
            assert!(attempt(&document).is_err(), "{name}: the generator can do it now");
            assert_ne!(limits(&View::new(&document, &[])), [], "{name}: no lint");
        }
    }

    #[test]
    fn a_replaced_schema_may_be_anything() {
        let hostile = json!({ "oneOf": [{ "type": "array", "items": {} }, { "type": "object", "additionalProperties": true }], "not": {} });
        let document = document(json!({ "type": "object" }), hostile);
        assert_ne!(limits(&View::new(&document, &[])), []);
        assert_eq!(limits(&View::new(&document, &["Answer".to_owned()])), []);
    }
}
