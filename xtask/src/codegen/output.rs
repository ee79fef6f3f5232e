//! Writes what codegen made, or shows how the tree differs from it.

use std::path::Path;

use serde_json::Value;

use crate::error::Error;
use crate::files::{self, Texts};

/// Folders that hold generated files only.
const FOLDERS: [&str; 4] =
    ["spec/dist", "crates/b24-contract/src/generated", "crates/b24-client/src/generated", "docs/src/generated"];

/// A JSON document as it is written to disk.
pub(crate) fn json(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes `texts` and removes what nothing generates any more; with `check` it only shows the differences and fails
/// when there are any.
pub(crate) fn deliver(root: &Path, texts: &Texts, check: bool, verbose: bool) -> Result<(), Error> {
    let mut present = Texts::new();
    for folder in FOLDERS {
        present.extend(files::read(root, folder, |_| true)?);
    }
    let changes = changes(&present, texts);
    if verbose {
        for path in texts.keys() {
            let state = if changes.iter().any(|change| change.path == *path) { "stale" } else { "fresh" };
            println!("{state} {path}");
        }
    }
    if check {
        return verdict(&changes, texts.len());
    }
    for change in &changes {
        let full = root.join(change.path);
        match change.new {
            Some(text) => write(&full, text)?,
            None => std::fs::remove_file(&full).map_err(Error::file(full))?,
        }
        println!("{} {}", change.verb(), change.path);
    }
    println!("{} files, {} changed", texts.len(), changes.len());
    Ok(())
}

/// A file that is not as codegen makes it.
struct Change<'a> {
    path: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

impl Change<'_> {
    fn verb(&self) -> &'static str {
        match (self.old, self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The difference, as `diff -u` prints it.
    fn diff(&self) -> String {
        let name =
            |side: &str, text: Option<&str>| text.map_or("/dev/null".into(), |_| format!("{side}/{}", self.path));
        similar::TextDiff::from_lines(self.old.unwrap_or_default(), self.new.unwrap_or_default())
            .unified_diff()
            .header(&name("a", self.old), &name("b", self.new))
            .to_string()
    }
}

fn changes<'a>(present: &'a Texts, texts: &'a Texts) -> Vec<Change<'a>> {
    let mut changes: Vec<_> = texts
        .iter()
        .map(|(path, new)| Change { path, old: present.get(path).map(String::as_str), new: Some(new) })
        .filter(|change| change.old != change.new)
        .collect();
    let unwanted = present.iter().filter(|(path, _)| !texts.contains_key(*path));
    changes.extend(unwanted.map(|(path, old)| Change { path, old: Some(old), new: None }));
    changes.sort_by_key(|change| change.path);
    changes
}

fn verdict(changes: &[Change<'_>], total: usize) -> Result<(), Error> {
    if changes.is_empty() {
        println!("{total} generated files are up to date");
        return Ok(());
    }
    let diffs: String = changes.iter().map(Change::diff).collect();
    Err(Error::Stale { diffs, count: changes.len() })
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    std::fs::write(path, text).map_err(Error::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(files: &[(&str, &str)]) -> Texts {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn check_shows_what_changed_what_is_new_and_what_should_go() {
        let root = tempfile::tempdir().expect("a folder");
        let old = texts(&[("spec/dist/a.json", "{\n  \"a\": 1\n}\n"), ("docs/src/generated/old.md", "# Old\n")]);
        let new = texts(&[("spec/dist/a.json", "{\n  \"a\": 2\n}\n"), ("spec/dist/b.json", "{}\n")]);
        deliver(root.path(), &old, false, false).expect("written");
        let error = deliver(root.path(), &new, true, false).expect_err("stale");
        insta::assert_snapshot!(error);
        assert!(root.path().join("docs/src/generated/old.md").exists(), "a check writes nothing");

        deliver(root.path(), &new, false, false).expect("written");
        deliver(root.path(), &new, true, false).expect("up to date");
        assert!(!root.path().join("docs/src/generated/old.md").exists());
    }
}
