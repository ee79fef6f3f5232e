//! Every source file follows its grammar in `spec/grammar/`.

use jsonschema::{Registry, ValidationError, Validator};
use serde_json::Value;

use super::Finding;
use crate::codegen::load::{Document, Spec};

/// Findings of this family.
pub(super) fn findings(spec: &Spec) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut check = |grammar: &str, documents: &mut dyn Iterator<Item = &Document>| match validator(spec, grammar) {
        Ok(validator) => documents.for_each(|document| findings.extend(violations(&validator, document))),
        Err(finding) => findings.push(finding),
    };
    let rules = spec.methods.iter().filter_map(|method| method.rules.as_ref());
    check("error", &mut std::iter::once(&spec.errors));
    check("rule", &mut spec.protocol.iter().chain(rules));
    check("method", &mut spec.methods.iter().map(|method| &method.operation));
    check("example", &mut spec.methods.iter().flat_map(|method| &method.examples));
    if spec.retired.is_some() {
        check("retired", &mut spec.retired.iter());
    }
    findings
}

fn validator(spec: &Spec, name: &str) -> Result<Validator, Finding> {
    let path = format!("spec/grammar/{name}.schema.yaml");
    let missing = || Finding::in_file(&path, "", "this grammar is missing");
    let grammar = spec.grammar.iter().find(|document| document.path == path).ok_or_else(missing)?;
    let broken = |error: String| Finding::at(grammar, "", format!("the grammar is no JSON Schema: {error}"));
    let mut registry = Registry::new();
    for document in &spec.grammar {
        if let Some(id) = document.value["$id"].as_str() {
            registry = registry.add(id, document.value.clone()).map_err(|error| broken(error.to_string()))?;
        }
    }
    let registry = registry.prepare().map_err(|error| broken(error.to_string()))?;
    let options = jsonschema::draft202012::options().with_registry(&registry);
    options.build(&grammar.value).map_err(|error| broken(error.to_string()))
}

fn violations(validator: &Validator, document: &Document) -> Vec<Finding> {
    validator
        .iter_errors(&document.value)
        .map(|error| Finding::at(document, error.instance_path().as_str(), sentence(&error, &document.value)))
        .collect()
}

/// The violation, with the value where it is short enough to read.
fn sentence(error: &ValidationError<'_>, document: &Value) -> String {
    let value = document.pointer(error.instance_path().as_str()).map(Value::to_string).unwrap_or_default();
    if value.len() <= 60 { error.to_string() } else { error.masked().to_string() }
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds, spec};

    #[test]
    fn grammars_are_enforced() {
        let cases = [
            ("method without effect", spec().without("methods/a.get/method.yaml", "effect: read\n")),
            ("unknown member", spec().with("methods/a.get/method.yaml", "colour: red\n")),
            ("error without a chosen answer", spec().replaced("errors.yaml", ", chosen: true", "")),
            ("rule without then", spec().replaced("protocol/forms.yaml", "  then: [ { status: 200 } ]\n", "")),
            (
                "answer example without status",
                spec().replaced("methods/a.get/examples/answer.json", "\"status\": 200,", ""),
            ),
            ("retired id without a reason", spec().file("retired.yaml", "- { id: a.get/old, since: 0.2.0 }\n")),
        ];
        insta::assert_snapshot!(finds(super::findings, cases));
    }
}
