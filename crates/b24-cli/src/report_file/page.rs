//! A report that is written as a whole: it replaces an older one when it is complete, and never before.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use b24_conformance::report::run_file::Reader;
use b24_conformance::report::{self, Run};

use super::{Kind, unwritten};
use crate::replacement::Replacement;

/// A report that is open.
#[derive(Debug)]
pub(crate) struct Page {
    path: PathBuf,
    kind: Kind,
    replacement: Replacement,
}

impl Page {
    /// Makes sure that the report can be written, without touching an older one.
    pub(crate) fn open(path: &Path, kind: Kind) -> Result<Self, String> {
        let replacement = Replacement::open(path).map_err(|error| unwritten(path, &error))?;
        Ok(Self { path: path.to_owned(), kind, replacement })
    }

    /// Writes the report of a run that is kept in these files.
    pub(crate) fn write(self, run: &Run, files: &[impl AsRef<Path>]) -> Result<(), String> {
        let Self { path, kind, replacement } = self;
        let mut out = BufWriter::new(replacement.file());
        let text = match kind {
            Kind::Html => report::html(run),
            Kind::JUnit => report::junit(run),
            Kind::RunFile => String::new(),
        };
        let mut written = out.write_all(text.as_bytes());
        if kind == Kind::RunFile {
            for file in files {
                for event in Reader::open(file.as_ref()).map_err(|error| error.to_string())? {
                    let line = report::run_file::line(&event.map_err(|error| error.to_string())?);
                    written = written.and_then(|()| out.write_all(line.as_bytes()));
                }
            }
        }
        written.and_then(|()| out.flush()).map_err(|error| unwritten(&path, &error))?;
        drop(out);
        replacement.finish().map_err(|error| unwritten(&path, &error))
    }
}
