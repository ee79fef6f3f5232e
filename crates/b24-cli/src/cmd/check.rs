//! `b24 check`: run the suite against the embedded sandbox or a portal.

mod announcement;
mod expectations;
mod replays;
mod safety;
pub(crate) mod target;
mod walk;

use b24_conformance::{Options, report};
use tokio_util::sync::CancellationToken;

use crate::exit::Exit;
use crate::print::{self, stop};
use crate::progress::Progress;
use crate::report_file::ReportArgs;

/// Check a portal against the contract.
///
/// Without --portal the embedded sandbox is checked. A portal is only read unless --write allows more.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Seed of everything random; the same seed sends the same requests.
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,

    /// Random cases that each property tries.
    #[arg(long, value_name = "N", default_value_t = Options::default().cases, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,

    #[command(flatten)]
    walk: walk::WalkArgs,

    /// Only cases whose id, or the id of a clause of theirs, contains this text.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Let departures from clauses that are not documented fail too.
    #[arg(long)]
    strict: bool,

    /// Name every case, also those that passed or were skipped; a run with --filter does so anyway.
    #[arg(long, short, conflicts_with = "json")]
    verbose: bool,

    /// Print the run as NDJSON instead of text.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    expectations: expectations::ExpectationArgs,

    #[command(flatten)]
    report: ReportArgs,

    // What has a heading comes last: a heading holds for every flag after it.
    #[command(flatten)]
    target: target::TargetArgs,

    #[command(flatten)]
    safety: safety::SafetyArgs,
}

/// Runs the suite and prints the verdict.
pub(crate) async fn run(args: Args, interrupt: CancellationToken) -> Exit {
    // Opened before the run, so that a report that cannot be written costs nobody a run.
    let mut reports = match args.report.open() {
        Ok(reports) => reports,
        Err((sentence, exit)) => return stop(&sentence, exit),
    };
    let expectations = match args.expectations.read() {
        Ok(expectations) => expectations,
        Err(sentence) => return stop(&sentence, Exit::Usage),
    };
    let prepared = match target::prepare(&args).await {
        Ok(prepared) => prepared,
        Err((sentence, exit)) => return stop(&sentence, exit),
    };
    let options = Options {
        seed: args.seed,
        cases: args.cases,
        steps: args.walk.steps,
        filter: args.filter.clone(),
        strict: args.strict,
        write: prepared.write,
        keep_records: prepared.is_embedded(),
        expectations,
        ..Options::default()
    };
    let options = match args.safety.applied(options) {
        Ok(options) => options,
        Err(sentence) => return stop(&sentence, Exit::Usage),
    };
    if prepared.target.is_live()
        && let Ok(forecast) = b24_conformance::forecast(&prepared.target, &options)
        && let Some(text) = announcement::text(&prepared.target, &options, &forecast)
    {
        print::notice(&text);
    }
    let mut draft = args.expectations.draft();
    let mut replays = replays::Replays::default();
    let mut progress = Progress::default();
    let mut printed = Ok(());
    let mut terminal = report::Terminal::new(print::colour());
    if !args.verbose && args.filter.is_none() {
        terminal = terminal.brief();
    }
    let ran = b24_conformance::run_until(&prepared.target, &options, &interrupt, |event| {
        let text = if args.json { report::run_file::line(event) } else { terminal.text(event) };
        if printed.is_ok() {
            printed = print::out(&text);
        }
        progress.take(event);
        if let Some(draft) = &mut draft {
            draft.take(event);
        }
        replays.take(event);
        reports.take(event);
    })
    .await;
    prepared.stop().await;
    replays.save(args.safety.state_dir());
    let recorded = reports.finish().map_err(|sentence| stop(&sentence, Exit::ToolFailed));
    let drafted = draft.filter(|_| ran.is_ok()).map_or(Ok(()), |draft| match draft.write() {
        Ok(notice) => {
            print::notice(&notice);
            Ok(())
        }
        Err(sentence) => Err(stop(&sentence, Exit::ToolFailed)),
    });
    match ran {
        Err(error) => stop(&error.to_string(), Exit::from(&error)),
        Ok(verdict) => match printed.and(recorded).and(drafted) {
            Ok(()) => Exit::from(verdict.meaning()),
            Err(exit) => exit,
        },
    }
}
