//! Documented payloads are what their schemas say.

use jsonschema::Validator;
use serde_json::Value;

use super::Finding;
use crate::codegen::load::{Document, Spec};
use crate::codegen::model::{Contract, Example, Method};
use crate::codegen::names::Components;
use crate::codegen::{request, schemas};

/// Findings of this family.
pub(super) fn findings(spec: &Spec, contract: &Contract) -> Vec<Finding> {
    let documents = schemas::standalone(contract);
    let validator = |component: &str| {
        let schema = documents.get(component)?;
        jsonschema::draft202012::new(schema).ok()
    };
    let mut findings = Vec::new();
    let envelope = validator("ErrorEnvelope");
    for (method, source) in contract.methods.iter().zip(&spec.methods) {
        let components = Components::of(&method.name);
        let [params, answer, result] =
            [&components.params, &components.answer, &components.result].map(|name| validator(name));
        for (example, document) in method.examples.iter().zip(&source.examples) {
            let (validator, payload) = match example.kind.as_str() {
                "request" => (&params, request::normalise(method, &example.payload)),
                "answer" => (&answer, example.payload.clone()),
                "result" => (&result, example.payload.clone()),
                _ => {
                    findings.extend(of_error(contract, method, example, document));
                    (&envelope, example.payload.clone())
                }
            };
            findings.extend(validator.iter().flat_map(|validator| violations(validator, &payload, document)));
        }
    }
    findings
}

fn violations(validator: &Validator, payload: &Value, document: &Document) -> Vec<Finding> {
    validator
        .iter_errors(payload)
        .map(|error| Finding::at(document, format!("/payload{}", error.instance_path()), error.masked().to_string()))
        .collect()
}

/// An example of an error shows the error that it names.
fn of_error(contract: &Contract, method: &Method, example: &Example, document: &Document) -> Option<Finding> {
    let Some(clause) = &example.clause else {
        return Some(Finding::at(document, "", "an example of an error names it: add `clause`"));
    };
    let mut errors = contract.errors.iter().chain(&method.errors);
    let Some(error) = errors.find(|error| error.id == *clause) else {
        return Some(Finding::at(document, "/clause", format!("{} has no error {clause:?}", method.name)));
    };
    let code = example.payload["error"].as_str().unwrap_or_default();
    let text = example.payload["error_description"].as_str().unwrap_or_default();
    let shown = error.answers.iter().any(|answer| {
        example.status == Some(answer.status) && answer.code == code && (error.any_text || answer.text == text)
    });
    let message = format!("status, code and text are none of the answers of {clause}");
    (!shown).then(|| Finding::at(document, "/payload", message))
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds_typed, spec};

    #[test]
    fn examples_are_what_their_schemas_say() {
        let error = "methods/a.get/examples/error.json";
        let cases = [
            ("request", spec().replaced("methods/a.get/examples/request.json", "\"ID\": 1", "\"ID\": 0")),
            (
                "answer",
                spec().replaced("methods/a.get/examples/answer.json", "\"CONTACT_ID\": 7", "\"CONTACT_ID\": \"7\""),
            ),
            ("error payload", spec().replaced(error, "\"error\": \"\",", "")),
            ("another text", spec().replaced(error, "Bad id.", "Bad company.")),
            ("no clause", spec().replaced(error, "\"clause\": \"a.get/bad-id\",", "")),
            ("unknown clause", spec().replaced(error, "\"clause\": \"a.get/bad-id\"", "\"clause\": \"a.get/worse\"")),
        ];
        insta::assert_snapshot!(finds_typed(super::findings, cases));
    }
}
