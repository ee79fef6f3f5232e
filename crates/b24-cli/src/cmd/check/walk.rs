//! How far the suite walks.

use b24_conformance::Options;

/// The flags about random walks.
#[derive(Debug, clap::Args)]
pub(super) struct WalkArgs {
    /// Writing calls that each random walk makes, after each of which the portal is compared with a reference model.
    #[arg(long, value_name = "N", default_value_t = Options::default().steps)]
    pub(super) steps: u32,
}
