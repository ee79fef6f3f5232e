//! The data of a portal, in SQLite.

pub(crate) mod copy;
pub(crate) mod entity;
pub(crate) mod graph;
pub(crate) mod link;
mod migrate;
pub(crate) mod multifield;
pub(crate) mod query;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use rusqlite::{Connection, ffi};
use serde_json::Value;

use crate::Error;
pub(crate) use migrate::note_data;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 128;

/// The database of a portal. All work on it goes through one connection, one piece after the other.
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
    /// Whether work may wait for a disk.
    on_disk: bool,
    is_new: bool,
}

impl Store {
    /// Opens a data file, or memory without one, and brings its schema up to date.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Error> {
        let place = path.map_or_else(|| "memory".to_owned(), |path| path.display().to_string());
        let mut connection = match path {
            Some(path) => open_file(path, &place)?,
            None => Connection::open_in_memory().map_err(Error::in_memory)?,
        };
        let is_new = migrate::migrate(&mut connection, &place)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self { connection: Arc::new(Mutex::new(connection)), on_disk: path.is_some(), is_new })
    }

    /// Whether the database waits for its first data.
    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Does a piece of work. Work in memory takes microseconds and is done where it is asked for, unless it would have to
    /// wait for other work; what may wait is done on a thread that may.
    pub(crate) async fn run<T, F>(&self, work: F) -> rusqlite::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        if !self.on_disk {
            match self.connection.try_lock() {
                Ok(mut connection) => return work(&mut connection),
                Err(TryLockError::Poisoned(sound)) => return work(&mut sound.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.run_long(work).await
    }

    /// Does a piece of work that may take long, on a thread that may wait.
    pub(crate) async fn run_long<T, F>(&self, work: F) -> rusqlite::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || work(&mut lock(&connection))).await;
        // Work is interrupted only when the runtime ends before it began.
        done.unwrap_or_else(|_| Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERRUPT), None)))
    }
}

/// Opens a data file, which no other process may use meanwhile. The system tells better than the database what is wrong
/// with a file.
fn open_file(path: &Path, place: &str) -> Result<Connection, Error> {
    let opened = File::options().read(true).write(true).create(true).truncate(false).open(path);
    opened.map_err(|source| Error::DataFile { place: place.to_owned(), source })?;
    let failed = |source| Error::of_data(place, source);
    let connection = Connection::open(path).map_err(failed)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(failed)?;
    Ok(connection)
}

/// A transaction that a panic interrupted was rolled back when it was dropped, so the connection is sound.
fn lock(connection: &Mutex<Connection>) -> std::sync::MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all data and starts the sequence of ids anew.
pub(crate) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM link; DELETE FROM multifield; DELETE FROM entity; DELETE FROM oauth_grant;
         UPDATE sqlite_sequence SET seq = 0;",
    )
}

/// Makes the next id at least `id`, so that it cannot be one of those that were chosen by hand.
pub(crate) fn start_ids_at(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'entity'", [id - 1]).map(drop)
}

/// Ids as a JSON list, for `json_each`: however many they are, they are one value and one statement.
fn id_list(ids: &[i64]) -> String {
    Value::from(ids).to_string()
}

/// A fresh database in memory.
pub(crate) fn memory() -> Result<Connection, Error> {
    let mut connection = Connection::open_in_memory().map_err(Error::in_memory)?;
    migrate::migrate(&mut connection, "memory")?;
    note_data(&connection).map_err(Error::in_memory)?;
    Ok(connection)
}

/// A fresh database in memory, for tests.
#[cfg(test)]
pub(crate) fn fresh() -> Connection {
    memory().expect("a new schema")
}
