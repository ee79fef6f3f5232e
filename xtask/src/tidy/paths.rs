//! Nothing in the repository speaks of the machine that it was written on.

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use super::tree::{Tree, lines};

/// Home folders, and folders beside the repository. The parts are joined here so that this file is not found itself.
static MACHINE: LazyLock<Regex> = LazyLock::new(|| {
    let parts = [
        concat!(r"\.\./", "shared"),
        concat!(r"(?:^|[^\w.])/", "work/"),
        concat!("/", r"home/\w"),
        concat!("/", r"Users/\w"),
        concat!("/", r"root/\w"),
        concat!(r"\b[A-Z]:", r"\\\w"),
        concat!(r"\.", r"library\b"),
    ];
    Regex::new(&parts.join("|")).expect("the pattern is a constant")
});

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts() {
        for (line, text) in lines(text) {
            if MACHINE.is_match(text) {
                findings.push(Finding::new(path, line, "path", "this path exists on one machine only"));
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
    fn machine_paths_are_found_and_addresses_are_not() {
        let home = format!("see /{}/me/notes\n", "home");
        let beside = format!("read ../{}/design.md\n", "shared");
        let tree = tree(&[
            ("docs/a.md", &home),
            ("docs/b.md", &beside),
            ("docs/c.md", "https://example.com/work/list and /rest/1/x and target/debug\n"),
        ]);
        insta::assert_snapshot!(shown(&findings(&tree)));
    }
}
