//! The list of documented names is sorted, and has every documented method of the contract.

use super::Finding;
use crate::codegen::load::Spec;
use crate::codegen::model::{Contract, Source};

/// Findings of this family.
pub(super) fn findings(spec: &Spec, contract: &Contract) -> Vec<Finding> {
    let names = &contract.documented;
    let mut findings = Vec::new();
    for (index, pair) in names.windows(2).enumerate() {
        let (before, name) = (pair[0].to_lowercase(), pair[1].to_lowercase());
        if name <= before {
            let wrong = if name == before { "is there twice" } else { "is out of order" };
            let message = format!("{:?} {wrong}; names are sorted without regard to letter case", pair[1]);
            findings.push(Finding::at(&spec.documented, format!("/methods/{}", index + 1), message));
        }
    }
    for (source, method) in spec.methods.iter().zip(&contract.methods) {
        if matches!(method.source, Source::Documented(_)) && !names.contains(&method.name) {
            let message = format!("the method is documented, so {} has its name", spec.documented.path);
            findings.push(Finding::at(&source.operation, "/method", message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds_typed, spec};

    #[test]
    fn names_are_sorted_and_complete() {
        let names = "documented-methods.yaml";
        let cases = [
            ("out of order", spec().with(names, "  - A.add\n")),
            ("there twice", spec().with(names, "  - B.List\n")),
            ("without a method of the contract", spec().without(names, "  - a.get\n")),
        ];
        insta::assert_snapshot!(finds_typed(super::findings, cases));
    }
}
