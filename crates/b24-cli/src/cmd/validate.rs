//! `b24 validate`: judge recorded payloads, offline.

mod sources;

use std::path::PathBuf;

use b24_conformance::{Departure, Hints, Judged, Meaning, RunKind, Side, Validation, Validator};
use b24_contract::{Method, documented};
use clap::ValueEnum;
use tokio_util::sync::CancellationToken;

use crate::exit::Exit;
use crate::print::{self, stop};
use crate::report_file::{Recorder, ReportArgs};

/// Judge recorded payloads by the contract, without a portal.
///
/// Reads single answers and requests, NDJSON, run files, the sandbox's journal, and HAR files of browsers and proxies. A bare
/// payload belongs to the method that its file, or the folder around it, is named after: crm.company.get.json.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files; folders are searched for *.json, *.ndjson, *.jsonl and *.har; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Method that bare payloads belong to.
    #[arg(long, value_name = "NAME")]
    method: Option<String>,

    /// Take bare payloads for parameters of calls, whatever they look like.
    #[arg(long, conflicts_with = "answer")]
    request: bool,

    /// Take bare payloads for answers, whatever they look like.
    #[arg(long)]
    answer: bool,

    #[command(flatten)]
    judging: JudgeArgs,

    /// Print every departure as it is found, also those that are alike.
    #[arg(long, conflicts_with = "json")]
    all: bool,

    /// Print what was found as one JSON object.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    report: ReportArgs,
}

/// The flags about judging what others sent, as `validate` and `proxy` have them.
#[derive(Debug, clap::Args)]
pub(crate) struct JudgeArgs {
    /// Judge only one half of each call. Without it both are judged, but of run files the answers only: the suite also
    /// sends what it knows to be wrong.
    #[arg(long, value_name = "HALF")]
    only: Option<Half>,

    /// Let departures from clauses that are not documented count as violations too.
    #[arg(long)]
    strict: bool,

    /// Keep values in reports. Without it they hold names, types and the values that departures are about.
    #[arg(long)]
    keep_values: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Half {
    Requests,
    Answers,
}

impl JudgeArgs {
    /// How calls are judged.
    pub(crate) fn settings(&self) -> Validation {
        let side = self.only.map(|half| match half {
            Half::Requests => Side::Request,
            Half::Answers => Side::Answer,
        });
        Validation { side, strict: self.strict, keep_values: self.keep_values }
    }
}

/// Judges all files and prints what was found.
pub(crate) async fn run(args: Args, interrupt: CancellationToken) -> Exit {
    // Files are read as threads read them: reading one must not hold up the signal that ends it.
    match tokio::task::spawn_blocking(move || judge(&args, &interrupt)).await {
        Ok(exit) => exit,
        Err(error) => stop(&format!("judging broke off: {error}"), Exit::ToolFailed),
    }
}

fn judge(args: &Args, interrupt: &CancellationToken) -> Exit {
    let mut reports = match args.report.open() {
        Ok(reports) => reports,
        Err((sentence, exit)) => return stop(&sentence, exit),
    };
    let side = match (args.request, args.answer) {
        (true, _) => Some(Side::Request),
        (_, true) => Some(Side::Answer),
        (false, false) => None,
    };
    if let Some(unknown) = args.method.as_deref().and_then(unknown_method) {
        return stop(&unknown, Exit::Usage);
    }
    let hints = Hints { method: args.method.clone(), side };
    let mut validator = Validator::new(args.judging.settings());
    let mut unreadable = false;
    let mut failed = |sentence: String| {
        unreadable = true;
        print::error(&sentence);
    };
    let mut printed = Ok(());
    let mut on_judged = |judged: &Judged, reports: &mut Recorder| {
        judged.event.iter().for_each(|event| reports.take(event));
        if args.all && printed.is_ok() {
            let lines: String = judged.departures.iter().map(Departure::line).collect();
            printed = print::out(&lines);
        }
    };
    reports.take(&validator.started(RunKind::Validation, None));
    for source in sources::found(&args.files) {
        if interrupt.is_cancelled() {
            return Exit::Interrupted;
        }
        let read = source.and_then(|source| {
            let reader = source.open()?;
            validator
                .read(source.name(), reader, &hints, |judged| on_judged(judged, &mut reports))
                .map_err(|error| error.to_string())
        });
        if let Err(sentence) = read {
            failed(sentence);
        }
    }
    if interrupt.is_cancelled() {
        return Exit::Interrupted;
    }
    validator.finished().iter().for_each(|event| reports.take(event));
    if let Err(exit) = printed {
        return exit;
    }
    let text = if args.json { json(&validator) } else { validator.text() };
    if let Err(exit) = print::out(&text) {
        return exit;
    }
    if let Err(sentence) = reports.finish() {
        return stop(&sentence, Exit::ToolFailed);
    }
    if unreadable { Exit::Usage } else { exit_after(validator.meaning()) }
}

/// A sentence for a name that no method has.
fn unknown_method(name: &str) -> Option<String> {
    if Method::parse(name).is_some() || documented::name(name).is_some() {
        return None;
    }
    let nearest = b24_conformance::nearest(name, Method::ALL.iter().map(|method| method.name()));
    let hint = nearest.first().map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"));
    Some(format!("there is no method {name:?}{hint}"))
}

/// What was found, as one line of JSON.
pub(crate) fn json(validator: &Validator) -> String {
    // Counts and texts can always be written.
    let mut text = serde_json::to_string(&validator.findings()).unwrap_or_default();
    text.push('\n');
    text
}

/// The way to end after judging.
pub(crate) fn exit_after(meaning: Meaning) -> Exit {
    if meaning == Meaning::NothingChecked {
        print::error("no request and no answer of a REST method was recognised, so nothing was judged");
    }
    Exit::from(meaning)
}
