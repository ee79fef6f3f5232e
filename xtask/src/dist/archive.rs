//! The archive: a tree of files, packed so that the same files make the same bytes.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// Texts of the repository that go along.
const TEXTS: [&str; 4] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"];
/// Shells and where they look for completions, below the place of installation.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "share/bash-completion/completions/b24"),
    ("fish", "share/fish/vendor_completions.d/b24.fish"),
    ("zsh", "share/zsh/site-functions/_b24"),
];
/// Commands with a manual page of their own.
const PAGES: [&str; 13] = [
    "call",
    "check",
    "compare",
    "completions",
    "explain",
    "man",
    "proxy",
    "replay",
    "report",
    "serve",
    "spec",
    "sweep",
    "validate",
];

/// Lays the tree out as it is to stand below `/usr/local`.
pub(super) fn fill(tree: &Path, built: &Path) -> Result<(), Error> {
    let program = tree.join("bin/b24");
    make_room(&program)?;
    fs::copy(built, &program).map_err(Error::file(built))?;
    Program::new("strip").args([program.to_string_lossy().as_ref()]).run(tree)?;
    for text in TEXTS {
        let source = files::root().join(text);
        fs::copy(&source, tree.join(text)).map_err(Error::file(source))?;
    }
    for (shell, place) in COMPLETIONS {
        print_into(&program, &["completions", shell], &tree.join(place))?;
    }
    print_into(&program, &["man"], &tree.join("share/man/man1/b24.1"))?;
    for command in PAGES {
        print_into(&program, &["man", command], &tree.join(format!("share/man/man1/b24-{command}.1")))?;
    }
    Ok(())
}

/// Packs the tree `name` of `folder` and writes its checksum beside it. Files carry the time of the last commit, and
/// neither their order nor their owners depend on the machine.
pub(super) fn pack(folder: &Path, name: &str) -> Result<(), Error> {
    let archive = format!("{name}.tar.gz");
    Program::new("tar")
        .args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go+r-w,a+X"])
        .args(["--use-compress-program=gzip -9n", &format!("--mtime=@{}", last_commit()), "-cf", &archive, name])
        .run(folder)?;
    let checksum = folder.join(format!("{archive}.sha256"));
    let file = File::create(&checksum).map_err(Error::file(&checksum))?;
    Program::new("sha256sum").args([archive.as_str()]).into(file).run(folder)
}

/// Unix seconds of the last commit; of 1970 where there is no repository.
fn last_commit() -> u64 {
    let git = Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(files::root()).output();
    git.ok().and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok()).unwrap_or_default()
}

fn print_into(program: &Path, args: &[&str], place: &Path) -> Result<(), Error> {
    make_room(place)?;
    let file = File::create(place).map_err(Error::file(place))?;
    Program::new(&program.to_string_lossy()).args(args.iter().copied()).into(Stdio::from(file)).run(&files::root())
}

fn make_room(file: &Path) -> Result<(), Error> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(Error::file(folder))
}
