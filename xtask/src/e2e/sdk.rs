//! SDKs, unmodified, against the sandbox: each scenario of `tests/sdk` runs as its first lines tell users to run it.

use std::path::{Path, PathBuf};
use std::time::Instant;

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
    serve(&["--tls"], "node", &["webhook.mjs", "oauth.mjs"], &folder)
}

/// `b24pysdk`.
pub(super) fn python() -> Result<(), Error> {
    let python = install::python_sdks()?;
    serve(&["--tls"], &python.to_string_lossy(), &["pysdk_webhook.py", "pysdk_oauth.py"], &folder("python"))
}

/// `fast_bitrix24`, over plain HTTP, which the two official SDKs refuse.
pub(super) fn fast() -> Result<(), Error> {
    let python = install::python_sdks()?;
    serve(&[], &python.to_string_lossy(), &["fast_webhook.py", "fast_oauth.py"], &folder("python"))
}

/// curl.
pub(super) fn curl() -> Result<(), Error> {
    install::need("curl", &["--version"], "curl")?;
    serve(&[], "bash", &["forms.sh", "oauth.sh"], &folder("curl"))
}

fn folder(name: &str) -> PathBuf {
    files::root().join("tests/sdk").join(name)
}

/// Runs each scenario with a sandbox of its own.
fn serve(flags: &[&str], interpreter: &str, scenarios: &[&str], folder: &Path) -> Result<(), Error> {
    let program = sandbox::program()?;
    for scenario in scenarios {
        let start = Instant::now();
        Program::new(&program.to_string_lossy())
            .args(["serve"])
            .args(flags.iter().copied())
            .args(["--", interpreter, scenario])
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .run(folder)?;
        println!("{scenario} found what it expects, in {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}
