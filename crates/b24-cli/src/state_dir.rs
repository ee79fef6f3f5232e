//! The directory for what outlives a run: ledgers of the records that runs made, and failures to be replayed.

use std::path::{Path, PathBuf};

/// The flag that names the directory.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct StateDirArgs {
    /// Directory for ledgers and saved replays; unless given, `b24` in the user's state directory, such as
    /// ~/.local/state/b24.
    #[arg(long, value_name = "DIR", env = "B24_STATE_DIR", hide_env_values = true)]
    state_dir: Option<PathBuf>,
}

impl StateDirArgs {
    /// The directory that was named, else the user's own. Nothing is made on the disk.
    ///
    /// # Errors
    ///
    /// A sentence, when no directory is named and the user has no home.
    pub(crate) fn find(&self) -> Result<StateDir, String> {
        let named = self.state_dir.clone().filter(|dir| !dir.as_os_str().is_empty());
        let found = named.or_else(|| of_user(|name| std::env::var_os(name).map(PathBuf::from), std::env::home_dir()));
        found.map(StateDir).ok_or_else(|| "there is no home directory to keep state in: say --state-dir".to_owned())
    }
}

/// A directory with a place for each kind of file.
#[derive(Debug, Clone)]
pub(crate) struct StateDir(PathBuf);

impl StateDir {
    /// Where ledgers are.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.0.join("ledger")
    }

    /// Where saved replays are.
    pub(crate) fn replays(&self) -> PathBuf {
        self.0.join("replays")
    }
}

/// The user's state directory with `b24` below it: that of the XDG base directories, on Windows the local application
/// data. A relative path in a variable does not count, as the XDG specification says.
fn of_user(variable: impl Fn(&str) -> Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else {
        absolute("XDG_STATE_HOME").or_else(|| home.as_deref().map(|home: &Path| home.join(".local/state")))
    };
    base.map(|base| base.join("b24"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_users_directory_follows_the_xdg_specification() {
        let found = |xdg: Option<&str>, home: Option<&str>| {
            of_user(|name| xdg.filter(|_| name == "XDG_STATE_HOME").map(PathBuf::from), home.map(PathBuf::from))
        };
        assert_eq!(found(Some("/state"), Some("/anna")), Some("/state/b24".into()));
        assert_eq!(found(Some("state"), Some("/anna")), Some("/anna/.local/state/b24".into()));
        assert_eq!(found(None, Some("/anna")), Some("/anna/.local/state/b24".into()));
        assert_eq!(found(None, None), None);
    }

    #[test]
    fn a_named_directory_wins() {
        let named = StateDirArgs { state_dir: Some("/elsewhere".into()) }.find().expect("a directory");
        assert_eq!((named.ledger(), named.replays()), ("/elsewhere/ledger".into(), "/elsewhere/replays".into()));
    }
}
