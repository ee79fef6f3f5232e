//! Known departures of the portal: read before a check, brought up to date after it.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use b24_conformance::{Event, Expectations, ExpectationsDraft};

use crate::replacement::Replacement;

/// The flags about known departures.
#[derive(Debug, clap::Args)]
pub(super) struct ExpectationArgs {
    /// Known departures of the portal (TOML), each with a reason, an owner and a last day: they do not fail, and one that
    /// the portal no longer shows does.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,

    /// After the run, bring the file of --expect up to date: new departures are added, with their reason and owner left
    /// to be said, and those that are gone are taken out.
    #[arg(long, requires = "expect")]
    update_expectations: bool,
}

impl ExpectationArgs {
    /// The known departures; a sentence when the file cannot be used. One that is to be brought up to date need not exist,
    /// and may have reasons still to be said.
    pub(super) fn read(&self) -> Result<Expectations, String> {
        let Some(path) = &self.expect else { return Ok(Expectations::default()) };
        let (file, text) = (path.display().to_string(), self.text(path)?);
        let read = if self.update_expectations { Expectations::parse_draft } else { Expectations::parse };
        read(&file, &text).map_err(|error| error.to_string())
    }

    /// What gathers the draft from the events of the run, if one was asked for.
    pub(super) fn draft(&self) -> Option<Draft<'_>> {
        let path = self.expect.as_deref().filter(|_| self.update_expectations)?;
        Some(Draft { args: self, path, gathered: ExpectationsDraft::default() })
    }

    fn text(&self, path: &Path) -> Result<String, String> {
        match std::fs::read_to_string(path) {
            Err(error) if self.update_expectations && error.kind() == ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(|error| format!("the expectations {} cannot be read: {error}", path.display())),
        }
    }
}

/// The file of known departures while a run goes on that will bring it up to date.
pub(super) struct Draft<'a> {
    args: &'a ExpectationArgs,
    path: &'a Path,
    gathered: ExpectationsDraft,
}

impl Draft<'_> {
    /// Takes the next event of the run.
    pub(super) fn take(&mut self, event: &Event) {
        self.gathered.take(event);
    }

    /// Writes the file, all of it or nothing. Gives a notice for whoever fills in the rest.
    pub(super) fn write(self) -> Result<String, String> {
        let path = self.path.display();
        let draft = self.gathered.applied(&path.to_string(), &self.args.text(self.path)?);
        let draft = draft.map_err(|error| error.to_string())?;
        let written = Replacement::open(self.path).and_then(|replacement| {
            replacement.file().write_all(draft.as_bytes())?;
            replacement.finish()
        });
        written.map_err(|error| format!("the expectations {path} cannot be written: {error}"))?;
        Ok(format!("expectations: {path} is up to date; each entry needs a reason and an owner"))
    }
}
