//! Runs other programs, cargo above all.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::Error;

/// A program with its arguments.
pub(crate) struct Program {
    command: Command,
    shown: String,
}

impl Program {
    /// A program by its name.
    pub(crate) fn new(name: &str) -> Self {
        Self { command: Command::new(name), shown: name.to_owned() }
    }

    /// `cargo SUBCOMMAND`, with the cargo that runs this program.
    pub(crate) fn cargo(subcommand: &str) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Self { command: Command::new(cargo), shown: "cargo".to_owned() }.args([subcommand])
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

    /// Without what it prints when all is well.
    pub(crate) fn quiet(self) -> Self {
        self.into(Stdio::null())
    }

    /// With what it prints written into a file.
    pub(crate) fn into(mut self, file: impl Into<Stdio>) -> Self {
        self.command.stdout(file);
        self
    }

    /// Runs it in `folder`. What it prints goes where this program prints.
    pub(crate) fn run(mut self, folder: &Path) -> Result<(), Error> {
        let status = self.command.current_dir(folder).status().map_err(Error::file(folder))?;
        if status.success() { Ok(()) } else { Err(Error::Command { command: self.shown, status }) }
    }
}
