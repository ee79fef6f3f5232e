//! The directory of stubs: one file a method, called `<method>.json`.
//!
//! Everything in it is checked when the sandbox starts. After that each call reads its file anew, so that a stub can be
//! written and changed while the sandbox runs. A file is found among those that there are: the name of a method that
//! somebody calls is never made a path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Stub, check};
use crate::Error;

/// What the file of a stub is called after the method.
const SUFFIX: &str = ".json";

/// A file of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Name of the method, as the file is called.
    pub(crate) method: String,
    path: PathBuf,
}

/// Refuses a directory with a file that cannot be used.
pub(crate) fn check_all(directory: &Path) -> Result<(), Error> {
    let refuse = |path: &Path, problem: String| Error::Stub { path: path.to_owned(), problem };
    let mut known = BTreeMap::new();
    for file in files(directory).map_err(|problem| refuse(directory, problem))? {
        let name = check(&file.method).map_err(|problem| refuse(&file.path, problem))?;
        if let Some(doubt) = name.doubt {
            tracing::warn!(file = %file.path.display(), "{doubt}");
        }
        file.read().map_err(|problem| refuse(&file.path, problem))?;
        if let Some(other) = known.insert(file.method.to_ascii_lowercase(), file.method.clone()) {
            return Err(refuse(&file.path, format!("{other}{SUFFIX} is of the same method")));
        }
    }
    Ok(())
}

/// The files of a directory by name; those whose name begins with a dot are nobody's stubs.
pub(crate) fn files(directory: &Path) -> Result<Vec<File>, String> {
    let unreadable = |problem: std::io::Error| format!("the directory of stubs cannot be read: {problem}");
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        let method = name.to_str().filter(|name| !name.starts_with('.')).and_then(|name| name.strip_suffix(SUFFIX));
        if let Some(method) = method.filter(|_| entry.path().is_file()) {
            files.push(File { method: method.to_owned(), path: entry.path() });
        }
    }
    files.sort_by(|a, b| a.method.cmp(&b.method));
    Ok(files)
}

/// The file of a method, if there is one; letter case does not matter.
pub(crate) fn find(directory: &Path, method: &str) -> Result<Option<File>, String> {
    Ok(files(directory)?.into_iter().find(|file| file.method.eq_ignore_ascii_case(method)))
}

impl File {
    /// Name of the file.
    pub(crate) fn name(&self) -> String {
        format!("{}{SUFFIX}", self.method)
    }

    /// The stub, or why there is none.
    pub(crate) fn read(&self) -> Result<Stub, String> {
        let text = fs::read(&self.path).map_err(|problem| format!("it cannot be read: {problem}"))?;
        Stub::parse(&text)
    }
}

#[cfg(test)]
mod tests;
