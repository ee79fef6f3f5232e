//! Ledgers that runs left behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::Line;
use crate::Error;
use crate::event::Created;

/// A ledger on the disk.
#[derive(Debug)]
pub(crate) struct Found {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Id of the run.
    pub(crate) run: String,
    /// What the run may have left.
    pub(crate) entries: Vec<Entry>,
    /// Whether the run still goes on.
    pub(crate) running: bool,
}

impl Found {
    /// Removes the file, of which nothing is left to be done.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] when it cannot be removed.
    pub(crate) fn remove(&self) -> Result<(), Error> {
        let removed = std::fs::remove_file(&self.path);
        removed.map_err(|error| Error::Ledger { path: self.path.clone(), reason: error.to_string() })
    }
}

/// What a run may have left: a record, or a mark of which nobody knows whether a record bears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The record, where the portal told its id.
    pub(crate) record: Option<Created>,
    /// Its mark, where it could be given one.
    pub(crate) origin: Option<String>,
}

/// The ledgers of a portal, which is named by scheme, host and port, in the order of their names. A directory that does
/// not exist has none; lines that a crash cut off are left out.
///
/// # Errors
///
/// [`Error::Ledger`] for what cannot be read.
pub(crate) fn find(dir: &Path, portal: &str) -> Result<Vec<Found>, Error> {
    let failed =
        |path: &Path, error: std::io::Error| Error::Ledger { path: path.to_owned(), reason: error.to_string() };
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(dir, error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| failed(dir, error))?.path();
        if path.extension().is_some_and(|suffix| suffix == "ndjson") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let mut file = File::open(&path).map_err(|error| failed(&path, error))?;
        let running = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|error| failed(&path, error))?;
        found.extend(parsed(&path, &String::from_utf8_lossy(&text), portal, running));
    }
    Ok(found)
}

/// The ledger that a file holds, if it is one of this portal.
fn parsed(path: &Path, text: &str, portal: &str, running: bool) -> Option<Found> {
    let mut lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let run = lines.find_map(|line| match line {
        Line::Opened { portal: own, run, .. } if own == portal => Some(run),
        _ => None,
    })?;
    Some(Found { path: path.to_owned(), run, entries: left(lines), running })
}

/// What is left after all these lines.
fn left(lines: impl Iterator<Item = Line>) -> Vec<Entry> {
    let mut marks: BTreeSet<String> = BTreeSet::new();
    let mut records: BTreeMap<Created, Option<String>> = BTreeMap::new();
    for line in lines {
        match line {
            Line::Opened { .. } => {}
            Line::Making { origin, .. } => {
                marks.insert(origin);
            }
            Line::Made { record, origin } => {
                if let Some(origin) = &origin {
                    marks.remove(origin);
                }
                records.insert(record, origin);
            }
            Line::NotMade { origin } => {
                marks.remove(&origin);
            }
            Line::Removed { record } => drop(records.remove(&record)),
            Line::Closed => {
                marks.clear();
                records.clear();
            }
        }
    }
    let records = records.into_iter().map(|(record, origin)| Entry { record: Some(record), origin });
    records.chain(marks.into_iter().map(|origin| Entry { record: None, origin: Some(origin) })).collect()
}
