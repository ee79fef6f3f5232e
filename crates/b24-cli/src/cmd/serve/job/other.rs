//! Jobs where there are no Unix signals: the console tells the command itself about Ctrl-C.

use std::io;
use std::process::ExitStatus;

use tokio::process::{Child, Command};

use crate::exit::Exit;

/// Ctrl-C, which must not end this program before the command.
pub(in super::super) struct Signals;

impl Signals {
    /// Begins to listen.
    pub(in super::super) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for Ctrl-C, and tells how to end when no command runs yet.
    pub(in super::super) async fn end(&mut self) -> Exit {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Exit::Interrupted,
            Err(_) => Exit::ToolFailed,
        }
    }
}

/// A running command.
pub(in super::super) struct Job {
    child: Child,
}

impl Job {
    /// Starts a command.
    pub(in super::super) fn spawn(mut command: Command) -> io::Result<Self> {
        Ok(Self { child: command.spawn()? })
    }

    /// Waits until the command has ended.
    pub(in super::super) async fn wait(mut self, _: Signals) -> io::Result<ExitStatus> {
        loop {
            tokio::select! {
                status = self.child.wait() => return status,
                Ok(()) = tokio::signal::ctrl_c() => {}
            }
        }
    }
}
