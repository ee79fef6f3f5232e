//! Files stand where they are looked for, and names agree with their folders.

use super::Finding;
use crate::codegen::load::Spec;

/// Findings of this family.
pub(super) fn findings(spec: &Spec) -> Vec<Finding> {
    let mut findings: Vec<_> = spec
        .stray
        .iter()
        .map(|path| Finding::in_file(path, "", "codegen reads nothing from here; move or remove it"))
        .collect();
    for method in &spec.methods {
        let named = method.operation.value["method"].as_str().unwrap_or_default();
        if named != method.folder {
            let message = format!("the method is called {named:?}; its folder must have the same name");
            findings.push(Finding::at(&method.operation, "/method", message));
        }
        for example in &method.examples {
            let id = example.value["id"].as_str().unwrap_or_default();
            if id.rsplit('/').next() != Some(example.stem()) {
                let message = format!("the example's id ends in {:?}, its file is called {}.json", id, example.stem());
                findings.push(Finding::at(example, "/id", message));
            }
        }
    }
    if spec.root.value.get("paths").is_some() {
        let message = "paths are made from methods/; write a method there";
        findings.push(Finding::at(&spec.root, "/paths", message));
    }
    if spec.root.value["openapi"].as_str().is_none_or(|version| !version.starts_with("3.1.")) {
        findings.push(Finding::at(&spec.root, "/openapi", "the contract is written in OpenAPI 3.1"));
    }
    findings.extend(tags(spec));
    findings
}

/// Every method's tag is declared in the root.
fn tags(spec: &Spec) -> impl Iterator<Item = Finding> {
    let declared: Vec<_> =
        spec.root.value["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect();
    spec.methods.iter().filter_map(move |method| {
        let tag = method.operation.value["tag"].as_str()?;
        let message = format!("spec/openapi.yaml declares no tag {tag:?}");
        (!declared.contains(&tag)).then(|| Finding::at(&method.operation, "/tag", message))
    })
}

#[cfg(test)]
mod tests {
    use crate::codegen::lint::test::{finds, spec};

    #[test]
    fn files_and_names_agree() {
        let cases = [
            ("stray file", spec().file("methods/a.get/notes.txt", "x")),
            (
                "folder and method differ",
                spec().replaced("methods/a.get/method.yaml", "method: a.get", "method: a.list"),
            ),
            (
                "file and example differ",
                spec().replaced("methods/a.get/examples/answer.json", "example/answer", "example/reply"),
            ),
            ("paths in the root", spec().with("openapi.yaml", "paths: {}\n")),
            ("another OpenAPI", spec().replaced("openapi.yaml", "3.1.0", "3.0.3")),
            ("undeclared tag", spec().replaced("openapi.yaml", "{ name: company,", "{ name: other,")),
        ];
        insta::assert_snapshot!(finds(super::findings, cases));
    }
}
