//! What the suite may do to a portal, and how much of it.

use b24_conformance::Options;

use crate::pace_args::PaceArgs;
use crate::state_dir::StateDirArgs;
use crate::write_args::WriteArgs;

/// The flags about safety.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Safety")]
pub(super) struct SafetyArgs {
    #[command(flatten)]
    pub(super) write: WriteArgs,

    /// Companies of the portal's own that are read and judged; 0 leaves them alone.
    #[arg(long, value_name = "N", default_value_t = Options::default().sample)]
    sample: u32,

    /// Send at most N requests. Enough of them are kept back to remove what was made.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_requests: Option<u32>,

    /// Begin no further case once N have failed.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_failures: Option<u32>,

    #[command(flatten)]
    pace: PaceArgs,

    /// Also send wrong credentials to a portal that is no sandbox. A portal may lock out who does.
    #[arg(long)]
    probe_auth: bool,

    /// Show the values of a portal's data in reports. Without it, evidence from a portal that is no sandbox keeps names and
    /// types, and the value that is wrong.
    #[arg(long)]
    keep_values: bool,

    #[command(flatten)]
    state_dir: StateDirArgs,
}

impl SafetyArgs {
    /// Where what outlives the run is kept.
    pub(super) fn state_dir(&self) -> &StateDirArgs {
        &self.state_dir
    }

    /// The options with what these flags say about them.
    ///
    /// # Errors
    ///
    /// A sentence, when a ledger is needed and there is nowhere to keep it.
    pub(super) fn applied(&self, options: Options) -> Result<Options, String> {
        let keeps_ledger = options.write && !options.keep_records;
        Ok(Options {
            probe_auth: self.probe_auth,
            keep_values: self.keep_values,
            sample: self.sample,
            max_requests: self.max_requests,
            max_failures: self.max_failures,
            ledger: keeps_ledger.then(|| self.state_dir.find()).transpose()?.map(|dir| dir.ledger()),
            ..self.pace.applied(options)
        })
    }
}
