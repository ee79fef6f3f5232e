//! Reports in files; the suffix decides what they are.

mod page;
mod recorder;

use std::path::{Path, PathBuf};

use crate::exit::Exit;

pub(crate) use self::page::Page;
pub(crate) use self::recorder::Recorder;

/// The flags about reports.
#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// Write a report; the suffix decides: .html, .xml (JUnit) or .ndjson (run file, written while the run goes on).
    /// Repeatable.
    #[arg(long = "report", value_name = "FILE")]
    reports: Vec<PathBuf>,
}

impl ReportArgs {
    /// Opens every report, so that one that cannot be written costs nobody a run. An older report stays until then.
    pub(crate) fn open(&self) -> Result<Recorder, (String, Exit)> {
        let kinds: Vec<Kind> = self
            .reports
            .iter()
            .map(|path| Kind::of(path))
            .collect::<Result<_, _>>()
            .map_err(|sentence| (sentence, Exit::Usage))?;
        Recorder::open(self.reports.iter().map(PathBuf::as_path).zip(kinds))
            .map_err(|sentence| (sentence, Exit::ToolFailed))
    }
}

/// What kind of report a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    JUnit,
    RunFile,
}

impl Kind {
    /// The kind that a path asks for.
    pub(crate) fn of(path: &Path) -> Result<Self, String> {
        match path.extension().and_then(|suffix| suffix.to_str()) {
            Some("html") => Ok(Kind::Html),
            Some("xml") => Ok(Kind::JUnit),
            Some("ndjson") => Ok(Kind::RunFile),
            _ => Err(format!("the report {} must end in .html, .xml or .ndjson", path.display())),
        }
    }
}

/// Why a report cannot be written, or was not.
fn unwritten(path: &Path, error: &impl std::fmt::Display) -> String {
    format!("the report {} cannot be written: {error}", path.display())
}
