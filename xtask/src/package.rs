//! `cargo xtask package`: every library packages on its own, and a foreign crate builds on the packaged client.

use std::path::{Path, PathBuf};

use crate::command::Cargo;
use crate::error::Error;
use crate::files;

/// Packages that are published.
const PUBLISHED: [&str; 5] = ["b24-contract", "b24-client", "b24-sandbox", "b24-conformance", "b24-cli"];

/// The profile of the workspace, so that builds outside it find the dependencies that are built already.
const PROFILE: [&str; 4] =
    ["--config", "profile.dev.debug=\"line-tables-only\"", "--config", "profile.dev.package.\"*\".opt-level=1"];

/// A program that uses the client as anybody would.
const PROGRAM: &str = r#"//! A crate outside the workspace.

use b24_client::Portal;

fn main() {
    let portal = Portal::webhook("https://example.bitrix24.com/rest/1/put-your-webhook-here/");
    assert!(portal.is_ok(), "the packaged client reads a webhook's address");
    println!("the packaged client works");
}
"#;

/// Packages and builds.
pub(crate) fn run() -> Result<(), Error> {
    let root = files::root();
    let mut package = Cargo::new("package").args(PROFILE).args(["--allow-dirty"]);
    for name in PUBLISHED {
        package = package.args(["--package", name]);
    }
    package.run(&root)?;
    outsider(&root)
}

/// Builds and runs a crate outside the workspace on the unpacked packages.
fn outsider(root: &Path) -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("b24-outsider-{}", std::process::id()));
    let outcome = write(root, &folder).and_then(|()| {
        let target = root.join("target");
        Cargo::new("run").args(PROFILE).args(["--quiet"]).env("CARGO_TARGET_DIR", &target).run(&folder)
    });
    std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    outcome
}

fn write(root: &Path, folder: &Path) -> Result<(), Error> {
    let source = folder.join("src");
    std::fs::create_dir_all(&source).map_err(Error::file(&source))?;
    let patches: String = ["b24-contract", "b24-client"]
        .iter()
        .map(|name| format!("{name} = {{ path = {:?} }}\n", unpacked(root, name)))
        .collect();
    let manifest = format!(
        "[package]\nname = \"b24-outsider\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nb24-client = \"{}\"\n\n[patch.crates-io]\n{patches}",
        env!("CARGO_PKG_VERSION")
    );
    for (path, text) in [(folder.join("Cargo.toml"), manifest.as_str()), (source.join("main.rs"), PROGRAM)] {
        std::fs::write(&path, text).map_err(Error::file(path))?;
    }
    let lock = folder.join("Cargo.lock");
    std::fs::copy(root.join("Cargo.lock"), &lock).map(drop).map_err(Error::file(lock))
}

/// Where `cargo package` unpacked a package to verify it.
fn unpacked(root: &Path, name: &str) -> PathBuf {
    root.join("target/package").join(format!("{name}-{}", env!("CARGO_PKG_VERSION")))
}
