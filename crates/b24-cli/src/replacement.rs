//! A file that replaces an older one when it is complete, and never before.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file that is being written, beside the one that it will replace.
#[derive(Debug)]
pub(crate) struct Replacement {
    path: PathBuf,
    file: NamedTempFile,
}

impl Replacement {
    /// Makes sure that the file can be written, without touching an older one. What a link refers to is replaced, not the
    /// link.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = match fs::metadata(&path) {
            Ok(old) => {
                OpenOptions::new().write(true).open(&path)?;
                Some(old)
            }
            Err(_) => None,
        };
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Err(io::Error::other("it is no file"));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".b24-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let usual = || fs::Permissions::from_mode(0o666);
            builder.permissions(old.as_ref().map_or_else(usual, fs::Metadata::permissions));
        }
        let file = builder.tempfile_in(folder)?;
        Ok(Self { path, file })
    }

    /// Where the new content goes.
    pub(crate) fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Puts the new content in the place of the old.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn the_old_file_stays_until_the_new_one_is_complete() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("file");
        fs::write(&path, "old").expect("written");
        let replacement = Replacement::open(&path).expect("a file that can be written");
        replacement.file().write_all(b"new").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("there"), "old");
        replacement.finish().expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
        drop(Replacement::open(&path).expect("a file that can be written"));
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "what was given up is left");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_of_the_old_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("file");
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
        Replacement::open(&path).and_then(Replacement::finish).expect("replaced");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_folder_is_not_replaced() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        assert!(Replacement::open(dir.path()).is_err());
        assert!(Replacement::open(&dir.path().join("no/such/file")).is_err());
    }
}
