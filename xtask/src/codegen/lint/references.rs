//! Schemas refer to shared schemas by file, as a whole.

use super::Finding;
use crate::codegen::bundle::{component_of, visit_references};
use crate::codegen::load::{Document, Spec};

/// Findings of this family.
pub(super) fn findings(spec: &Spec) -> Vec<Finding> {
    let mut findings = Vec::new();
    for schema in &spec.schemas {
        check(spec, schema, "", "", &mut findings);
    }
    for method in &spec.methods {
        for member in ["/parameters", "/result"] {
            check(spec, &method.operation, member, "../../schemas/", &mut findings);
        }
    }
    findings
}

/// Checks every reference below `pointer`; `prefix` leads from the document's folder to the shared schemas.
fn check(spec: &Spec, document: &Document, pointer: &str, prefix: &str, findings: &mut Vec<Finding>) {
    let Some(schema) = document.value.pointer(pointer) else { return };
    visit_references(schema, pointer, &mut |place, target| {
        let known = |name: &str| spec.schemas.iter().any(|schema| schema.stem() == name);
        let message = if target.contains("://") {
            format!("{target:?} leads out of the repository; the client generator cannot follow it")
        } else if target.contains('#') {
            format!(
                "{target:?} points into a schema; the client generator cannot follow it, make the part a shared schema"
            )
        } else if let Some(name) = component_of(target)
            && target.strip_prefix(prefix).is_some_and(|file| !file.contains('/'))
            && known(name)
        {
            return;
        } else {
            format!("{target:?} is no shared schema; write \"{prefix}<Name>.yaml\" for one in spec/schemas/")
        };
        findings.push(Finding::at(document, place, message));
    });
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds, spec};

    #[test]
    fn references_lead_to_shared_schemas() {
        let method = "methods/a.get/method.yaml";
        let cases = [
            ("external", spec().replaced(method, "../../schemas/Id.yaml", "https://example.com/Id.yaml")),
            ("deep", spec().replaced(method, "../../schemas/Id.yaml", "../../schemas/Row.yaml#/properties/ID")),
            ("unknown", spec().replaced(method, "../../schemas/Id.yaml", "../../schemas/Key.yaml")),
            ("wrong folder", spec().replaced(method, "../../schemas/Id.yaml", "Id.yaml")),
        ];
        insta::assert_snapshot!(finds(super::findings, cases));
    }
}
