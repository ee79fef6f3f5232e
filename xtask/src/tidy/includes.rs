//! Every crate packages alone: nothing is included from outside its folder.

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use super::tree::{Tree, lines};

static INCLUDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:include(?:_str|_bytes)?!\s*\(\s*|#\[path\s*=\s*)"([^"]+)""#).expect("the pattern is a constant")
});

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let folders: Vec<&str> = tree.manifests().map(|(_, folder, _)| folder).collect();
    let mut findings = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".rs")) {
        let Some(home) =
            folders.iter().filter(|folder| path.starts_with(&format!("{folder}/"))).max_by_key(|f| f.len())
        else {
            continue;
        };
        for (line, text) in lines(text) {
            for found in INCLUDE.captures_iter(text) {
                let target = resolve(path, &found[1]);
                if target.is_none_or(|target| !target.starts_with(&format!("{home}/"))) {
                    let message = format!("{:?} lies outside {home}; the crate would not package alone", &found[1]);
                    findings.push(Finding::new(path, line, "include", message));
                }
            }
        }
    }
    findings
}

/// The file that `target` means in `path`, from the root; nothing when it leads out of the repository.
fn resolve(path: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!target.starts_with('/')).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, tree};
    use super::*;

    #[test]
    fn includes_stay_in_their_crate() {
        let tree = tree(&[
            ("crates/a/Cargo.toml", ""),
            ("crates/ab/Cargo.toml", ""),
            (
                "crates/a/src/lib.rs",
                "#![doc = include_str!(\"../README.md\")]\nconst A: &str = include_str!(\"../../../spec/dist/openapi.json\");\n#[path = \"../../ab/src/lib.rs\"]\nmod b;\n",
            ),
        ]);
        insta::assert_snapshot!(shown(&findings(&tree)));
    }
}
