//! Errors of one method can be told apart.

use std::collections::BTreeMap;

use super::Finding;
use crate::codegen::load::Spec;
use crate::codegen::model::{Contract, ErrorClause};

/// Findings of this family.
pub(super) fn findings(spec: &Spec, contract: &Contract) -> Vec<Finding> {
    let system = "spec/errors.yaml".to_owned();
    let mut findings = clashes(&[(&system, "", &contract.errors)]);
    for (method, source) in contract.methods.iter().zip(&spec.methods) {
        let of_system = (&system, "", contract.errors.as_slice());
        let own = (&source.operation.path, "/errors", method.errors.as_slice());
        findings.extend(clashes(&[of_system, own]));
    }
    findings
}

/// Errors whose chosen answers have the same status, code and text as those of an earlier one.
fn clashes(lists: &[(&String, &str, &[ErrorClause])]) -> Vec<Finding> {
    let mut seen: BTreeMap<(u16, String, String), &str> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, pointer, errors) in lists {
        for (index, error) in errors.iter().enumerate() {
            let Some(answer) = error.ranked().first().copied() else { continue };
            let look = (answer.status, answer.code.to_lowercase(), answer.text.to_lowercase());
            if let Some(first) = seen.get(&look) {
                let message = format!(
                    "{} answers {} {:?} {:?}, as {first} does: an answer could not say which of them it is",
                    error.id, answer.status, answer.code, answer.text
                );
                findings.push(Finding::in_file(path, format!("{pointer}/{index}/answers"), message));
            } else {
                seen.insert(look, &error.id);
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds_typed, spec};

    const TWIN: &str = "
  - id: a.get/twin
    when: Something else that looks the same.
    retry: never
    answers:
      - { status: 400, code: \"\", text: bad ID., source: { documented: a-get }, chosen: true }
";

    #[test]
    fn errors_differ_in_what_is_answered() {
        let own = spec().after(
            "methods/a.get/method.yaml",
            "text: Bad id., source: { documented: a-get }, chosen: true }",
            TWIN,
        );
        let system = spec().replaced(
            "methods/a.get/method.yaml",
            "status: 400, code: \"\", text: Bad id.",
            "status: 401, code: NO_AUTH, text: No authorization.",
        );
        insta::assert_snapshot!(finds_typed(super::findings, [("own", own), ("system", system)]));
    }
}
