//! The ledger: a file that says of each record that a run makes, before it is made, that it is about to be. Whoever
//! finds it later knows what to look for, whatever became of the run.

mod line;
mod read;

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub(crate) use self::line::Line;
pub(crate) use self::read::{Found, find};
use crate::Error;

/// Version of the format, which the first line of a ledger names.
const VERSION: u32 = 1;

/// The ledger of a run that is under way. Its file is locked as long, so that nobody sweeps up after a run that still
/// works. It holds names of records and marks, never a credential or a value.
#[derive(Debug)]
pub(crate) struct Ledger {
    file: File,
    path: PathBuf,
}

impl Ledger {
    /// Opens a new ledger for a run against a portal, which is named by scheme, host and port.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] when the file cannot be made.
    pub(crate) fn create(dir: &Path, portal: &str, run: &str, started: f64) -> Result<Self, Error> {
        let path = dir.join(file_name(portal, run));
        let failed = |error: io::Error| Error::Ledger { path: path.clone(), reason: error.to_string() };
        directory(dir).map_err(failed)?;
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            // A file system without locks is no reason not to keep a ledger.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(failed(io::ErrorKind::WouldBlock.into())),
        }
        let mut ledger = Self { file, path };
        let opened = Line::Opened { version: VERSION, portal: portal.to_owned(), run: run.to_owned(), started };
        ledger.enter(&[opened])?;
        Ok(ledger)
    }

    /// Adds lines, which are on the disk when this returns.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] when they could not be written.
    pub(crate) fn enter(&mut self, lines: &[Line]) -> Result<(), Error> {
        let text: String = lines.iter().map(Line::text).collect();
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| Error::Ledger { path: self.path.clone(), reason: error.to_string() })
    }

    /// Ends a ledger of which nothing is left to be done: the file goes.
    pub(crate) fn close(mut self) {
        // Should it stay after all, it says itself that there is nothing left.
        let _ = self.enter(&[Line::Closed]);
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The name of a ledger's file; the portal's part is for people only.
fn file_name(portal: &str, run: &str) -> String {
    let host = portal.split_once("://").map_or(portal, |(_, host)| host);
    let host: String = host.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' }).collect();
    format!("{host}-{run}.ndjson")
}

fn directory(dir: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(test)]
mod tests;
