//! Who may import whom in the workspace.

use super::Finding;
use super::tree::Tree;
use super::versions::dependencies;

/// Member packages by folder: what they may import of the workspace, and what their tests may import besides.
const MEMBERS: &[(&str, &[&str], &[&str])] = &[
    ("crates/b24-contract", &[], &[]),
    ("crates/b24-client", &["b24-contract"], &["b24-sandbox"]),
    ("crates/b24-sandbox", &["b24-contract"], &[]),
    ("crates/b24-conformance", &["b24-client", "b24-contract"], &[]),
    ("crates/b24-cli", &["b24-client", "b24-conformance", "b24-contract", "b24-sandbox"], &[]),
    ("tests", &["b24-client", "b24-conformance", "b24-contract", "b24-sandbox"], &[]),
    ("docs", &[], &["b24-client", "b24-conformance", "b24-contract", "b24-sandbox"]),
    // It links nothing that holds generated code, so that stale code can always be generated again.
    ("xtask", &["b24-book"], &[]),
];

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, folder, text) in tree.manifests() {
        let Some((_, allowed, in_tests)) = MEMBERS.iter().find(|(member, _, _)| *member == folder) else {
            let message = "say in xtask/src/tidy/walls.rs what this package may import";
            findings.push(Finding::new(path, 1, "wall", message));
            continue;
        };
        for dependency in dependencies(text).into_iter().filter(|dependency| dependency.name.starts_with("b24-")) {
            let may = allowed.contains(&dependency.name) || (dependency.dev && in_tests.contains(&dependency.name));
            if !may {
                let how = if dependency.dev { "not even in tests" } else { "it would break a wall of the design" };
                let message = format!("{folder} may not import {}: {how}", dependency.name);
                findings.push(Finding::new(path, dependency.line, "wall", message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, tree};
    use super::*;

    #[test]
    fn imports_through_a_wall_are_found() {
        let tree = tree(&[
            (
                "crates/b24-client/Cargo.toml",
                "[dependencies]\nb24-contract.workspace = true\n[dev-dependencies]\nb24-sandbox.workspace = true\n",
            ),
            ("crates/b24-conformance/Cargo.toml", "[dev-dependencies]\nb24-sandbox.workspace = true\n"),
            ("crates/b24-sandbox/Cargo.toml", "[dependencies]\nb24-client = { workspace = true }\n"),
            ("crates/b24-new/Cargo.toml", "[dependencies]\n"),
            ("xtask/Cargo.toml", "[dependencies]\nb24-contract.workspace = true\n"),
        ]);
        insta::assert_snapshot!(shown(&findings(&tree)));
    }
}
