//! `cargo xtask ci`: what CI runs, step by step, until one fails.

use crate::command::Program;
use crate::error::Error;
use crate::{codegen, deviations, dist, e2e, fidelity, files, package, steps, tidy};

/// Options of `cargo xtask ci`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Leave out a step that has run already.
    #[arg(long, value_name = "STEP", value_parser = NAMES)]
    skip: Vec<String>,
}

const NAMES: [&str; 10] = ["test", "fmt", "clippy", "codegen", "tidy", "package", "check", "deviations", "dist", "e2e"];

/// Runs the steps and says how long each took.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    let wanted = NAMES.into_iter().filter(|name| !args.skip.iter().any(|skipped| skipped == name));
    steps::run(wanted, false, step)
}

fn step(name: &str) -> Result<(), Error> {
    let cargo =
        |subcommand: &str, args: &[&str]| Program::cargo(subcommand).args(args.iter().copied()).run(&files::root());
    match name {
        "test" => cargo("test", &["--workspace"]),
        "fmt" => cargo("fmt", &["--all", "--check"]),
        "clippy" => cargo("clippy", &["--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]),
        "codegen" => codegen::run(&codegen::Args { check: true, verbose: false }),
        "tidy" => tidy::run(),
        "package" => package::run(),
        "check" => fidelity::check_release(),
        "deviations" => deviations::sample(),
        "dist" => dist::run(),
        _ => e2e::run(&e2e::Args::default()),
    }
}
