//! `cargo xtask deviations`: has the suite check a sandbox for each of its deviations, and prints which case noticed.

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Deviations that CI tries.
const SAMPLE: &str = "120";
/// Seeds with which CI checks that an untouched sandbox raises no alarm.
const SEEDS: &str = "3";

/// Options of `cargo xtask deviations`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Handed on: `--all`, `--sample N`, `--filter TEXT`, `--seeds N`, `--json FILE`; `--help` tells of all.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
    options: Vec<String>,
}

/// Builds and runs the program, which links generated code and so is none of this one.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    program(args.options.iter().map(String::as_str))
}

/// What CI runs: a sample, and untouched sandboxes.
pub(crate) fn sample() -> Result<(), Error> {
    program(["--sample", SAMPLE])?;
    program(["--seeds", SEEDS])
}

fn program<'a>(options: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let build = ["--release", "--quiet", "--package", "b24-tests", "--bin", "deviations", "--"];
    Program::cargo("run").args(build).args(options).run(&files::root())
}
