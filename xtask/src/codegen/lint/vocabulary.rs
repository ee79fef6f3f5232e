//! Schemas are valid, use keywords that codegen understands, and say where they come from.

use serde_json::Value;

use super::{Finding, token};
use crate::codegen::load::{Document, Spec};
use crate::codegen::project::{DROPPED, KEPT};

/// Findings of this family.
pub(super) fn findings(spec: &Spec) -> Vec<Finding> {
    let mut findings = Vec::new();
    for schema in &spec.schemas {
        if schema.value.get("x-b24-source").is_none() {
            let message = "a shared schema says where it comes from: add x-b24-source";
            findings.push(Finding::at(schema, "", message));
        }
        findings.extend(dialect(schema, &schema.value, ""));
        walk(schema, &schema.value, "", true, &mut findings);
    }
    for method in &spec.methods {
        for member in ["parameters", "result"] {
            let schema = &method.operation.value[member];
            let pointer = format!("/{member}");
            findings.extend(dialect(&method.operation, schema, &pointer));
            walk(&method.operation, schema, &pointer, false, &mut findings);
        }
    }
    findings
}

/// Violations of JSON Schema itself, such as a type that does not exist.
fn dialect(document: &Document, schema: &Value, pointer: &str) -> Vec<Finding> {
    let validator = jsonschema::draft202012::meta::validator();
    let errors = validator.iter_errors(schema);
    errors
        .map(|error| {
            let message = format!("no valid JSON Schema: {}", error.masked());
            Finding::at(document, format!("{pointer}{}", error.instance_path()), message)
        })
        .collect()
}

/// Checks one schema and those in it.
fn walk(document: &Document, schema: &Value, pointer: &str, top: bool, findings: &mut Vec<Finding>) {
    let Some(members) = schema.as_object() else { return };
    for (key, value) in members {
        let here = format!("{pointer}/{}", token(key));
        match key.as_str() {
            "x-b24-source" if top => findings.extend(source(document, value, &here)),
            "pattern" if jsonschema::draft202012::new(&serde_json::json!({ "pattern": value })).is_err() => {
                findings.push(Finding::at(document, &here, "the pattern is no regular expression"));
            }
            key if !KEPT.contains(&key) && !DROPPED.contains(&key) => {
                let message =
                    format!("{key:?} is no keyword that codegen knows here; correct it, or teach the projection");
                findings.push(Finding::at(document, &here, message));
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    walk(document, member, &format!("{here}/{}", token(name)), false, findings);
                }
            }
            "allOf" | "anyOf" | "oneOf" => {
                for (index, member) in value.as_array().into_iter().flatten().enumerate() {
                    walk(document, member, &format!("{here}/{index}"), false, findings);
                }
            }
            "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains" | "propertyNames" => {
                walk(document, value, &here, false, findings);
            }
            _ => {}
        }
    }
}

fn source(document: &Document, value: &Value, pointer: &str) -> Option<Finding> {
    const KINDS: [&str; 5] = ["documented", "observed", "asserted", "inferred", "unknown"];
    let known = value.as_object().is_some_and(|members| {
        members.len() == 1 && members.iter().all(|(kind, place)| KINDS.contains(&kind.as_str()) && place.is_string())
    });
    let message = format!("a source is one of {} with a text", KINDS.join(", "));
    (!known).then(|| Finding::at(document, pointer, message))
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds, spec};

    #[test]
    fn keywords_are_known_and_sources_given() {
        let cases = [
            ("no source", spec().without("schemas/Id.yaml", "x-b24-source: { documented: data-types }\n")),
            ("no such source", spec().replaced("schemas/Id.yaml", "documented: data-types", "heard: somewhere")),
            ("misspelt keyword", spec().replaced("schemas/Id.yaml", "minimum:", "minimun:")),
            ("nested keyword", spec().replaced("methods/a.get/method.yaml", "items:", "prefixItems:")),
            ("unknown type", spec().replaced("schemas/Id.yaml", "type: integer", "type: whole")),
            ("broken pattern", spec().with("schemas/Id.yaml", "pattern: '[a'\n")),
            ("unknown extension", spec().with("schemas/Id.yaml", "x-b24-colour: red\n")),
        ];
        insta::assert_snapshot!(finds(super::findings, cases));
    }
}
