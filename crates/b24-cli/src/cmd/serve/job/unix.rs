//! Jobs on Unix: a process group that gets every signal this program gets.

use std::io::{self, IsTerminal as _};
use std::process::ExitStatus;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};
use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal as Listener, SignalKind, signal};

use crate::exit::Exit;

/// How long what a command left behind may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(5);
/// How often it is looked whether anything is left.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Signals that are passed on. None that arrives after [`Signals::listen`] is lost.
pub(in super::super) struct Signals {
    interrupt: Listener,
    quit: Listener,
    terminate: Listener,
    hang_up: Listener,
}

impl Signals {
    /// Begins to listen.
    pub(in super::super) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::INT,
            _ = self.quit.recv() => Signal::QUIT,
            _ = self.terminate.recv() => Signal::TERM,
            _ = self.hang_up.recv() => Signal::HUP,
        }
    }

    /// Waits for a signal, and tells how to end when no command runs yet.
    pub(in super::super) async fn end(&mut self) -> Exit {
        let signal = self.next().await;
        Exit::OfCommand(u8::try_from(128 + signal.as_raw()).unwrap_or(1))
    }
}

/// A running command.
pub(in super::super) struct Job {
    child: Child,
    leader: Option<Pid>,
    /// Whether the command leads a process group of its own. It does not at a terminal, because the terminal lets only
    /// one group read and sends Ctrl-C to that group.
    own_group: bool,
}

impl Job {
    /// Starts a command.
    pub(in super::super) fn spawn(mut command: Command) -> io::Result<Self> {
        let own_group = !io::stdin().is_terminal();
        if own_group {
            command.process_group(0);
        }
        let child = command.spawn()?;
        let leader = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        Ok(Self { child, leader, own_group })
    }

    /// Waits until the command has ended, and sees to it that nothing of its group is left.
    pub(in super::super) async fn wait(mut self, mut signals: Signals) -> io::Result<ExitStatus> {
        let status = loop {
            tokio::select! {
                status = self.child.wait() => break status?,
                signal = signals.next() => self.pass_on(signal),
            }
        };
        if let (Some(group), true) = (self.leader, self.own_group) {
            end_group(group, &mut signals).await;
        }
        Ok(status)
    }

    fn pass_on(&self, signal: Signal) {
        let Some(leader) = self.leader else { return };
        // A command that has just ended needs no signal any more.
        let _ = match (self.own_group, signal) {
            (true, _) => kill_process_group(leader, signal),
            // The terminal has sent these to the command already.
            (false, Signal::INT | Signal::QUIT) => Ok(()),
            (false, _) => kill_process(leader, signal),
        };
    }
}

/// Ends what a command left behind: politely, and by force after a while or at the next signal.
async fn end_group(group: Pid, signals: &mut Signals) {
    if kill_process_group(group, Signal::TERM).is_err() {
        return;
    }
    let gone = async {
        while test_kill_process_group(group).is_ok() {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::select! {
        () = gone => return,
        () = tokio::time::sleep(GRACE) => {}
        _ = signals.next() => {}
    }
    // It may have ended by itself in this moment.
    let _ = kill_process_group(group, Signal::KILL);
}
