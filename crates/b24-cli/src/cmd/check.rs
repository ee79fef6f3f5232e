//! `b24 check`: run the suite against the embedded sandbox or a portal.

mod report_file;
mod target;

use b24_conformance::{Error, Event, Meaning, Options, Verdict, report};

use crate::exit::Exit;
use crate::portal_arg::SecretArg;
use crate::print;
use report_file::ReportFile;

/// Check a portal against the contract.
///
/// Without --portal the embedded sandbox is checked. A portal is only read unless --write allows more.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Webhook address of the portal. `@FILE` or `-` (standard input) keep it out of the process list.
    #[arg(long, value_name = "URL", env = "B24_PORTAL", hide_env_values = true)]
    portal: Option<SecretArg>,

    /// Address of a mock server made from the contract's OpenAPI document: it serves methods right below URL and asks
    /// for no credential.
    #[arg(long, value_name = "URL", conflicts_with = "target")]
    mock: Option<String>,

    /// File with everything the suite may use, as `b24 serve --json` prints it: webhooks of several users, an access
    /// token, the control interface.
    #[arg(long, value_name = "FILE")]
    target: Option<std::path::PathBuf>,

    /// Allow the suite to create companies and contacts, which stay. HOST must be the portal's own host name; for a
    /// portal on loopback it may be left out.
    #[arg(long, value_name = "HOST", num_args = 0..=1, default_missing_value = "")]
    write: Option<String>,

    /// Also send wrong credentials to a portal that is no sandbox. A portal may lock out who does.
    #[arg(long)]
    probe_auth: bool,

    /// Seed of everything random; the same seed sends the same requests.
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,

    /// Random cases that each property tries.
    #[arg(long, value_name = "N", default_value_t = Options::default().cases, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,

    /// Only cases whose id, or the id of a clause of theirs, contains this text.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Let departures from clauses that are not documented fail too.
    #[arg(long)]
    strict: bool,

    /// Name every case, also those that passed or were skipped; a run with --filter does so anyway.
    #[arg(long, short, conflicts_with = "json")]
    verbose: bool,

    /// Write a report; the suffix decides: .html, .xml (JUnit) or .ndjson (run file). Repeatable.
    #[arg(long = "report", value_name = "FILE")]
    reports: Vec<std::path::PathBuf>,

    /// Print the run as NDJSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Runs the suite and prints the verdict.
pub(crate) async fn run(args: Args) -> Exit {
    let reports = match args.reports.iter().map(|path| ReportFile::of(path)).collect::<Result<Vec<_>, _>>() {
        Ok(reports) => reports,
        Err(sentence) => return stop(&sentence, Exit::Usage),
    };
    let prepared = match target::prepare(&args).await {
        Ok(prepared) => prepared,
        Err((sentence, exit)) => return stop(&sentence, exit),
    };
    // Opened before the run, so that a report that cannot be written costs nobody a run.
    let reports = match reports.into_iter().map(ReportFile::open).collect::<Result<Vec<_>, _>>() {
        Ok(reports) => reports,
        Err(sentence) => return stop(&sentence, Exit::ToolFailed),
    };
    let options = Options {
        seed: args.seed,
        cases: args.cases,
        filter: args.filter.clone(),
        strict: args.strict,
        write: prepared.write,
        probe_auth: args.probe_auth,
        ..Options::default()
    };
    let mut events: Vec<Event> = Vec::new();
    let mut printed = Ok(());
    let mut terminal = report::Terminal::new(print::colour());
    if !args.verbose && args.filter.is_none() {
        terminal = terminal.brief();
    }
    let ran = b24_conformance::run(&prepared.target, &options, |event| {
        let text = if args.json { report::run_file::line(event) } else { terminal.text(event) };
        if printed.is_ok() {
            printed = print::out(&text);
        }
        events.push(event.clone());
    })
    .await;
    prepared.stop().await;
    match ran {
        Err(error) => stop(&error.to_string(), exit_of(&error)),
        Ok(verdict) => match printed.and_then(|()| write_reports(reports, &events)) {
            Ok(()) => exit_after(&verdict),
            Err(exit) => exit,
        },
    }
}

fn write_reports(reports: Vec<report_file::Open>, events: &[Event]) -> Result<(), Exit> {
    for report in reports {
        report.write(events).map_err(|sentence| stop(&sentence, Exit::ToolFailed))?;
    }
    Ok(())
}

fn exit_after(verdict: &Verdict) -> Exit {
    match verdict.meaning() {
        Meaning::Held => Exit::Held,
        Meaning::Violated => Exit::Violated,
        Meaning::NothingChecked => Exit::NothingChecked,
        Meaning::CaseBroke => Exit::ToolFailed,
    }
}

fn stop(sentence: &str, exit: Exit) -> Exit {
    print::error(sentence);
    exit
}

fn exit_of(error: &Error) -> Exit {
    match error {
        Error::BadWebhook { .. } | Error::BadMock => Exit::Usage,
        Error::Unreachable { .. } | Error::Refused { .. } => Exit::NoPortal,
        Error::NoSuchCase { .. } => Exit::NothingChecked,
        Error::Client { .. } | Error::RunFile { .. } => Exit::ToolFailed,
    }
}
