//! A running command, the processes it starts, and the signals they get.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::{Job, Signals};
#[cfg(unix)]
pub(super) use unix::{Job, Signals};
