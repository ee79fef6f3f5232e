//! Installs other people's tools and SDKs below `target/e2e`, in the versions that files in `tests` pin.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// The version of mdBook that builds the book.
const MDBOOK: &str = "0.5.4";

/// `target/e2e`, made when it is missing.
pub(super) fn folder() -> Result<PathBuf, Error> {
    let folder = files::target().join("e2e");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder)
}

/// A Python of an own environment with the tools of `tests/e2e/requirements.txt`.
pub(super) fn python() -> Result<PathBuf, Error> {
    environment("python", "tests/e2e")
}

/// A Python of an own environment with the SDKs of `tests/sdk/python/requirements.txt`.
pub(super) fn python_sdks() -> Result<PathBuf, Error> {
    environment("sdk-python", "tests/sdk/python")
}

/// The folder of programs of the npm packages of `tests/e2e/package.json`.
pub(super) fn npm() -> Result<PathBuf, Error> {
    Ok(packages("npm", "tests/e2e")?.join("node_modules/.bin"))
}

/// A folder whose programs find the SDK of `tests/sdk/js/package.json`.
pub(super) fn js_sdk() -> Result<PathBuf, Error> {
    packages("sdk-js", "tests/sdk/js")
}

/// The Python of an environment with the packages that `requirements.txt` and `constraints.txt` in `source` name.
fn environment(name: &str, source: &str) -> Result<PathBuf, Error> {
    let root = files::root();
    let environment = folder()?.join(name);
    let pins = ["requirements.txt", "constraints.txt"].map(|file| root.join(source).join(file));
    once(&environment, &pins, || {
        need("python3", &["-c", "import ensurepip, venv"], "python3-venv")?;
        println!("installing the packages of {source}/requirements.txt into {}", environment.display());
        let place = environment.to_string_lossy();
        Program::new("python3").args(["-m", "venv", "--clear", &place]).run(&root)?;
        let [requirements, constraints] = pins.each_ref().map(|path| path.to_string_lossy());
        let python = environment.join("bin/python");
        Program::new(&python.to_string_lossy())
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(["--requirement", &requirements, "--constraint", &constraints])
            .run(&root)
    })?;
    Ok(environment.join("bin/python"))
}

/// A folder with the npm packages that `package.json` and `package-lock.json` in `source` name.
fn packages(name: &str, source: &str) -> Result<PathBuf, Error> {
    let root = files::root();
    let place = folder()?.join(name);
    let pins = ["package.json", "package-lock.json"].map(|file| root.join(source).join(file));
    once(&place, &pins, || {
        need("npm", &["--version"], "npm")?;
        println!("installing the packages of {source}/package.json into {}", place.display());
        std::fs::create_dir_all(&place).map_err(Error::file(&place))?;
        for pin in &pins {
            let copy = place.join(pin.file_name().unwrap_or_default());
            std::fs::copy(pin, &copy).map_err(Error::file(copy))?;
        }
        Program::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]).run(&place)
    })?;
    Ok(place)
}

/// mdBook. Only what builds a book is compiled, and without optimisation: that takes less than a minute.
pub(super) fn mdbook() -> Result<PathBuf, Error> {
    let place = folder()?.join("mdbook");
    let program = place.join("bin/mdbook");
    let installed = Command::new(&program).arg("--version").output();
    if installed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(MDBOOK)) {
        return Ok(program);
    }
    println!("compiling mdBook {MDBOOK} into {}", place.display());
    Program::cargo("install")
        .args(["mdbook", "--version", MDBOOK, "--locked", "--debug", "--no-default-features", "--features", "search"])
        .args(["--quiet", "--no-track", "--force", "--root", &place.to_string_lossy()])
        .args(["--target-dir", &place.join("build").to_string_lossy()])
        .run(&files::root())?;
    // The dependencies' objects are a hundred times the size of the program.
    let build = place.join("build");
    std::fs::remove_dir_all(&build).map_err(Error::file(build))?;
    Ok(program)
}

/// Makes sure that a program answers, and otherwise installs its Debian package where that is possible.
pub(super) fn need(program: &str, probe: &[&str], package: &str) -> Result<(), Error> {
    if answers(program, probe) {
        return Ok(());
    }
    if !(answers("apt-get", &["--version"]) && is_root()) {
        return Err(Error::Tool { program: program.to_owned(), package: package.to_owned() });
    }
    println!("installing Debian's package {package}");
    let apt = |args: &[&str]| {
        let apt = Program::new("apt-get").args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(args.iter().copied());
        apt.env("DEBIAN_FRONTEND", "noninteractive").run(&files::root())
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", package])
}

fn answers(program: &str, probe: &[&str]) -> bool {
    let status = Command::new(program).args(probe).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Installs into `folder` unless what the files of `pins` say is installed there already.
fn once(folder: &Path, pins: &[PathBuf], install: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    let mut wanted = String::new();
    for pin in pins {
        wanted.push_str(&std::fs::read_to_string(pin).map_err(Error::file(pin))?);
    }
    let stamp = folder.join("installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    install()?;
    std::fs::write(&stamp, wanted).map_err(Error::file(stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_installed_is_installed_again_only_when_its_pins_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let pin = folder.path().join("requirements.txt");
        let mut installed = 0;
        for pins in ["a==1\n", "a==1\n", "a==2\n"] {
            std::fs::write(&pin, pins).expect("written");
            once(folder.path(), std::slice::from_ref(&pin), || {
                installed += 1;
                Ok(())
            })
            .expect("installed");
        }
        assert_eq!(installed, 2);
    }

    #[test]
    fn a_failed_installation_is_tried_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut tries = 0;
        for _ in 0..2 {
            let outcome = once(folder.path(), &[], || {
                tries += 1;
                Err(Error::Missing("a".to_owned()))
            });
            assert!(outcome.is_err());
        }
        assert_eq!(tries, 2);
    }
}
