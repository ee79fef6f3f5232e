//! Reports written to files; the suffix decides what they are.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use b24_conformance::{Event, report};

/// A report that was asked for.
#[derive(Debug)]
pub(super) struct ReportFile {
    path: PathBuf,
    kind: Kind,
}

/// A report whose file is open.
#[derive(Debug)]
pub(super) struct Open {
    report: ReportFile,
    file: File,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Html,
    JUnit,
    RunFile,
}

impl ReportFile {
    /// Takes the path of a report.
    pub(super) fn of(path: &Path) -> Result<Self, String> {
        let kind = match path.extension().and_then(|suffix| suffix.to_str()) {
            Some("html") => Kind::Html,
            Some("xml") => Kind::JUnit,
            Some("ndjson") => Kind::RunFile,
            _ => return Err(format!("the report {} must end in .html, .xml or .ndjson", path.display())),
        };
        Ok(Self { path: path.to_owned(), kind })
    }

    /// Opens the file, replacing an older report.
    pub(super) fn open(self) -> Result<Open, String> {
        match File::create(&self.path) {
            Ok(file) => Ok(Open { report: self, file }),
            Err(error) => Err(format!("the report {} cannot be written: {error}", self.path.display())),
        }
    }
}

impl Open {
    /// Writes the report.
    pub(super) fn write(mut self, events: &[Event]) -> Result<(), String> {
        let text = match self.report.kind {
            Kind::Html => report::html(events),
            Kind::JUnit => report::junit(events),
            Kind::RunFile => events.iter().map(report::run_file::line).collect(),
        };
        self.file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.sync_all())
            .map_err(|error| format!("the report {} could not be written: {error}", self.report.path.display()))
    }
}
