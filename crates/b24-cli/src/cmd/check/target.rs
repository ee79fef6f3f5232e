//! What is checked: the embedded sandbox, a portal, or a target described in a file.

use std::path::Path;

use b24_conformance::Target;
use b24_contract::Secret;
use b24_sandbox::{Config, Sandbox};

use super::Args;
use crate::exit::Exit;

/// A target that is ready, with the sandbox that must live as long as it.
pub(super) struct Prepared {
    pub(super) target: Target,
    pub(super) write: bool,
    sandbox: Option<Sandbox>,
}

impl Prepared {
    /// Ends the embedded sandbox, if there is one.
    pub(super) async fn stop(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.stop().await;
        }
    }
}

/// Makes the target ready.
pub(super) async fn prepare(args: &Args) -> Result<Prepared, (String, Exit)> {
    let target = match (&args.mock, &args.target, &args.portal) {
        (Some(mock), _, _) => Target::of_mock(mock).map_err(|error| usage(error.to_string()))?,
        (None, Some(file), _) => of_file(file)?,
        (None, None, Some(portal)) => of_webhook(&portal.read().map_err(usage)?)?,
        (None, None, None) if args.write.as_ref().is_some_and(|host| !host.is_empty()) => {
            return Err(usage("no portal is named to write to: say --portal or set B24_PORTAL".to_owned()));
        }
        (None, None, None) => return embedded(args.seed).await,
    };
    let write = match &args.write {
        None => false,
        Some(host) => allowed(&target, host).map_err(usage)?,
    };
    Ok(Prepared { target, write, sandbox: None })
}

fn usage(sentence: String) -> (String, Exit) {
    (sentence, Exit::Usage)
}

fn of_webhook(address: &Secret) -> Result<Target, (String, Exit)> {
    Target::of_webhook(address).map_err(|error| usage(error.to_string()))
}

fn of_file(path: &Path) -> Result<Target, (String, Exit)> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| usage(format!("the target {} could not be read: {error}", path.display())))?;
    // The error's own text would show what stands in the file, and that is credentials.
    serde_json::from_str(&text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        usage(format!("the target {} is not what `b24 serve --json` prints ({place})", path.display()))
    })
}

async fn embedded(seed: u64) -> Result<Prepared, (String, Exit)> {
    let failed = |sentence: String| (sentence, Exit::ToolFailed);
    // The suite judges every answer; a sandbox that judged its own would hide a broken one behind an error.
    let config = Config { seed, self_check: false, ..Config::default() };
    let sandbox = Sandbox::builder().config(config).start().await.map_err(|error| failed(error.to_string()))?;
    let target = serde_json::to_value(sandbox.announcement())
        .and_then(serde_json::from_value)
        .map_err(|error| failed(format!("the embedded sandbox is no target: {error}")))?;
    Ok(Prepared { target, write: true, sandbox: Some(sandbox) })
}

/// Whether `--write HOST` names the target's own host, so that nobody writes to the wrong portal.
fn allowed(target: &Target, host: &str) -> Result<bool, String> {
    let own = target.origin().and_then(|origin| url::Url::parse(&origin).ok()?.host_str().map(str::to_owned));
    let own = own.ok_or("there is no portal to write to")?;
    let loopback = matches!(own.as_str(), "localhost" | "127.0.0.1" | "::1" | "[::1]");
    match host {
        "" if loopback => Ok(true),
        "" => Err("writing to a portal must name its host: --write HOST".to_owned()),
        _ if host.eq_ignore_ascii_case(&own) => Ok(true),
        _ => Err(format!("--write {host} does not name the portal's host, which is {own}")),
    }
}
