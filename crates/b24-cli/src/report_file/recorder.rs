//! Takes the events of a run as they happen: the run file grows with them, every other report is made of it at the end.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use b24_conformance::Event;
use b24_conformance::report::{Run, run_file};
use tempfile::NamedTempFile;

use super::{Kind, Page, unwritten};

/// The reports of a run that goes on. Of a run that is killed the run file tells everything until then; all other reports
/// stay as they were.
#[derive(Debug)]
pub(crate) struct Recorder {
    kept: Vec<Kept>,
    pages: Vec<Page>,
    begun: bool,
    failed: Option<String>,
}

/// A run file that is being written.
#[derive(Debug)]
struct Kept {
    path: PathBuf,
    file: File,
    /// Whether there was no file before; it goes again when no run begins.
    is_new: bool,
    /// What holds a file that nobody asked for.
    _spool: Option<NamedTempFile>,
}

impl Recorder {
    /// Opens reports.
    pub(super) fn open<'a>(reports: impl Iterator<Item = (&'a Path, Kind)>) -> Result<Self, String> {
        let mut recorder = Self { kept: Vec::new(), pages: Vec::new(), begun: false, failed: None };
        for (path, kind) in reports {
            match kind {
                Kind::RunFile => recorder.kept.push(Kept::open(path)?),
                Kind::Html | Kind::JUnit => recorder.pages.push(Page::open(path, kind)?),
            }
        }
        if recorder.kept.is_empty() && !recorder.pages.is_empty() {
            recorder.kept.push(Kept::spool()?);
        }
        Ok(recorder)
    }

    /// Writes an event to the run file. What goes wrong is told at the end, so that the run goes on.
    pub(crate) fn take(&mut self, event: &Event) {
        if self.kept.is_empty() || self.failed.is_some() {
            return;
        }
        let line = run_file::line(event);
        for kept in &mut self.kept {
            let emptied = if self.begun { Ok(()) } else { kept.file.set_len(0) };
            if let Err(error) = emptied.and_then(|()| kept.file.write_all(line.as_bytes())) {
                self.failed = Some(unwritten(&kept.path, &error));
            }
        }
        self.begun = true;
    }

    /// Makes all other reports. Where no run began, all stay as they were.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let Some(kept) = self.kept.first().filter(|_| self.begun) else { return Ok(()) };
        let files = [kept.path.clone()];
        kept.file.sync_all().map_err(|error| unwritten(&kept.path, &error))?;
        if self.pages.is_empty() {
            return Ok(());
        }
        let run = Run::read(&files).map_err(|error| error.to_string())?;
        std::mem::take(&mut self.pages).into_iter().try_for_each(|page| page.write(&run, &files))
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        for kept in self.kept.iter().filter(|kept| kept.is_new && !self.begun) {
            // A file that is left is empty, which readers say.
            let _ = fs::remove_file(&kept.path);
        }
    }
}

impl Kept {
    /// Opens a run file; it is emptied when the run begins.
    fn open(path: &Path) -> Result<Self, String> {
        let is_new = !path.exists();
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| unwritten(path, &error))?;
        Ok(Self { path: path.to_owned(), file, is_new, _spool: None })
    }

    /// A run file that only other reports are made of.
    fn spool() -> Result<Self, String> {
        let spool = NamedTempFile::new().map_err(|error| format!("no temporary file can be made: {error}"))?;
        let opened = OpenOptions::new().write(true).open(spool.path());
        let file = opened.map_err(|error| format!("the temporary file cannot be written: {error}"))?;
        Ok(Self { path: spool.path().to_owned(), file, is_new: false, _spool: Some(spool) })
    }
}
