//! A report that is written as a whole: it replaces an older one when it is complete, and never before.

use std::fs::{self, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use b24_conformance::report::run_file::Reader;
use b24_conformance::report::{self, Run};
use tempfile::NamedTempFile;

use super::{Kind, unwritten};

/// A report that is open.
#[derive(Debug)]
pub(crate) struct Page {
    path: PathBuf,
    kind: Kind,
    file: NamedTempFile,
}

impl Page {
    /// Makes sure that the report can be written, without touching an older one.
    pub(crate) fn open(path: &Path, kind: Kind) -> Result<Self, String> {
        // What a link refers to is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = match fs::metadata(&path) {
            Ok(old) => {
                OpenOptions::new().write(true).open(&path).map_err(|error| unwritten(&path, &error))?;
                Some(old)
            }
            Err(_) => None,
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".b24-report-");
        #[cfg(unix)]
        let builder = {
            use std::os::unix::fs::PermissionsExt as _;
            let usual = || fs::Permissions::from_mode(0o666);
            builder.permissions(old.as_ref().map_or_else(usual, fs::Metadata::permissions))
        };
        if old.is_some_and(|old| !old.is_file()) {
            return Err(unwritten(&path, &"it is no file"));
        }
        let file = builder.tempfile_in(folder).map_err(|error| unwritten(&path, &error))?;
        Ok(Self { path, kind, file })
    }

    /// Writes the report of a run that is kept in these files.
    pub(crate) fn write(self, run: &Run, files: &[impl AsRef<Path>]) -> Result<(), String> {
        let Self { path, kind, file } = self;
        let mut out = BufWriter::new(file.as_file());
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
        file.as_file().sync_all().map_err(|error| unwritten(&path, &error))?;
        file.persist(&path).map_err(|error| unwritten(&path, &error.error))?;
        Ok(())
    }
}
