//! `b24 man`: manual pages.

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::exit::Exit;
use crate::{Cli, print};

/// Print a manual page, as `man` reads it.
///
/// To look at one: `b24 man serve | man -l -`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A command of b24; without it the page is that of b24 itself.
    command: Option<String>,
}

/// Prints the page.
pub(crate) fn run(args: &Args) -> Exit {
    let mut cli = Cli::command();
    cli.build();
    let page = match &args.command {
        None => Some(&cli),
        Some(name) => cli.find_subcommand(name),
    };
    let Some(page) = page else {
        let names: Vec<_> = cli.get_subcommands().map(clap::Command::get_name).collect();
        print::error(&format!("no command is called so; there are {}", names.join(", ")));
        return Exit::Usage;
    };
    let mut text = Vec::new();
    if let Err(error) = Man::new(page.clone()).render(&mut text) {
        print::error(&format!("the page could not be written: {error}"));
        return Exit::ToolFailed;
    }
    print::line(String::from_utf8_lossy(&text).trim_end(), Exit::Held)
}
