//! Every source file follows its grammar in `spec/grammar/`.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Registry, ValidationError, Validator};
use serde_json::Value;

use super::{Finding, token};
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
    check("documented-methods", &mut std::iter::once(&spec.documented));
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
    let errors: Vec<_> = validator.iter_errors(&document.value).collect();
    // Members of a part that has another mistake count as unknown to the whole, which would only distract.
    let spoilt = |place: &str| {
        errors.iter().any(|error| {
            let inner = error.instance_path().as_str().strip_prefix(place);
            !is_unevaluated(error) && inner.is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let told = errors.iter().filter(|error| !(is_unevaluated(error) && spoilt(error.instance_path().as_str())));
    told.flat_map(|error| findings_of(error, document)).collect()
}

fn is_unevaluated(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::UnevaluatedProperties { .. })
}

/// The findings that a violation is: one, or one for each unknown word.
fn findings_of(error: &ValidationError<'_>, document: &Document) -> Vec<Finding> {
    let place = error.instance_path().as_str();
    let message = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let unknown = |word: &String| {
                let message = format!("the grammar has no word {word:?} here");
                Finding::at(document, format!("{place}/{}", token(word)), message)
            };
            return unexpected.iter().map(unknown).collect();
        }
        ValidationErrorKind::Required { property } => format!("{property} is missing"),
        ValidationErrorKind::Enum { options } => {
            let options: Vec<_> = options.as_array().into_iter().flatten().map(Value::to_string).collect();
            format!("{} is none of {}", error.instance(), options.join(", "))
        }
        ValidationErrorKind::FalseSchema => "this does not go together with what stands beside it".to_owned(),
        ValidationErrorKind::Contains => "exactly one of these has to be `chosen`".to_owned(),
        _ => sentence(error, &document.value),
    };
    vec![Finding::at(document, place, message)]
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
        let rules = "methods/a.get/rules.yaml";
        let cases = [
            ("method without effect", spec().without("methods/a.get/method.yaml", "effect: read\n")),
            ("unknown member", spec().with("methods/a.get/method.yaml", "colour: red\n")),
            ("error without a chosen answer", spec().replaced("errors.yaml", ", chosen: true", "")),
            ("rule without then", spec().replaced("protocol/forms.yaml", "  then: [ { status: 200 } ]\n", "")),
            (
                "answer example without status",
                spec().replaced("methods/a.get/examples/answer.json", "\"status\": 200,", ""),
            ),
            ("unknown word in a rule", spec().replaced(rules, "status: 200", "stauts: 200")),
            (
                "unknown word in a call",
                spec().replaced(rules, "when: { call: a.get,", "when: { call: a.get, vai: form,"),
            ),
            ("unknown credential", spec().replaced(rules, "when: { call: a.get,", "when: { call: a.get, as: nobody,")),
            ("wrong type", spec().replaced(rules, "status: 200", "count: many")),
            ("unknown record", spec().replaced(rules, "{ contact: $a }", "{ person: $a }")),
            ("fields of a link", spec().replaced(rules, "link: [$c, $a]", "link: [$c, $a], fields: {}")),
            ("variable without its sign", spec().replaced(rules, "company: $c", "company: c")),
            (
                "pointer without a slash",
                spec().replaced(rules, "status: 200", "values: { total: 1 }, keys: { result: [a] }"),
            ),
            ("take of a pointer without a slash", spec().replaced(rules, "status: 200", "take: { $t: result }")),
            ("take of a name without its sign", spec().replaced(rules, "status: 200", "take: { t: /result }")),
            ("source of a kind that is none", spec().replaced(rules, "documented: a-get", "heard: somewhere")),
            ("rule with two ways to check it", spec().with(rules, "  checked-by: other\n")),
            (
                "scopes of which one is none",
                spec().replaced("methods/a.get/method.yaml", "scope: crm", "scope: [crm, everything]"),
            ),
            ("documented name that is none", spec().replaced("documented-methods.yaml", "- b.list", "- b list")),
            ("retired id without a reason", spec().file("retired.yaml", "- { id: a.get/old, since: 0.2.0 }\n")),
        ];
        insta::assert_snapshot!(finds(super::findings, cases));
    }
}
