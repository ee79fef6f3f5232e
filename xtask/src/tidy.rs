//! `cargo xtask tidy`: what the workspace promises of itself and no compiler checks.

mod ids;
mod includes;
mod marks;
mod modules;
mod paths;
mod tree;
mod versions;
mod walls;

use std::fmt;

use crate::error::Error;
use crate::files;
use tree::Tree;

/// A broken promise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    line: usize,
    rule: &'static str,
    message: String,
}

impl Finding {
    fn new(file: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, rule, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} [{}]", self.file, self.line, self.message, self.rule)
    }
}

/// Checks the workspace.
pub(crate) fn run() -> Result<(), Error> {
    let root = files::root();
    let tree = Tree::read(&root)?;
    let families =
        [modules::findings, includes::findings, marks::findings, paths::findings, versions::findings, walls::findings];
    let mut findings: Vec<Finding> = families.into_iter().flat_map(|family| family(&tree)).collect();
    let baselines = ids::baselines(&root);
    findings.extend(ids::findings(&tree, &baselines));
    if findings.is_empty() {
        println!("{}", modules::report(&tree));
        if baselines.is_empty() {
            println!("no earlier commit to compare ids with");
        }
        return Ok(());
    }
    findings.sort();
    let count = findings.len();
    let findings = findings.iter().map(|finding| format!("{finding}\n")).collect();
    Err(Error::Tidy { findings, count })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree of the given files.
    pub(super) fn tree(files: &[(&str, &str)]) -> Tree {
        Tree::of(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// Findings as text, one line each.
    pub(super) fn shown(findings: &[Finding]) -> String {
        findings.iter().map(|finding| format!("{finding}\n")).collect()
    }
}
