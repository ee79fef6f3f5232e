//! Exit codes. Scripts rely on them.

use std::process::ExitCode;

use b24_conformance::{Error, Meaning};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All held.
    Held,
    /// The contract was violated; for `call`: the portal answered an error.
    Violated,
    /// Wrong usage.
    Usage,
    /// The portal could not be reached, or it refused the credentials.
    NoPortal,
    /// Nothing was checked.
    NothingChecked,
    /// The tool itself failed.
    ToolFailed,
    /// Ctrl-C.
    Interrupted,
    /// As the command that `serve` runs ended, or as the signal asks that came before it ran.
    OfCommand(u8),
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Exit::Held => 0,
            Exit::Violated => 1,
            Exit::Usage => 2,
            Exit::NoPortal => 3,
            Exit::NothingChecked => 4,
            Exit::ToolFailed => 5,
            Exit::Interrupted => 130,
            Exit::OfCommand(code) => code,
        }
    }
}

impl From<Meaning> for Exit {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Held => Exit::Held,
            Meaning::Violated => Exit::Violated,
            Meaning::NothingChecked => Exit::NothingChecked,
            Meaning::CaseBroke => Exit::ToolFailed,
            Meaning::Interrupted => Exit::Interrupted,
        }
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error {
            // What was given on the command line cannot be used: an address, or a file to read.
            Error::BadWebhook { .. }
            | Error::BadMock
            | Error::BadOauth
            | Error::BadUpstream
            | Error::Source { .. }
            | Error::Replay { .. }
            | Error::RunFile { .. }
            | Error::RunFileUnread { .. } => Exit::Usage,
            Error::Unreachable { .. } | Error::NoRest { .. } | Error::Refused { .. } => Exit::NoPortal,
            Error::NoSuchCase { .. } => Exit::NothingChecked,
            Error::Listen { .. } | Error::Client { .. } | Error::Ledger { .. } => Exit::ToolFailed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
