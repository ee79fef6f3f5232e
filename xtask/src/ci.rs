//! `cargo xtask ci`: what CI runs, step by step, until one fails.

use std::time::{Duration, Instant};

use crate::command::Program;
use crate::error::Error;
use crate::{codegen, files, package, tidy};

/// Options of `cargo xtask ci`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Leave out a step that has run already.
    #[arg(long, value_name = "STEP", value_parser = NAMES)]
    skip: Vec<String>,
}

const NAMES: [&str; 7] = ["test", "fmt", "clippy", "codegen", "tidy", "package", "check"];

/// Runs the steps and says how long each took.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    let mut times = Vec::new();
    let mut outcome = Ok(());
    for name in NAMES.into_iter().filter(|name| !args.skip.iter().any(|skipped| skipped == name)) {
        println!("\n=== {name}");
        let start = Instant::now();
        outcome = step(name);
        times.push((name, start.elapsed(), outcome.is_ok()));
        if outcome.is_err() {
            break;
        }
    }
    println!("\n{}", summary(&times));
    outcome
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
        _ => cargo("run", &["--release", "--", "check"]),
    }
}

/// One line a step, and the sum.
fn summary(times: &[(&str, Duration, bool)]) -> String {
    let line = |(name, time, passed): &(&str, Duration, bool)| {
        format!("{name:<8} {:>7.1} s  {}\n", time.as_secs_f64(), if *passed { "passed" } else { "FAILED" })
    };
    let total: Duration = times.iter().map(|(_, time, _)| *time).sum();
    format!("{}{:<8} {:>7.1} s", times.iter().map(line).collect::<String>(), "total", total.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_each_step_and_the_sum() {
        let times = [("fmt", Duration::from_millis(1250), true), ("clippy", Duration::from_secs(61), false)];
        insta::assert_snapshot!(summary(&times), @r"
        fmt          1.2 s  passed
        clippy      61.0 s  FAILED
        total       62.2 s
        ");
    }
}
