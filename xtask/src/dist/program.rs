//! The program, built as it is given away: static where the toolchain can do that.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// A program that was built.
pub(super) struct Built {
    /// The program.
    pub(super) program: PathBuf,
    /// Its version.
    pub(super) version: String,
    /// The target that it runs on, such as `x86_64-unknown-linux-musl`.
    pub(super) target: String,
    /// Whether it needs no library of the system.
    pub(super) is_static: bool,
}

/// Builds `b24` for musl where the toolchain has it, else for the system that this is.
pub(super) fn build() -> Result<Built, Error> {
    let root = files::root();
    let host = said("rustc", &["--print", "host-tuple"], &root)?;
    let musl = host.replace("-gnu", "-musl");
    let cross = (musl != host && has_musl(&musl, &root)).then_some(musl);
    let mut cargo = Program::cargo("build").args(["--release", "--locked", "--package", "b24-cli"]);
    let mut folder = files::target();
    if let Some(target) = &cross {
        cargo = cargo.args(["--target", target]);
        folder.push(target);
    }
    cargo.run(&root)?;
    let program = folder.join("release").join("b24");
    let version = said(&program.to_string_lossy(), &["--version"], &root)?;
    let version = version.split_whitespace().next_back().unwrap_or_default().to_owned();
    Ok(Built { program, version, is_static: cross.is_some(), target: cross.unwrap_or(host) })
}

/// Whether Rust's library for musl is there, and a C compiler for what is written in C.
fn has_musl(target: &str, root: &Path) -> bool {
    let library = said("rustc", &["--print", "target-libdir", "--target", target], root);
    library.is_ok_and(|library| Path::new(&library).exists()) && said("musl-gcc", &["--version"], root).is_ok()
}

/// What a program prints, without the line break at its end.
fn said(program: &str, args: &[&str], folder: &Path) -> Result<String, Error> {
    let output = Command::new(program).args(args).current_dir(folder).output().map_err(Error::file(program))?;
    if !output.status.success() {
        return Err(Error::Command { command: format!("{program} {}", args.join(" ")), status: output.status });
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
