//! The console in Debian's Chromium, used as a person would use it.

use super::{install, sandbox};
use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Runs `tests/e2e/console.mjs` and keeps what it looked like in `target/e2e/console.png`.
pub(super) fn run() -> Result<(), Error> {
    install::need("chromium", &["--version"], "chromium")?;
    let packages = install::npm()?;
    // Node.js looks for packages beside the program.
    let folder = packages.ancestors().nth(2).unwrap_or(&packages);
    let script = files::root().join("tests/e2e/console.mjs");
    std::fs::copy(&script, folder.join("console.mjs")).map_err(Error::file(script))?;
    let screenshot = install::folder()?.join("console.png");
    let program = sandbox::program()?;
    Program::new(&program.to_string_lossy())
        .args(["serve", "--", "node", "console.mjs", &screenshot.to_string_lossy()])
        .run(folder)?;
    println!("a picture of it is {}", screenshot.display());
    Ok(())
}
