//! The texts of the repository.

use std::path::Path;

use crate::error::Error;
use crate::files::{self, Texts};

/// Folders that hold no source.
const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "vendor"];

/// Every text file by its path.
pub(super) struct Tree {
    files: Texts,
}

impl Tree {
    /// Reads the repository. Files that are no text are left out.
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        let mut files = Texts::new();
        // In a linked work tree `.git` is a file.
        for path in files::list_except(root, &SKIPPED)?.into_iter().filter(|path| path != ".git") {
            if let Ok(text) = std::fs::read_to_string(root.join(&path)) {
                files.insert(path, text);
            }
        }
        Ok(Self::of(files))
    }

    /// A tree of given texts.
    pub(super) fn of(files: Texts) -> Self {
        Self { files }
    }

    /// All texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// One text.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Rust files that people write.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(|(path, _)| path.ends_with(".rs") && !is_generated(path))
    }

    /// Manifests of the member packages, with their folder.
    pub(super) fn manifests(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.texts().filter_map(|(path, text)| Some((path, path.strip_suffix("/Cargo.toml")?, text)))
    }
}

/// Whether a file lies in a folder of generated files.
pub(super) fn is_generated(path: &str) -> bool {
    path.starts_with("spec/dist/") || path.split('/').any(|part| part == "generated")
}

/// Lines with their number, from 1.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}
