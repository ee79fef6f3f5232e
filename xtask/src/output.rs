//! Writes what was generated, or shows how the tree differs from it.

use std::path::Path;

use serde_json::Value;

use crate::error::Error;
use crate::files::{self, Texts};

/// A JSON document as it is written to disk.
pub(crate) fn json(value: &Value) -> String {
    format!("{value:#}\n")
}

/// How generated files are delivered.
#[derive(Clone, Copy)]
pub(crate) struct Delivery {
    /// Files or folders that hold generated texts only.
    pub(crate) places: &'static [&'static str],
    /// The command that writes them.
    pub(crate) command: &'static str,
    /// Whether the differences are only shown, and any is a failure.
    pub(crate) check: bool,
    /// Whether each file is named.
    pub(crate) verbose: bool,
}

/// Writes `texts` and removes what nothing generates any more, or shows the differences.
pub(crate) fn deliver(root: &Path, texts: &Texts, delivery: Delivery) -> Result<(), Error> {
    let Delivery { places, command, check, verbose } = delivery;
    let mut present = Texts::new();
    for place in places {
        present.extend(files::read(root, place, |_| true)?);
    }
    let changes = changes(&present, texts);
    if verbose {
        for path in texts.keys() {
            let state = if changes.iter().any(|change| change.path == *path) { "stale" } else { "fresh" };
            println!("{state} {path}");
        }
    }
    if check {
        return verdict(&changes, texts.len(), command);
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

/// A file that is not as it is generated.
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

fn verdict(changes: &[Change<'_>], total: usize, command: &'static str) -> Result<(), Error> {
    if changes.is_empty() {
        println!("{total} generated files are up to date");
        return Ok(());
    }
    let diffs: String = changes.iter().map(Change::diff).collect();
    Err(Error::Stale { diffs, count: changes.len(), command })
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
        let write = Delivery {
            places: &["spec/dist", "docs/src/generated"],
            command: "cargo xtask codegen",
            check: false,
            verbose: false,
        };
        let check = Delivery { check: true, ..write };
        deliver(root.path(), &old, write).expect("written");
        let error = deliver(root.path(), &new, check).expect_err("stale");
        insta::assert_snapshot!(error);
        assert!(root.path().join("docs/src/generated/old.md").exists(), "a check writes nothing");

        deliver(root.path(), &new, write).expect("written");
        deliver(root.path(), &new, check).expect("up to date");
        assert!(!root.path().join("docs/src/generated/old.md").exists());
    }
}
