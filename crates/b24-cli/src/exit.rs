//! Exit codes. Scripts rely on them.

use std::process::ExitCode;

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

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
