//! `b24 sweep`: remove what runs of the suite left on a portal.

mod table;

use b24_conformance::{Options, Sweep, SweepOptions};

use crate::exit::Exit;
use crate::pace_args::PaceArgs;
use crate::portal_args::PortalArgs;
use crate::print::{self, stop};
use crate::state_dir::StateDirArgs;
use crate::write_args::WriteArgs;

/// Remove what interrupted runs of `b24 check --write` left on a portal.
///
/// Leftovers are found by the ledgers of the runs, and by the mark that every record of the suite bears. A record is
/// deleted only where its id and its mark agree.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    write: WriteArgs,

    /// List what would be removed, and remove nothing.
    #[arg(long)]
    dry_run: bool,

    /// Only what the run with this id left: the part of ORIGIN_ID before the slash.
    #[arg(long, value_name = "ID")]
    run: Option<String>,

    #[command(flatten)]
    pace: PaceArgs,

    #[command(flatten)]
    state_dir: StateDirArgs,

    // What has a heading comes last: a heading holds for every flag after it.
    #[command(flatten)]
    portal: PortalArgs,
}

/// Sweeps and prints what became of each record.
pub(crate) async fn run(args: Args) -> Exit {
    let target = match args.portal.named() {
        Ok(Some(target)) => target,
        Ok(None) => return stop("no portal is named: say --portal or set B24_PORTAL", Exit::Usage),
        Err(sentence) => return stop(&sentence, Exit::Usage),
    };
    match args.write.allow(&target) {
        Ok(allowed) if allowed || args.dry_run => {}
        Ok(_) => return stop("say --write HOST to remove what is left, or --dry-run to list it", Exit::Usage),
        Err(sentence) => return stop(&sentence, Exit::Usage),
    }
    let ledger = match args.state_dir.find() {
        Ok(dir) => dir.ledger(),
        Err(sentence) => return stop(&sentence, Exit::Usage),
    };
    let options = args.pace.applied(Options { write: !args.dry_run, ..Options::default() });
    let how = SweepOptions { ledger: Some(ledger), run: args.run, dry_run: args.dry_run };
    match b24_conformance::sweep(&target, &options, &how).await {
        Ok(sweep) => told(&sweep),
        Err(error) => stop(&error.to_string(), Exit::from(&error)),
    }
}

fn told(sweep: &Sweep) -> Exit {
    for run in &sweep.running {
        print::notice(&format!("the run {run} still goes on; what it made was left alone"));
    }
    if let Some(reason) = &sweep.unlisted {
        print::warning(&format!("records could not be looked for by their mark: {reason}"));
    }
    let exit = if sweep.is_clean() { Exit::Held } else { Exit::Violated };
    match print::out(&table::text(sweep)) {
        Ok(()) => exit,
        Err(failed) => failed,
    }
}
