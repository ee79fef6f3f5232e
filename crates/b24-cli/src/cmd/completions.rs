//! `b24 completions`: what a shell needs to complete commands and flags.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::exit::Exit;
use crate::{Cli, print};

/// Print the completions of a shell.
///
/// For bash: `b24 completions bash > ~/.local/share/bash-completion/completions/b24`. For zsh, into a folder of `fpath`:
/// `b24 completions zsh > _b24`. For fish: `b24 completions fish > ~/.config/fish/completions/b24.fish`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(args: &Args) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "b24", &mut script);
    print::line(String::from_utf8_lossy(&script).trim_end(), Exit::Held)
}
