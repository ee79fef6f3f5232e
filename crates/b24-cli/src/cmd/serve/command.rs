//! Runs a command beside the sandbox and ends as it ends.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitStatus;

use tokio::process::Command;

use super::job::{Job, Signals};
use super::variables::Variable;
use crate::exit::Exit;
use crate::print;

/// What shells answer for a command that exists and cannot be run.
const CANNOT_RUN: u8 = 126;
/// What shells answer for a command that does not exist.
const NOT_FOUND: u8 = 127;

/// Runs `program` until it ends, passing signals on.
pub(super) async fn run(program: &[OsString], variables: Vec<Variable>, signals: Signals) -> Exit {
    let [name, arguments @ ..] = program else { return Exit::Usage };
    let mut command = Command::new(name);
    command.args(arguments);
    for (variable, value) in variables {
        match value {
            Some(value) => command.env(variable, value),
            None => command.env_remove(variable),
        };
    }
    // Arguments may hold secrets, so messages name the program only.
    let name = name.to_string_lossy();
    let job = match Job::spawn(command) {
        Ok(job) => job,
        Err(error) => return not_run(&name, &error),
    };
    match job.wait(signals).await {
        Ok(status) => Exit::OfCommand(code(status)),
        Err(error) => {
            print::error(&format!("{name} could not be waited for: {error}"));
            Exit::ToolFailed
        }
    }
}

fn not_run(name: &str, error: &std::io::Error) -> Exit {
    if error.kind() == ErrorKind::NotFound {
        print::error(&format!("{name}: command not found"));
        return Exit::OfCommand(NOT_FOUND);
    }
    print::error(&format!("{name} cannot be run: {error}"));
    Exit::OfCommand(CANNOT_RUN)
}

/// The code a shell would answer; 1 for a code that does not fit into a byte.
#[cfg(unix)]
fn code(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt as _;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

/// The code of the command; 1 for one that does not fit into a byte.
#[cfg(not(unix))]
fn code(status: ExitStatus) -> u8 {
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
