//! `cargo xtask package`: every crate packages and builds on its own, and a foreign crate builds on the packaged client.

use std::path::Path;

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Packages that are published, each after those that it needs.
const PUBLISHED: [&str; 5] = ["b24-contract", "b24-sandbox", "b24-client", "b24-conformance", "b24-cli"];

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

/// Packages every crate, builds each from its package, and runs a crate outside the workspace.
///
/// Cargo's own verification keeps what it unpacked once for a version, so a second run would build a crate on a stale
/// copy of those it needs. So the packages are unpacked and built here.
pub(crate) fn run() -> Result<(), Error> {
    let root = files::root();
    Program::cargo("fetch").args(["--quiet", "--locked"]).run(&root)?;
    let mut package = Program::cargo("package").args(["--quiet", "--no-verify", "--allow-dirty"]);
    for name in PUBLISHED {
        package = package.args(["--package", name]);
    }
    package.run(&root)?;

    let target = files::target();
    let folder = target.join("outside");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let patches: Vec<String> = PUBLISHED.iter().map(|name| patch(&folder, name)).collect();
    for name in PUBLISHED {
        let archive = target.join("package").join(format!("{}.crate", versioned(name)));
        Program::new("tar").args(["-xzf", &archive.to_string_lossy()]).run(&folder)?;
    }
    for name in PUBLISHED {
        println!("building {name} from its package");
        outside("build", &target, &patches).run(&folder.join(versioned(name)))?;
    }
    outsider(&root, &target, &patches)
}

/// Builds and runs a crate that knows the client only.
fn outsider(root: &Path, target: &Path, patches: &[String]) -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("b24-outsider-{}", std::process::id()));
    let outcome = write(root, &folder).and_then(|()| outside("run", target, patches).run(&folder));
    std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    outcome
}

fn write(root: &Path, folder: &Path) -> Result<(), Error> {
    let source = folder.join("src");
    std::fs::create_dir_all(&source).map_err(Error::file(&source))?;
    let manifest = format!(
        "[package]\nname = \"b24-outsider\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nb24-client = \"{}\"\n",
        env!("CARGO_PKG_VERSION")
    );
    for (path, text) in [(folder.join("Cargo.toml"), manifest.as_str()), (source.join("main.rs"), PROGRAM)] {
        std::fs::write(&path, text).map_err(Error::file(path))?;
    }
    let lock = folder.join("Cargo.lock");
    std::fs::copy(root.join("Cargo.lock"), &lock).map(drop).map_err(Error::file(lock))
}

/// A cargo command outside the workspace: packages come from their unpacked copies, dependencies from the workspace's
/// build.
fn outside(subcommand: &str, target: &Path, patches: &[String]) -> Program {
    let mut cargo = Program::cargo(subcommand).args(["--quiet", "--offline"]).args(PROFILE);
    for patch in patches {
        cargo = cargo.args(["--config", patch]);
    }
    cargo.env("CARGO_TARGET_DIR", target)
}

fn patch(folder: &Path, name: &str) -> String {
    format!("patch.crates-io.{name}.path={:?}", folder.join(versioned(name)))
}

fn versioned(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}
