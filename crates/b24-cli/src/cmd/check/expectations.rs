//! Known departures of the portal: read before a check, brought up to date after it.

use std::path::{Path, PathBuf};

use b24_conformance::{Event, Expectations, expectations_draft};

use crate::atomic_file;

/// The flags about known departures.
#[derive(Debug, clap::Args)]
pub(super) struct ExpectationArgs {
    /// Known departures of the portal (TOML), each with a reason, an owner and a last day: they do not fail, and one that
    /// the portal no longer shows does.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,

    /// After the run, bring the file of --expect up to date: new departures are added with their reason and owner left to
    /// be said, those that are gone are taken out.
    #[arg(long, requires = "expect")]
    update_expectations: bool,
}

impl ExpectationArgs {
    /// The known departures; a sentence when the file cannot be used. A file that is to be made need not exist, and one
    /// that is to be brought up to date may have reasons still to be said.
    pub(super) fn read(&self) -> Result<Expectations, String> {
        let Some(path) = &self.expect else { return Ok(Expectations::default()) };
        match self.text(path)? {
            text if self.update_expectations => Expectations::parse_draft(&name(path), &text),
            text => Expectations::parse(&name(path), &text),
        }
        .map_err(|error| error.to_string())
    }

    /// Brings the file up to date with a run, if that was asked for. Gives the path of what was written.
    pub(super) fn update(&self, events: &[Event]) -> Result<Option<&Path>, String> {
        let Some(path) = self.expect.as_deref().filter(|_| self.update_expectations) else { return Ok(None) };
        let text = self.text(path)?;
        let draft = expectations_draft(&name(path), &text, events);
        let draft = draft.map_err(|error| error.to_string())?;
        atomic_file::write(path, draft.as_bytes())
            .map_err(|error| format!("{} could not be written: {error}", path.display()))?;
        Ok(Some(path))
    }

    fn text(&self, path: &Path) -> Result<String, String> {
        match std::fs::read_to_string(path) {
            Err(error) if self.update_expectations && error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(|error| format!("the expectations {} could not be read: {error}", path.display())),
        }
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
