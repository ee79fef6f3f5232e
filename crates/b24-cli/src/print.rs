//! The one place that writes to the terminal: results to stdout, everything else to stderr.

use std::io::Write as _;

use crate::exit::Exit;
use crate::progress;

const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const WARNING: anstyle::Style = anstyle::AnsiColor::Yellow.on_default().bold();

/// Writes a result. A reader that went away, as `head` does, is no failure.
pub(crate) fn out(text: &str) -> Result<(), Exit> {
    if text.is_empty() {
        return Ok(());
    }
    let written = progress::aside(|| {
        let mut stdout = anstream::stdout().lock();
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
    });
    match written {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            self::error(&format!("the result could not be written: {error}"));
            Err(Exit::ToolFailed)
        }
    }
}

/// Writes a result with a line break, and turns it into the way to end.
pub(crate) fn line(text: &str, exit: Exit) -> Exit {
    match out(&format!("{text}\n")) {
        Ok(()) => exit,
        Err(failed) => failed,
    }
}

/// Writes an error message.
pub(crate) fn error(message: &str) {
    told(&format!("{ERROR}error:{ERROR:#} {message}"));
}

/// Writes an error message and gives back the way to end.
pub(crate) fn stop(message: &str, exit: Exit) -> Exit {
    self::error(message);
    exit
}

/// Writes a warning.
pub(crate) fn warning(message: &str) {
    told(&format!("{WARNING}warning:{WARNING:#} {message}"));
}

/// Writes something that is worth knowing beside the result.
pub(crate) fn notice(message: &str) {
    told(message);
}

fn told(line: &str) {
    // Nobody is left to be told when stderr is gone.
    let _ = progress::aside(|| writeln!(anstream::stderr().lock(), "{line}"));
}

/// Writes an error with what caused it.
pub(crate) fn error_with_causes(error: &dyn std::error::Error) {
    self::error(&with_causes(error));
}

/// An error and its causes as one sentence, without repeating what the outer text says already.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let inner = error.to_string();
        if !text.contains(&inner) {
            text.push_str(": ");
            text.push_str(&inner);
        }
        cause = error.source();
    }
    text
}

/// Whether results go to a terminal that wants colour.
pub(crate) fn colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}
