//! The files of the book.

use std::io;
use std::path::Path;

use walkdir::WalkDir;

/// A page, or another text of the repository that shows code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path from the repository's root, with forward slashes.
    pub path: String,
    /// Its Markdown.
    pub text: String,
}

/// Every page below `docs/src`, then the README, sorted by path. `root` is the repository's.
///
/// # Errors
///
/// When a file cannot be read.
pub fn pages(root: &Path) -> io::Result<Vec<Page>> {
    let mut paths = vec!["README.md".to_owned()];
    for entry in WalkDir::new(root.join("docs/src")) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|suffix| suffix == "md")
            && let Ok(path) = entry.path().strip_prefix(root)
        {
            let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            paths.push(parts.join("/"));
        }
    }
    paths.sort();
    let read = |path: String| {
        let text = std::fs::read_to_string(root.join(&path))?;
        Ok(Page { path, text })
    };
    paths.into_iter().map(read).collect()
}
