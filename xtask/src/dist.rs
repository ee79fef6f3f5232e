//! `cargo xtask dist`: an archive of `b24` for Linux, its checksum, and a Dockerfile that uses it.

mod archive;
mod image;
mod program;

use std::path::{Path, PathBuf};

use crate::command::Program;
use crate::error::Error;
use crate::files;

/// What was made.
pub(crate) struct Distribution {
    /// The folder that everything lies in, `target/dist`.
    pub(crate) folder: PathBuf,
    /// Name of the archive without its suffix, which is also the folder inside it.
    pub(crate) name: String,
}

/// Makes the archive and tries it.
pub(crate) fn run() -> Result<(), Error> {
    let made = make()?;
    prove(&made)?;
    println!("{} holds", made.folder.display());
    for file in [format!("{}.tar.gz", made.name), format!("{}.tar.gz.sha256", made.name), "Dockerfile".to_owned()] {
        println!("  {file}");
    }
    Ok(())
}

/// Builds the program and packs it with its completions, manual pages, licences and texts.
fn make() -> Result<Distribution, Error> {
    let built = program::build()?;
    let folder = fresh(&files::target().join("dist"))?;
    let name = format!("b24-{}-{}", built.version, built.target);
    let tree = folder.join(&name);
    archive::fill(&tree, &built.program)?;
    archive::pack(&folder, &name)?;
    image::write(&folder, &name, built.is_static)?;
    Ok(Distribution { folder, name })
}

/// Unpacks the archive where nothing else is, compares its checksum, and runs what came out.
fn prove(made: &Distribution) -> Result<(), Error> {
    let place = fresh(&made.folder.join("unpacked"))?;
    let archive = format!("{}.tar.gz", made.name);
    Program::new("sha256sum").args(["--check", "--quiet", &format!("{archive}.sha256")]).run(&made.folder)?;
    Program::new("tar").args(["-xzf", &made.folder.join(&archive).to_string_lossy()]).run(&place)?;
    let program = place.join(image::entry_point(&made.name));
    Program::new(&program.to_string_lossy()).args(["--version"]).run(&place)?;
    Program::new(&program.to_string_lossy()).args(["explain", "system/no-auth-found"]).quiet().run(&place)?;
    std::fs::remove_dir_all(&place).map_err(Error::file(place))
}

/// An empty folder.
fn fresh(folder: &Path) -> Result<PathBuf, Error> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Error::file(folder))?;
    }
    std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    Ok(folder.to_owned())
}
