//! The flags that name a portal and credentials for it.

use std::path::{Path, PathBuf};

use b24_conformance::Target;

use crate::portal_arg::SecretArg;

/// Variable that names the portal where no flag does.
const VARIABLE: &str = "B24_PORTAL";

/// The flags that name a portal.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Portal")]
pub(crate) struct PortalArgs {
    /// Webhook address of the portal, unless B24_PORTAL holds it. `@FILE` or `-` (standard input) keep it out of the
    /// process list.
    #[arg(long, value_name = "URL")]
    portal: Option<SecretArg>,

    /// File with everything that may be used, as `b24 serve --json` prints it: webhooks of several users, an access
    /// token, the control interface.
    #[arg(long, value_name = "FILE", conflicts_with = "portal")]
    target: Option<PathBuf>,
}

impl PortalArgs {
    /// Whether a flag reads standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        matches!(self.portal, Some(SecretArg::Stdin))
    }

    /// The target that flags or else the variable name, if any does.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong, without a secret.
    pub(crate) fn named(&self) -> Result<Option<Target>, String> {
        match (&self.target, &self.portal) {
            (Some(file), _) => of_file(file).map(Some),
            (None, Some(portal)) => of_webhook(portal).map(Some),
            (None, None) => match std::env::var(VARIABLE).ok().filter(|text| !text.is_empty()) {
                Some(text) => text.parse().map_err(|never| match never {}).and_then(|arg| of_webhook(&arg)).map(Some),
                None => Ok(None),
            },
        }
    }
}

fn of_webhook(address: &SecretArg) -> Result<Target, String> {
    Target::of_webhook(&address.read()?).map_err(|error| error.to_string())
}

fn of_file(path: &Path) -> Result<Target, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("the target {} could not be read: {error}", path.display()))?;
    // The error's own text would show what stands in the file, and that is credentials.
    let target: Target = serde_json::from_str(&text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        format!("the target {} is not what `b24 serve --json` prints ({place})", path.display())
    })?;
    match target.origin() {
        Some(_) => Ok(target),
        None => Err(format!("the target {} names no portal: it has neither `webhook` nor `oauth`", path.display())),
    }
}
