//! `cargo xtask`: the maintainers' commands.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command prints")]

mod ci;
mod codegen;
mod command;
mod deviations;
mod dist;
mod e2e;
mod error;
mod fidelity;
mod files;
mod output;
mod package;
mod steps;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Commands for maintainers of b24-contract.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lint the specification and write every generated file.
    Codegen(codegen::Args),
    /// Check sizes, walls, ids, module docs, marks and versions.
    Tidy,
    /// Package every crate, and run a foreign crate on the packaged client.
    Package,
    /// Validators, a fuzzer, a second rule runner, the book: other people's tools look at what is made here.
    E2e(e2e::Args),
    /// Write docs/src/fidelity.md: how the sandbox stands to every clause.
    Fidelity(fidelity::Args),
    /// Try the suite by every lie that the sandbox can be told to tell, or by a sample: `--all`, `--sample N`, `--filter TEXT`.
    #[command(disable_help_flag = true)]
    Deviations(deviations::Args),
    /// Make an archive of `b24` with its checksum, and a Dockerfile that uses it, in target/dist.
    Dist,
    /// Run what CI runs, until a step fails.
    Ci(ci::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Tidy => tidy::run(),
        Command::Package => package::run(),
        Command::E2e(args) => e2e::run(&args),
        Command::Fidelity(args) => fidelity::run(&args),
        Command::Deviations(args) => deviations::run(&args),
        Command::Dist => dist::run(),
        Command::Ci(args) => ci::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
