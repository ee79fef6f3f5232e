//! SDKs, unmodified, against the sandbox: each scenario of `tests/sdk` runs as its first lines tell users to run it.

use std::path::Path;

use super::{install, sandbox};
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// `@bitrix24/b24jssdk`. Node.js looks for packages beside the program, so the scenarios are copied to them.
pub(super) fn js() -> Result<(), Error> {
    let root = files::root();
    let folder = install::js_sdk()?;
    for path in files::list(&root, "tests/sdk/js")?.iter().filter(|path| path.ends_with(".mjs")) {
        let copy = folder.join(Path::new(path).file_name().unwrap_or_default());
        std::fs::copy(root.join(path), &copy).map_err(Error::file(copy))?;
    }
    for scenario in ["webhook.mjs", "oauth.mjs"] {
        serve(&["--tls"], &["node", scenario], &folder)?;
    }
    Ok(())
}

/// `b24pysdk`.
pub(super) fn python() -> Result<(), Error> {
    python_scenarios(&["--tls"], ["pysdk_webhook.py", "pysdk_oauth.py"])
}

/// `fast_bitrix24`, over plain HTTP, which the two official SDKs refuse.
pub(super) fn fast() -> Result<(), Error> {
    python_scenarios(&[], ["fast_webhook.py", "fast_oauth.py"])
}

/// curl.
pub(super) fn curl() -> Result<(), Error> {
    install::need("curl", &["--version"], "curl")?;
    for scenario in ["forms.sh", "oauth.sh"] {
        serve(&[], &["bash", scenario], &files::root().join("tests/sdk/curl"))?;
    }
    Ok(())
}

fn python_scenarios(flags: &[&str], scenarios: [&str; 2]) -> Result<(), Error> {
    let python = install::python_sdks()?;
    for scenario in scenarios {
        serve(flags, &[&python.to_string_lossy(), "-B", scenario], &files::root().join("tests/sdk/python"))?;
    }
    Ok(())
}

/// Runs a command with a sandbox of its own.
fn serve(flags: &[&str], command: &[&str], folder: &Path) -> Result<(), Error> {
    println!("b24 serve {} -- {}", flags.join(" "), command.join(" "));
    let program = sandbox::program()?;
    Program::new(&program.to_string_lossy())
        .args(["serve"])
        .args(flags.iter().copied())
        .args(["--"])
        .args(command.iter().copied())
        .run(folder)
}
