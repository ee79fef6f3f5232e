//! The folder that keeps authority and certificate, also for several processes at once.
//!
//! Each file comes into being whole, by being renamed, and only the one who holds the lock makes any. So whoever finds
//! files that fit together needs no lock, and a folder that cannot be written to is as good as another.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use rcgen::KeyPair;

use super::authority::Authority;
use super::trust::Client;
use crate::Error;

/// The authority's certificate, which clients have to trust.
const CA: &str = "ca.pem";
/// The authority's private key.
const CA_KEY: &str = "ca-key.pem";
/// Private key and certificate of the server, in one file so that they belong together.
const SERVER: &str = "server.pem";
/// Held by whoever makes a file.
const LOCK: &str = "lock";

/// What a folder keeps.
pub(super) struct Kept {
    /// The authority's certificate, as PEM.
    pub(super) ca: String,
    /// The file that holds it.
    pub(super) ca_file: PathBuf,
    /// The server's private key and certificate, as PEM.
    pub(super) server: String,
    /// The file that holds them.
    pub(super) server_file: PathBuf,
}

/// Reads what a folder keeps. What is missing, is about to expire or does not hold for all of `names` is made.
pub(super) fn open(dir: &Path, names: &[String]) -> Result<Kept, Error> {
    let dir = std::path::absolute(dir).map_err(|problem| unusable(dir, problem))?;
    if let Some(kept) = read(&dir, names)? {
        return Ok(kept);
    }
    make_folder(&dir).map_err(|problem| unusable(&dir, problem))?;
    let lock = dir.join(LOCK);
    let locked = File::options().create(true).truncate(false).write(true).open(&lock);
    // It is let go when the file is closed.
    let _locked = locked.and_then(|file| file.lock().map(|()| file)).map_err(|problem| unusable(&lock, problem))?;
    match read(&dir, names)? {
        Some(made_meanwhile) => Ok(made_meanwhile),
        None => make(&dir, names),
    }
}

/// The error of a file that does not hold what it should.
pub(super) fn damaged(path: &Path, problem: impl Display) -> Error {
    let path = path.display();
    Error::Tls(format!("{path} is damaged ({problem}): put it back, or delete the folder to have all of it made anew"))
}

/// What is there, if clients who trust the authority accept the certificate for all names.
fn read(dir: &Path, names: &[String]) -> Result<Option<Kept>, Error> {
    let (ca_file, server_file) = (dir.join(CA), dir.join(SERVER));
    let (Some(ca), Some(server)) = (text(&ca_file)?, text(&server_file)?) else { return Ok(None) };
    let client = Client::trusting(&ca).map_err(|problem| damaged(&ca_file, problem))?;
    let refused = client.refuses(&server, names).map_err(|problem| damaged(&server_file, problem))?;
    Ok(refused.is_none().then_some(Kept { ca, ca_file, server, server_file }))
}

/// Makes a certificate for `names`, and an authority where there is none.
fn make(dir: &Path, names: &[String]) -> Result<Kept, Error> {
    let (ca_file, key_file, server_file) = (dir.join(CA), dir.join(CA_KEY), dir.join(SERVER));
    let failed = |problem: rcgen::Error| Error::Tls(problem.to_string());
    let key = text(&key_file)?.map(|key| KeyPair::from_pem(&key).map_err(|problem| damaged(&key_file, problem)));
    let authority = match (key.transpose()?, text(&ca_file)?) {
        (Some(key), Some(certificate)) => Authority::kept(key, certificate),
        (None, Some(_)) => {
            let (key, ca) = (key_file.display(), ca_file.display());
            let says = format!("{key} is missing, so that no certificate can be made: put it back, or delete {ca} too");
            return Err(Error::Tls(says));
        }
        (key, None) => {
            let authority = match key {
                // Somebody was interrupted here.
                Some(key) => Authority::with_key(key, names),
                None => Authority::make(names),
            };
            let authority = authority.map_err(failed)?;
            write(&key_file, &authority.key(), Readers::Owner)?;
            write(&ca_file, &authority.certificate, Readers::All)?;
            authority
        }
    };
    let server = authority.issue(names).map_err(failed)?;
    let client = Client::trusting(&authority.certificate).map_err(|problem| damaged(&ca_file, problem))?;
    let refused = |server: &str, names| client.refuses(server, names).map_err(|problem| damaged(&server_file, problem));
    if refused(&server, names)?.is_some() {
        // One name that the authority cannot vouch for spoils the certificate for all of them.
        for name in names {
            let alone = std::slice::from_ref(name);
            if refused(&authority.issue(alone).map_err(failed)?, alone)?.is_some() {
                return Err(cannot_vouch(dir, name, names));
            }
        }
    }
    write(&server_file, &server, Readers::Owner)?;
    Ok(Kept { ca: authority.certificate, ca_file, server, server_file })
}

/// The error of an authority that cannot vouch for one of these names.
fn cannot_vouch(dir: &Path, name: &str, names: &[String]) -> Error {
    // Every authority can vouch for the first one.
    if names.first().is_some_and(|first| first == name) {
        return damaged(&dir.join(CA), format!("it does not belong to {CA_KEY}"));
    }
    Error::Tls(format!(
        "the certificate authority in {} was made for other names and cannot vouch for `{name}`: name another folder, \
         where one is made that can",
        dir.display()
    ))
}

/// What a file holds, if there is one.
fn text(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(None),
        Err(problem) => Err(unusable(path, problem)),
    }
}

fn unusable(path: &Path, problem: std::io::Error) -> Error {
    Error::Tls(format!("{} cannot be used for certificates: {problem}", path.display()))
}

/// Who may read a file.
#[derive(Clone, Copy, PartialEq)]
enum Readers {
    Owner,
    All,
}

/// Writes a file that others see whole or not at all.
fn write(path: &Path, text: &str, readers: Readers) -> Result<(), Error> {
    let written = || {
        let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(text.as_bytes())?;
        if readers == Readers::All {
            let_all_read(file.as_file())?;
        }
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().map_err(|problem| unusable(path, problem))
}

#[cfg(unix)]
fn make_folder(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

#[cfg(not(unix))]
fn make_folder(dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)
}

/// A temporary file can be read by its owner only.
#[cfg(unix)]
fn let_all_read(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn let_all_read(_: &File) -> std::io::Result<()> {
    Ok(())
}
