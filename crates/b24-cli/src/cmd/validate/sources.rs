//! The files to judge: those that were named, those in folders, standard input.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// What standard input is called in what is found.
const STDIN: &str = "standard input";

/// A file, or standard input.
pub(super) struct Source {
    name: String,
    path: Option<PathBuf>,
}

impl Source {
    /// What it is called in what is found.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Opens it.
    pub(super) fn open(&self) -> Result<Box<dyn Read>, String> {
        let Some(path) = &self.path else { return Ok(Box::new(std::io::stdin())) };
        match File::open(path) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(format!("{}: it could not be read: {error}", self.name)),
        }
    }
}

/// The sources that are named, each folder replaced by the files in it, in the order of their names.
pub(super) fn found(named: &[PathBuf]) -> Vec<Result<Source, String>> {
    named.iter().flat_map(|path| below(path)).collect()
}

fn below(path: &Path) -> Vec<Result<Source, String>> {
    if path.as_os_str() == "-" {
        return vec![Ok(Source { name: STDIN.to_owned(), path: None })];
    }
    if !path.is_dir() {
        return vec![Ok(of(path))];
    }
    let mut found = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_payload(entry.path()) => found.push(Ok(of(entry.path()))),
            Ok(_) => {}
            Err(error) => found.push(Err(format!("{}: it could not be read: {error}", path.display()))),
        }
    }
    found
}

fn of(path: &Path) -> Source {
    Source { name: path.display().to_string(), path: Some(path.to_owned()) }
}

fn is_payload(path: &Path) -> bool {
    let suffix = path.extension().and_then(|suffix| suffix.to_str()).unwrap_or_default().to_ascii_lowercase();
    ["json", "ndjson", "jsonl", "har"].contains(&suffix.as_str())
}
