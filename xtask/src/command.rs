//! Runs cargo.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use crate::error::Error;

/// A call of cargo.
pub(crate) struct Cargo {
    command: Command,
    shown: String,
}

impl Cargo {
    /// `cargo SUBCOMMAND`, with the cargo that runs this program.
    pub(crate) fn new(subcommand: &str) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.arg(subcommand);
        Self { command, shown: format!("cargo {subcommand}") }
    }

    /// With arguments.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        for arg in args {
            self.command.arg(arg);
            self.shown.push(' ');
            self.shown.push_str(arg);
        }
        self
    }

    /// With a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it in `folder`. What it prints goes where this program prints.
    pub(crate) fn run(mut self, folder: &Path) -> Result<(), Error> {
        let status = self.command.current_dir(folder).status().map_err(Error::file(folder))?;
        if status.success() { Ok(()) } else { Err(Error::Command { command: self.shown, status }) }
    }
}
