//! Rust files are short and say first what they do.

use super::Finding;
use super::tree::Tree;

/// Lines above which a file wants splitting.
const LIMIT: usize = 400;

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.sources() {
        let length = text.lines().count();
        if length > LIMIT {
            let message = format!("{length} lines; split it, {LIMIT} is the limit");
            findings.push(Finding::new(path, LIMIT + 1, "size", message));
        }
        let first = text.lines().next().unwrap_or_default();
        let says = first.strip_prefix("//!").is_some_and(|rest| !rest.trim().is_empty());
        if !says && !first.starts_with("#![doc") {
            let message = "the first line is a `//!` that says what the module does";
            findings.push(Finding::new(path, 1, "module-doc", message));
        }
    }
    findings
}

/// Number of files, their median length, and the longest.
pub(super) fn report(tree: &Tree) -> String {
    let mut lengths: Vec<_> = tree.sources().map(|(path, text)| (text.lines().count(), path)).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).map_or(0, |(length, _)| *length);
    let longest = lengths.last().map_or_else(String::new, |(length, path)| format!(", longest {length} ({path})"));
    format!("tidy: {} Rust files, median {median} lines{longest}", lengths.len())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, tree};
    use super::*;

    #[test]
    fn long_and_silent_modules_are_found() {
        let long = format!("//! Long.\n{}", "\n".repeat(400));
        let tree = tree(&[
            ("crates/a/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n"),
            ("crates/a/src/long.rs", &long),
            ("crates/a/src/silent.rs", "use std::fmt;\n"),
            ("crates/a/src/empty.rs", "//!\n"),
            ("crates/a/src/generated/table.rs", "static A: u8 = 1;\n"),
        ]);
        insta::assert_snapshot!(shown(&findings(&tree)));
        assert_eq!(report(&tree), "tidy: 4 Rust files, median 1 lines, longest 401 (crates/a/src/long.rs)");
    }
}
