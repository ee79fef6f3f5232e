//! `cargo xtask package`: every crate packages and compiles on its own, and a foreign crate runs on the packaged client.

use std::path::Path;

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Packages that are published, each after those that it needs.
const PUBLISHED: [&str; 5] = ["b24-contract", "b24-sandbox", "b24-client", "b24-conformance", "b24-cli"];

/// A program that uses the client as anybody would.
const PROGRAM: &str = r#"//! A crate outside the workspace.

use b24_client::Portal;

fn main() {
    let portal = Portal::webhook("https://example.bitrix24.com/rest/1/put-your-webhook-here/");
    assert!(portal.is_ok(), "the packaged client reads a webhook's address");
    println!("the packaged client works");
}
"#;

/// Packages every crate, compiles each alone from its package, and runs a crate outside the workspace.
///
/// Cargo's own verification keeps what it unpacked once for a version, so a second run would build a crate on a stale
/// copy of those it needs. So the packages are unpacked and checked here, which finds all that a build does but mistakes
/// of linking. Most dependencies are taken from what clippy has read; only those of which a crate alone wants fewer features
/// are read again.
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
    let manifest = root.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&manifest).map_err(Error::file(manifest))?;
    let settings = folder.join("settings.toml");
    std::fs::write(&settings, settings_of(&manifest, &patches)).map_err(Error::file(&settings))?;
    for name in PUBLISHED {
        println!("compiling {name} from its package");
        outside("check", &target, &settings).run(&folder.join(versioned(name)))?;
    }
    outsider(&root, &target, &settings)
}

/// Cargo's settings outside the workspace: packages come from their unpacked copies, and the workspace's profiles let
/// dependencies be found that are built already.
fn settings_of(manifest: &str, patches: &[String]) -> String {
    let mut settings = format!("[patch.crates-io]\n{}", patches.concat());
    let mut within = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line.starts_with("[profile.");
        }
        if within {
            settings.push_str(&format!("{line}\n"));
        }
    }
    settings
}

/// Builds and runs a crate that knows the client only.
fn outsider(root: &Path, target: &Path, settings: &Path) -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("b24-outsider-{}", std::process::id()));
    let outcome = write(root, &folder).and_then(|()| outside("run", target, settings).run(&folder));
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

/// A cargo command outside the workspace.
fn outside(subcommand: &str, target: &Path, settings: &Path) -> Program {
    Program::cargo(subcommand)
        .args(["--quiet", "--offline", "--config", &settings.to_string_lossy()])
        .env("CARGO_TARGET_DIR", target)
}

/// The line that has a package come from its unpacked copy.
fn patch(folder: &Path, name: &str) -> String {
    format!("{name} = {{ path = {:?} }}\n", folder.join(versioned(name)))
}

fn versioned(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_are_the_profiles_and_the_unpacked_packages() {
        let manifest = "[workspace]\nmembers = []\n\n[profile.dev]\ndebug = 1\n\n[profile.dev.package]\na.opt-level = 2\n\n[lints]\n";
        let settings = settings_of(manifest, &[patch(Path::new("outside"), "b24-contract")]);
        insta::assert_snapshot!(settings, @r#"
        [patch.crates-io]
        b24-contract = { path = "outside/b24-contract-0.1.0" }
        [profile.dev]
        debug = 1

        [profile.dev.package]
        a.opt-level = 2
        "#);
    }
}
