//! Tries the suite by every deviation of the sandbox and prints which case noticed it. `cargo xtask deviations` runs this.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command prints")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use b24_tests::trial::{self, Choice, Trial, Trials};
use clap::Parser;

/// Does the suite notice each deviation that a sandbox can be told to make?
#[derive(Parser)]
#[command(name = "deviations")]
struct Args {
    /// Try every deviation.
    #[arg(long, conflicts_with = "sample")]
    all: bool,
    /// Try so many, spread over what they are about; the seed decides which.
    #[arg(long, value_name = "N", default_value_t = 60)]
    sample: usize,
    /// Only deviations whose id contains this text; with it all of them, unless `--sample` is given too.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Check untouched sandboxes with so many seeds instead: there must be no false alarm.
    #[arg(long, value_name = "N", conflicts_with_all = ["all", "sample", "filter"])]
    seeds: Option<u64>,
    /// Seed of the sandboxes, of the suite and of the sample.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Random cases that each property of the suite tries.
    #[arg(long, default_value_t = 8)]
    cases: u32,
    /// How many are tried at a time. Usually as many as there are cores.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Write the outcome as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let clock = Instant::now();
    let holds = match args.seeds {
        Some(seeds) => no_false_alarm(&args, seeds),
        None => all_caught(&args),
    };
    println!("in {:.1} s", clock.elapsed().as_secs_f64());
    match holds {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn all_caught(args: &Args) -> Result<bool, String> {
    let given = std::env::args().any(|argument| argument.starts_with("--sample"));
    let choice = match args.all || (args.filter.is_some() && !given) {
        true => Choice::All,
        false => Choice::Sample { number: args.sample, seed: args.seed },
    };
    let chosen = trial::chosen(b24_sandbox::deviations(), args.filter.as_deref(), &choice);
    if chosen.is_empty() {
        return Err("no deviation matches".to_owned());
    }
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let trials = runtime.block_on(Trials::prepare(args.seed, args.cases));
    for alarm in trials.false_alarms() {
        println!("FALSE ALARM {alarm}");
    }
    let mut done: Vec<Trial> = Vec::new();
    let work = async |deviation| trials.of(&deviation).await;
    trial::in_parallel(chosen, jobs(args), work, |trial| {
        println!("{}", trial::line(&trial));
        done.push(trial);
    });
    println!("\n{}", trial::conclusion(&done));
    if let Some(path) = &args.json {
        let text = serde_json::to_string_pretty(&done).map_err(|error| error.to_string())?;
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(trials.false_alarms().is_empty() && done.iter().all(|trial| trial.caught.is_some()))
}

fn no_false_alarm(args: &Args, seeds: u64) -> Result<bool, String> {
    let mut held = true;
    let work = async |seed| (seed, trial::false_alarms(seed, args.cases).await);
    trial::in_parallel((0..seeds).collect(), jobs(args), work, |(seed, alarms)| {
        held &= alarms.is_empty();
        println!("seed {seed}: {}", if alarms.is_empty() { "no alarm".to_owned() } else { alarms.join("\n  ") });
    });
    Ok(held)
}

fn jobs(args: &Args) -> usize {
    args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}
