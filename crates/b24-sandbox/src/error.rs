//! What can keep a sandbox from starting.

use std::net::SocketAddr;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why a sandbox could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration contradicts itself. The text is one sentence and holds no secret.
    #[error("{0}")]
    Config(String),
    /// Other machines can reach the address, and the webhook has the code that everybody knows.
    #[error(
        "the webhook code `{}` is known to everybody: give the main webhook a code of its own to listen on an address \
         that other machines can reach",
        crate::config::FIXED_CODE
    )]
    KnownWebhookCode,
    /// A configuration file could not be read or understood.
    #[error("configuration {}: {problem}", path.display())]
    ConfigFile {
        /// The file.
        path: PathBuf,
        /// What is wrong and where, without the text of the file.
        problem: String,
    },
    /// There is an isolated portal of this name.
    #[error("there is a portal called `{name}` already")]
    PortalExists {
        /// The name.
        name: String,
    },
    /// There are as many isolated portals as there may be.
    #[error("there are {most} isolated portals already: delete some that are no longer needed")]
    TooManyPortals {
        /// How many there may be.
        most: usize,
    },
    /// A stub cannot be used.
    #[error("stub {}: {problem}", path.display())]
    Stub {
        /// The file, or the directory of stubs.
        path: PathBuf,
        /// What is wrong, without the text of the file.
        problem: String,
    },
    /// There are as many snapshots of a portal as there may be.
    #[error("the portal has {most} snapshots already: delete some that are no longer needed")]
    TooManySnapshots {
        /// How many there may be.
        most: usize,
    },
    /// The document of a snapshot is not what a portal can hold.
    #[error("the snapshot is wrong at `{path}`: {problem}")]
    Snapshot {
        /// Where.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// A file with first data cannot be read, or is not what a portal can hold.
    #[error("seed data {}: {problem}", path.display())]
    SeedFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The address could not be bound.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// Authority or certificate for HTTPS could not be read or made. The text is one sentence that names the place.
    #[error("{0}")]
    Tls(String),
    /// The data file was written by a newer version.
    #[error("the data of {place} have version {found}, this sandbox reads versions up to {known}")]
    DataTooNew {
        /// The data file.
        place: String,
        /// Version of the data.
        found: i64,
        /// Greatest version known here.
        known: i64,
    },
    /// The data file is a database of some other program.
    #[error("{place} is a database, but not one of a sandbox")]
    DataForeign {
        /// The data file.
        place: String,
    },
    /// The data file cannot be read and written.
    #[error("the data file {place} cannot be opened: {source}")]
    DataFile {
        /// The data file.
        place: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process uses the data file.
    #[error("the data file {place} is in use by another process")]
    DataInUse {
        /// The data file.
        place: String,
    },
    /// The database failed.
    #[error("the data of {place} cannot be opened: {source}")]
    Data {
        /// The data file, or `memory`.
        place: String,
        /// What the database said.
        source: rusqlite::Error,
    },
}

impl Error {
    /// The database of a place failed.
    pub(crate) fn of_data(place: &str, source: rusqlite::Error) -> Self {
        let place = place.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::DataInUse { place },
            _ => Error::Data { place, source },
        }
    }

    /// The database of something that lives in memory failed.
    pub(crate) fn in_memory(source: rusqlite::Error) -> Self {
        Error::Data { place: "memory".to_owned(), source }
    }

    /// Whether the sandbox was asked for something wrong, as against a failure of the system.
    pub fn is_configuration(&self) -> bool {
        matches!(
            self,
            Error::Config(_)
                | Error::KnownWebhookCode
                | Error::ConfigFile { .. }
                | Error::SeedFile { .. }
                | Error::Stub { .. }
        )
    }
}
