//! The repository as files: its root, its texts, paths with forward slashes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::error::Error;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_else(|_| PathBuf::from("."))
}

/// Where cargo builds the workspace.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Texts by path, sorted, so that whatever is made of them has one order on every machine.
pub(crate) type Texts = BTreeMap<String, String>;

/// Reads every file below `folder` whose path `keep` accepts. Paths are relative to `root` and have forward slashes;
/// line ends are `\n`.
pub(crate) fn read(root: &Path, folder: &str, keep: impl Fn(&str) -> bool) -> Result<Texts, Error> {
    let mut texts = Texts::new();
    for path in list(root, folder)? {
        if keep(&path) {
            let full = root.join(&path);
            let text = std::fs::read_to_string(&full).map_err(Error::file(full))?;
            texts.insert(path, text.replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}

/// Paths of all files below `folder`, relative to `root`, sorted; a folder that does not exist has none.
pub(crate) fn list(root: &Path, folder: &str) -> Result<Vec<String>, Error> {
    let start = root.join(folder);
    if start.exists() { walk(root, &start, &[]) } else { Ok(Vec::new()) }
}

/// Paths of all files of the repository, sorted, without folders of the given names.
pub(crate) fn list_except(root: &Path, names: &[&str]) -> Result<Vec<String>, Error> {
    walk(root, root, names)
}

fn walk(root: &Path, start: &Path, skipped: &[&str]) -> Result<Vec<String>, Error> {
    let mut paths = Vec::new();
    let wanted =
        |entry: &DirEntry| !entry.file_type().is_dir() || !skipped.iter().any(|name| entry.file_name() == *name);
    for entry in WalkDir::new(start).into_iter().filter_entry(wanted) {
        let entry = entry.map_err(|error| Error::File { path: start.to_owned(), source: error.into() })?;
        if entry.file_type().is_file()
            && let Ok(relative) = entry.path().strip_prefix(root)
        {
            let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            paths.push(parts.join("/"));
        }
    }
    paths.sort();
    Ok(paths)
}
