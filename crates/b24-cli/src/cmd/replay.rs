//! `b24 replay`: run a saved failure again elsewhere.

use std::path::PathBuf;

use b24_conformance::{Blame, Error, Options, Replay, Replayed, Seen, replay_until};
use tokio_util::sync::CancellationToken;

use super::check::target;
use crate::exit::Exit;
use crate::pace_args::PaceArgs;
use crate::portal_args::PortalArgs;
use crate::print::{self, stop};
use crate::state_dir::StateDirArgs;
use crate::write_args::WriteArgs;

/// Run a saved failure again and say whose fault it is.
///
/// The calls are sent to a sandbox inside this program, and with --portal to a portal too. What only the portal shows is the
/// portal's fault; what the sandbox shows is the sandbox's or the contract's. Ends with 1 when the failure was seen again,
/// with 0 when it was not.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A saved replay, or a run file (--report FILE.ndjson) with --case.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Case of the run file whose most serious failure is meant.
    #[arg(long, value_name = "ID")]
    case: Option<String>,

    #[command(flatten)]
    write: WriteArgs,

    #[command(flatten)]
    pace: PaceArgs,

    #[command(flatten)]
    state_dir: StateDirArgs,

    // What has a heading comes last: a heading holds for every flag after it.
    #[command(flatten)]
    portal: PortalArgs,
}

/// Replays the failure and prints the verdict.
pub(crate) async fn run(args: Args, interrupt: CancellationToken) -> Exit {
    match replayed(args, &interrupt).await {
        Ok(exit) | Err(exit) => exit,
    }
}

async fn replayed(args: Args, interrupt: &CancellationToken) -> Result<Exit, Exit> {
    let saved = Replay::open(&args.file, args.case.as_deref()).map_err(|error| failed(&error))?;
    let usage = |sentence: String| stop(&sentence, Exit::Usage);
    let target = args.portal.named().map_err(usage)?;
    if target.is_none() && args.write.names_host() {
        return Err(usage("no portal is named to write to: say --portal or set B24_PORTAL".to_owned()));
    }
    if let Some(version) = saved.other_contract() {
        let found = &saved.contract;
        print::notice(&format!("found against version {found} of the contract; this program has version {version}"));
    }
    print::out(&heading(&saved))?;
    let portal = match target {
        None => None,
        Some(target) => {
            let write = args.write.allow(&target).map_err(usage)?;
            let ledger = write.then(|| args.state_dir.find()).transpose().map_err(usage)?.map(|dir| dir.ledger());
            let options = args.pace.applied(Options { write, ledger, ..Options::default() });
            let on_portal = replay_until(&target, &options, interrupt, &saved).await.map_err(|error| failed(&error))?;
            if interrupt.is_cancelled() {
                return Err(Exit::Interrupted);
            }
            print::out(&told(&target.origin().unwrap_or_default(), &on_portal))?;
            Some(on_portal)
        }
    };
    let sandbox =
        target::embedded(saved.seed.unwrap_or_default()).await.map_err(|(sentence, exit)| stop(&sentence, exit))?;
    let options = Options { write: true, keep_records: true, ..Options::default() };
    let on_sandbox = replay_until(&sandbox.target, &options, interrupt, &saved).await;
    sandbox.stop().await;
    if interrupt.is_cancelled() {
        return Err(Exit::Interrupted);
    }
    let on_sandbox = on_sandbox.map_err(|error| failed(&error))?;
    print::out(&told("the sandbox", &on_sandbox))?;
    let blame = Blame::of(portal.as_ref(), &on_sandbox);
    let exit = match blame.is_seen() {
        Some(true) => Exit::Violated,
        Some(false) => Exit::Held,
        None => Exit::NothingChecked,
    };
    Ok(print::line(&format!("{blame}"), exit))
}

/// What is replayed.
fn heading(saved: &Replay) -> String {
    let evidence = &saved.evidence;
    let portal = saved.portal.as_deref().unwrap_or("an unknown portal");
    let found = [evidence.pointer.as_str(), evidence.message.as_str()].join(" ");
    format!("{}, found on {portal}\n  {}\n  {}\n\n", saved.case, evidence.clause, found.trim())
}

/// What a portal showed.
fn told(portal: &str, replayed: &Replayed) -> String {
    let steps = replayed.steps.iter().enumerate().map(|(at, step)| {
        let how = match (step.as_before, step.masked) {
            (true, false) => "as before",
            (true, true) => "as before, as far as it was not masked",
            (false, _) => "otherwise than before",
        };
        format!("  {:>3} {}  HTTP {}  answered {how}\n", at + 1, step.method, step.status)
    });
    let seen = match &replayed.seen {
        Seen::Again => "seen again".to_owned(),
        Seen::Not => "not seen".to_owned(),
        Seen::Unclear(reason) => format!("it cannot be told: {reason}"),
    };
    format!("On {portal}: {seen}\n{}\n", steps.collect::<String>())
}

fn failed(error: &Error) -> Exit {
    stop(&error.to_string(), Exit::from(error))
}
