//! Commands that end in good order when they are interrupted.

use tokio_util::sync::CancellationToken;

use crate::exit::Exit;
use crate::print;
use crate::stop_signal::StopSignal;

/// Runs a command, which gets word when Ctrl-C is pressed or SIGTERM comes, and then ends by itself. The second signal
/// ends it at once.
pub(crate) async fn orderly<F: Future<Output = Exit>>(command: impl FnOnce(CancellationToken) -> F) -> Exit {
    let mut signal = match StopSignal::listen() {
        Ok(signal) => signal,
        Err(error) => {
            print::error(&format!("signals cannot be listened for: {error}"));
            return Exit::ToolFailed;
        }
    };
    let interrupt = CancellationToken::new();
    let mut command = std::pin::pin!(command(interrupt.clone()));
    tokio::select! {
        exit = &mut command => return exit,
        _ = signal.wait() => interrupt.cancel(),
    }
    print::notice("interrupted: ending in good order; a second Ctrl-C ends at once");
    tokio::select! {
        exit = command => exit,
        _ = signal.wait() => Exit::Interrupted,
    }
}
