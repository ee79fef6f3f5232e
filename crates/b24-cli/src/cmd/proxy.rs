//! `b24 proxy`: pass calls on to a portal, and judge what passes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use b24_conformance::{Departure, Error, Judged, Meaning, Proxy, ProxyOptions, RunKind, Upstream, Validator};
use clap::value_parser;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::validate::{JudgeArgs, exit_after, json};
use crate::exit::Exit;
use crate::portal_arg::SecretArg;
use crate::print;
use crate::report_file::{Recorder, ReportArgs};

/// Pass calls on to a portal, and judge requests and answers by the contract.
///
/// Calls and answers pass unchanged. Each departure is printed when it is first seen; Ctrl-C or SIGTERM ends the proxy
/// with a table of methods and the reports.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address of the portal, such as https://example.bitrix24.com. A path is put before that of each call: with the
    /// address of a webhook, clients need to know no secret. `@FILE` or `-` (standard input) keep it out of the process
    /// list.
    #[arg(long, value_name = "URL")]
    upstream: SecretArg,

    /// Address to listen on; port 0 takes a free one, which is printed.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8025")]
    listen: std::net::SocketAddr,

    /// End with 1 when the contract was violated, and with 4 when nothing was judged. Without it the end is 0.
    #[arg(long)]
    fail_on_violation: bool,

    /// Seconds that the portal may take until its answer begins; after that the client is told 504.
    #[arg(long, value_name = "SECONDS", default_value_t = ProxyOptions::default().timeout.as_secs(), value_parser = value_parser!(u64).range(1..))]
    timeout: u64,

    /// Longest request or answer that is judged, in MiB. Longer ones pass, and are counted as not judged.
    #[arg(long, value_name = "MIB", default_value_t = 8, value_parser = value_parser!(u16).range(1..=1024))]
    judge_up_to: u16,

    #[command(flatten)]
    judging: JudgeArgs,

    /// Print the address, each kind of departure and what was found as a line of JSON each.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    report: ReportArgs,
}

/// What the calls that were judged go to.
struct Output {
    reports: Recorder,
    printed: Result<(), Exit>,
    json: bool,
}

impl Output {
    fn take(&mut self, judged: &Judged) {
        judged.event.iter().for_each(|event| self.reports.take(event));
        for departure in judged.departures.iter().filter(|departure| departure.times == 1) {
            let line = if self.json { line(&json!({ "departure": departure })) } else { Departure::line(departure) };
            self.print(&line);
        }
    }

    fn print(&mut self, text: &str) {
        if self.printed.is_ok() {
            self.printed = print::out(text);
        }
    }
}

/// Runs the proxy until it is interrupted.
pub(crate) async fn run(args: Args, interrupt: CancellationToken) -> Exit {
    match pass(&args, interrupt).await {
        Ok(exit) => exit,
        Err((sentence, exit)) => print::stop(&sentence, exit),
    }
}

async fn pass(args: &Args, interrupt: CancellationToken) -> Result<Exit, (String, Exit)> {
    let usage = |sentence| (sentence, Exit::Usage);
    let address = args.upstream.read().map_err(usage)?;
    let upstream = Upstream::parse(&address).map_err(|error| usage(error.to_string()))?;
    let mut reports = args.report.open()?;
    let origin = upstream.origin();
    let mebibytes = usize::from(args.judge_up_to) << 20;
    let options = ProxyOptions {
        timeout: Duration::from_secs(args.timeout),
        longest: mebibytes,
        memory: ProxyOptions::default().memory.max(4 * mebibytes),
    };
    let proxy = Proxy::bind(args.listen, upstream, &options).await.map_err(failed)?;
    let own = format!("http://{}/", proxy.address());
    let validator = Validator::new(args.judging.settings());
    reports.take(&validator.started(RunKind::Proxy, Some(origin.clone())));
    let mut output = Output { reports, printed: Ok(()), json: args.json };
    output.print(&match args.json {
        true => line(&json!({ "listen": own, "upstream": origin })),
        false => format!("Passing calls to {own} on to {origin}; Ctrl-C ends with what was found.\n"),
    });
    let output = Arc::new(Mutex::new(output));
    let taker = Arc::clone(&output);
    let on_judged = move |judged: &Judged| taker.lock().unwrap_or_else(PoisonError::into_inner).take(judged);
    let validator = proxy.run(validator, interrupt, on_judged).await.map_err(failed)?;
    let broken = || ("judging broke off".to_owned(), Exit::ToolFailed);
    let output = Arc::into_inner(output).ok_or_else(broken)?.into_inner().unwrap_or_else(PoisonError::into_inner);
    finish(args, &validator, output)
}

/// Prints the table and writes the reports.
fn finish(args: &Args, validator: &Validator, mut output: Output) -> Result<Exit, (String, Exit)> {
    validator.finished().iter().for_each(|event| output.reports.take(event));
    let text = if args.json { json(validator) } else { format!("\n{}", validator.text()) };
    output.print(&text);
    output.reports.finish().map_err(|sentence| (sentence, Exit::ToolFailed))?;
    if let Err(exit) = output.printed {
        return Ok(exit);
    }
    Ok(match validator.meaning() {
        meaning @ (Meaning::Violated | Meaning::NothingChecked) if args.fail_on_violation => exit_after(meaning),
        _ => Exit::Held,
    })
}

fn line(value: &serde_json::Value) -> String {
    format!("{value}\n")
}

fn failed(error: Error) -> (String, Exit) {
    (error.to_string(), Exit::ToolFailed)
}
