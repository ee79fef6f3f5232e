//! Puts the specification together as one OpenAPI 3.1 document.

mod operation;
mod references;

use serde_json::{Map, Value, json};

use super::model::Contract;
use super::names::{self, Components};

pub(crate) use references::{component_of, visit_references};

/// Name of the schema that every successful answer extends.
pub(crate) const ENVELOPE: &str = "SuccessEnvelope";

/// Name of the schema that the successful answers of methods with pages extend besides.
pub(crate) const PAGE: &str = "PageEnvelope";

/// The bundled document: the root, one path a method, every schema a component.
pub(crate) fn openapi(contract: &Contract) -> Value {
    let mut document = contract.root.clone();
    let paths: Map<String, Value> = contract
        .methods
        .iter()
        .map(|method| (format!("/{}", method.name), operation::path_item(contract, method)))
        .collect();
    let components = &mut document["components"];
    if !components.is_object() {
        *components = json!({});
    }
    components["schemas"] = Value::Object(schemas(contract));
    components["examples"] = Value::Object(
        contract.errors.iter().map(|error| (operation::example_key(error), operation::error_example(error))).collect(),
    );
    components["responses"] = Value::Object(operation::responses(contract));
    document["x-b24-errors"] = contract.errors.iter().map(|error| error.id.as_str()).collect();
    document["paths"] = Value::Object(paths);
    document
}

/// Every schema by its component name, with references between components.
pub(crate) fn schemas(contract: &Contract) -> Map<String, Value> {
    let mut schemas = Map::new();
    for (name, schema) in &contract.schemas {
        schemas.insert(name.clone(), references::bundled(schema));
    }
    for method in &contract.methods {
        let components = Components::of(&method.name);
        let mut envelopes = vec![json!({ "$ref": names::reference(ENVELOPE) })];
        if method.paged {
            envelopes.push(json!({ "$ref": names::reference(PAGE) }));
        }
        schemas.insert(components.params, references::bundled(&method.parameters));
        schemas.insert(components.result.clone(), references::bundled(&method.result));
        schemas.insert(
            components.answer,
            json!({
                "title": format!("Answer of {}", method.name),
                "type": "object",
                "allOf": envelopes,
                "properties": { "result": { "$ref": names::reference(&components.result) } },
                "required": ["result"],
            }),
        );
    }
    schemas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::lint::test::{PAGE_ENVELOPE, spec};

    #[test]
    fn a_method_is_a_path_with_post_and_get() {
        let contract = Contract::from_spec(&spec().parse()).expect("typed");
        let document = openapi(&contract);
        insta::assert_snapshot!(format!("{:#}", document["paths"]));
        insta::assert_snapshot!(format!("{:#}", document["components"]["responses"]));
    }

    #[test]
    fn scopes_of_which_one_suffices_are_a_list() {
        let scope = |written: &str| {
            let tiny = spec().replaced("methods/a.get/method.yaml", "scope: crm", written);
            let contract = Contract::from_spec(&tiny.parse()).expect("typed");
            openapi(&contract)["paths"]["/a.get"]["post"]["x-b24-scope"].clone()
        };
        assert_eq!(scope("scope: crm"), "crm");
        assert_eq!(scope("scope: [user, user_brief]"), json!(["user", "user_brief"]));
    }

    #[test]
    fn an_answer_with_a_page_extends_both_envelopes() {
        let tiny =
            spec().with("methods/a.get/method.yaml", "paged: true\n").file("schemas/PageEnvelope.yaml", PAGE_ENVELOPE);
        let contract = Contract::from_spec(&tiny.parse()).expect("typed");
        let answer = &openapi(&contract)["components"]["schemas"]["a.get.answer"];
        let envelopes = [ENVELOPE, PAGE].map(|name| json!({ "$ref": names::reference(name) }));
        assert_eq!(answer["allOf"], json!(envelopes));
        let flat = crate::codegen::project::openapi(&contract);
        let flat = &flat["components"]["schemas"];
        assert_eq!(flat["a.get.answer"]["properties"]["total"]["type"], "integer");
        assert_eq!((&flat["a.get.answer"]["required"], flat.get(PAGE)), (&json!(["result"]), None));
    }

    #[test]
    fn objects_in_query_and_form_are_written_with_brackets() {
        let tiny = spec().after(
            "methods/a.get/method.yaml",
            "  properties:\n",
            "    fields: { type: object }\n    ids: { type: array }\n",
        );
        let contract = Contract::from_spec(&tiny.parse()).expect("typed");
        let document = openapi(&contract);
        let item = &document["paths"]["/a.get"];
        let names: Vec<_> =
            item["get"]["parameters"].as_array().expect("a list").iter().map(|p| (&p["name"], &p["style"])).collect();
        assert_eq!(json!(names), json!([["fields", "deepObject"], ["ids[]", null], ["id", null]]));
        let form = &item["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"];
        assert_eq!(form["encoding"], json!({ "fields": { "style": "deepObject", "explode": true } }));
    }
}
