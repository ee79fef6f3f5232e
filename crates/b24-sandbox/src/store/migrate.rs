//! Brings a database to the schema of this version.

use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::Error;

/// Version of the schema.
const VERSION: i64 = 1;
/// Marks a database as one of a sandbox: `B24S`.
const APPLICATION_ID: i64 = 0x4232_3453;

/// Creates the schema in a new database and accepts one of this version. Anything else is refused untouched. Tells
/// whether the database is new.
pub(super) fn migrate(connection: &mut Connection, place: &str) -> Result<bool, Error> {
    let failed = |source| Error::Data { place: place.to_owned(), source };
    connection.busy_timeout(Duration::from_secs(5)).map_err(failed)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let is_new = match state(&transaction).map_err(failed)? {
        State::Ours(VERSION) => false,
        State::New => create(&transaction).map(|()| true).map_err(failed)?,
        State::Ours(found) => return Err(Error::DataTooNew { place: place.to_owned(), found, known: VERSION }),
        State::Foreign => return Err(Error::DataForeign { place: place.to_owned() }),
    };
    transaction.commit().map_err(failed)?;
    // With a write-ahead log a commit need not wait until the disk was flushed, and survives the end of the process.
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON";
    connection.execute_batch(pragmas).map_err(failed)?;
    // Where an index is partial, SQLite plans a statement anew with every value, unless plans may not depend on values.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    Ok(is_new)
}

enum State {
    New,
    Ours(i64),
    Foreign,
}

fn state(connection: &Connection) -> rusqlite::Result<State> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION_ID {
        return connection.pragma_query_value(None, "user_version", |row| row.get(0)).map(State::Ours);
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if tables == 0 { State::New } else { State::Foreign })
}

fn create(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema.sql"))?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> Connection {
        Connection::open_in_memory().expect("memory")
    }

    #[test]
    fn a_database_is_created_once_and_accepted_afterwards() {
        let mut connection = opened();
        assert!(migrate(&mut connection, "x").expect("new"));
        assert!(!migrate(&mut connection, "x").expect("the same version"));
    }

    #[test]
    fn a_newer_version_is_refused() {
        let mut connection = opened();
        migrate(&mut connection, "x").expect("new");
        connection.pragma_update(None, "user_version", VERSION + 1).expect("a version");
        let error = migrate(&mut connection, "portal.db").expect_err("too new").to_string();
        assert_eq!(error, "the data of portal.db have version 2, this sandbox reads versions up to 1");
    }

    #[test]
    fn a_database_of_another_program_is_left_alone() {
        let mut connection = opened();
        connection.execute_batch("CREATE TABLE theirs (id INTEGER)").expect("a table");
        assert!(matches!(migrate(&mut connection, "x"), Err(Error::DataForeign { .. })));
    }
}
