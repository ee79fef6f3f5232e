//! What is checked: the embedded sandbox, a portal, or a target described in a file.

use b24_conformance::{Oauth, Target, Webhook};
use b24_sandbox::{Config, Sandbox};

use super::Args;
use crate::exit::Exit;
use crate::portal_arg::SecretArg;
use crate::portal_args::PortalArgs;

/// The flags that name the target.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Portal")]
pub(super) struct TargetArgs {
    #[command(flatten)]
    portal: PortalArgs,

    /// Webhook address of a user who may only read; takes @FILE and - too.
    #[arg(long, value_name = "URL", conflicts_with = "mock")]
    reader: Option<SecretArg>,

    /// Webhook address of a user without rights; takes @FILE and - too.
    #[arg(long, value_name = "URL", conflicts_with = "mock")]
    denied: Option<SecretArg>,

    /// An application's access token behind the address that it is for, such as
    /// https://example.bitrix24.com/rest/?auth=TOKEN; takes @FILE and - too.
    #[arg(long, value_name = "URL", conflicts_with = "mock")]
    oauth: Option<SecretArg>,

    /// Address of a mock server made from the contract's OpenAPI document: it serves methods right below URL and asks
    /// for no credential.
    #[arg(long, value_name = "URL", conflicts_with_all = ["portal", "target"])]
    mock: Option<String>,
}

impl TargetArgs {
    /// The target that the flags name, if they name any.
    fn named(&self) -> Result<Option<Target>, String> {
        let others = [&self.reader, &self.denied, &self.oauth];
        let stdin = others.iter().filter(|arg| matches!(arg, Some(SecretArg::Stdin))).count();
        if stdin + usize::from(self.portal.reads_stdin()) > 1 {
            return Err("only one argument can be read from standard input".to_owned());
        }
        if let Some(mock) = &self.mock {
            return Target::of_mock(mock).map(Some).map_err(|error| error.to_string());
        }
        let Some(mut target) = self.portal.named()? else {
            return match others.iter().any(|arg| arg.is_some()) {
                true => Err("no portal is named: say --portal or set B24_PORTAL".to_owned()),
                false => Ok(None),
            };
        };
        let webhook = |arg: &SecretArg| Webhook::parse(arg.read()?.expose()).map_err(|error| error.to_string());
        if let Some(reader) = &self.reader {
            target.reader = Some(webhook(reader)?);
        }
        if let Some(denied) = &self.denied {
            target.denied = Some(webhook(denied)?);
        }
        if let Some(oauth) = &self.oauth {
            target.oauth = Some(Oauth::parse(&oauth.read()?).map_err(|error| error.to_string())?);
        }
        Ok(Some(target))
    }
}

/// A target that is ready, with the sandbox that must live as long as it.
pub(crate) struct Prepared {
    pub(crate) target: Target,
    pub(super) write: bool,
    sandbox: Option<Sandbox>,
}

impl Prepared {
    /// Whether it is the embedded sandbox, which ends with the run.
    pub(super) fn is_embedded(&self) -> bool {
        self.sandbox.is_some()
    }

    /// Ends the embedded sandbox, if there is one.
    pub(crate) async fn stop(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.stop().await;
        }
    }
}

/// Makes the target ready.
pub(super) async fn prepare(args: &Args) -> Result<Prepared, (String, Exit)> {
    let usage = |sentence: String| (sentence, Exit::Usage);
    let write = &args.safety.write;
    match args.target.named().map_err(usage)? {
        Some(target) => Ok(Prepared { write: write.allow(&target).map_err(usage)?, target, sandbox: None }),
        None if write.names_host() => {
            Err(usage("no portal is named to write to: say --portal or set B24_PORTAL".to_owned()))
        }
        None => embedded(args.seed).await,
    }
}

/// The embedded sandbox as a target.
pub(crate) async fn embedded(seed: u64) -> Result<Prepared, (String, Exit)> {
    let failed = |sentence: String| (sentence, Exit::ToolFailed);
    // The suite judges every answer; a sandbox that judged its own would hide a broken one behind an error.
    let config = Config { seed, self_check: false, ..Config::default() };
    let sandbox = Sandbox::builder().config(config).start().await.map_err(|error| failed(error.to_string()))?;
    let target = serde_json::to_value(sandbox.announcement())
        .and_then(serde_json::from_value)
        .map_err(|error| failed(format!("the embedded sandbox is no target: {error}")))?;
    Ok(Prepared { target, write: true, sandbox: Some(sandbox) })
}
