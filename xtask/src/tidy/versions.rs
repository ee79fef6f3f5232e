//! Versions of dependencies stand in the workspace's table only.

use super::Finding;
use super::tree::{Tree, lines};

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, _, text) in tree.manifests() {
        for dependency in dependencies(text) {
            if !dependency.from_workspace {
                let message =
                    format!("{} takes its version from the workspace: `{0}.workspace = true`", dependency.name);
                findings.push(Finding::new(path, dependency.line, "version", message));
            }
        }
    }
    findings
}

/// A dependency as a manifest names it.
pub(super) struct Dependency<'a> {
    /// Name of the package.
    pub(super) name: &'a str,
    /// Where it stands.
    pub(super) line: usize,
    /// Whether it is for tests and examples only.
    pub(super) dev: bool,
    from_workspace: bool,
}

/// The dependencies of a manifest, one a line; a table of its own is one without a workspace's version.
pub(super) fn dependencies(text: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut section = "";
    for (line, text) in lines(text) {
        let text = text.split('#').next().unwrap_or_default().trim();
        if let Some(header) = text.strip_prefix('[') {
            section = header.trim_end_matches(']');
            let table = section.rsplit_once("dependencies.");
            if let Some((kind, name)) = table {
                found.push(Dependency { name, line, dev: kind.ends_with("dev-"), from_workspace: false });
            }
        } else if section.ends_with("dependencies")
            && let Some((key, value)) = text.split_once('=')
        {
            let name = key.trim().split('.').next().unwrap_or_default();
            let from_workspace = key.trim().ends_with(".workspace") || value.contains("workspace = true");
            found.push(Dependency { name, line, dev: section.ends_with("dev-dependencies"), from_workspace });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, tree};
    use super::*;

    #[test]
    fn versions_outside_the_workspace_are_found() {
        let manifest = "[package]\nversion = \"1.0\"\n\n[dependencies]\nserde.workspace = true\nhttp = { workspace = true, features = [] }\nbytes = \"1\"\n\n[dev-dependencies.insta]\nversion = \"1\"\n\n[features]\njudge = [\"dep:regex\"]\n";
        let tree =
            tree(&[("Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\n"), ("crates/a/Cargo.toml", manifest)]);
        insta::assert_snapshot!(shown(&findings(&tree)));
    }
}
