//! Brings a database to the schema of this version.

use std::time::Duration;

use b24_contract::Entity;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde_json::{Map, Value};

use super::entity;
use crate::Error;
use crate::catalogue::Catalogue;
use crate::methods::value;

/// One step of the schema for each version, from an empty database on. Steps that were published are never changed.
const STEPS: [&str; 4] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
];
/// How long to wait for a process that is about to let go of the file.
const PATIENCE: Duration = Duration::from_secs(2);
/// Version of the schema.
const VERSION: i64 = STEPS.len() as i64;
/// Marks a database as one of a sandbox: `B24S`.
const APPLICATION_ID: i64 = 0x4232_3453;
/// Marks one that has not got its first data yet: `B24N`.
const WITHOUT_DATA: i64 = 0x4232_344E;

/// Creates the schema in a new database and brings one of an older version up to date. Anything else is refused
/// untouched. Tells whether the database has no first data yet: it is new, or whoever made it ended too early.
pub(super) fn migrate(connection: &mut Connection, place: &str) -> Result<bool, Error> {
    let failed = |source| Error::of_data(place, source);
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let (found, has_data) = match state(&transaction).map_err(failed)? {
        State::New => (0, false),
        State::Ours { version: found @ 1..=VERSION, has_data } => (found, has_data),
        State::Ours { version: found, .. } => {
            return Err(Error::DataTooNew { place: place.to_owned(), found, known: VERSION });
        }
        State::Foreign => return Err(Error::DataForeign { place: place.to_owned() }),
    };
    for version in found + 1..=VERSION {
        step_to(&transaction, version).map_err(failed)?;
    }
    let mark = if has_data { APPLICATION_ID } else { WITHOUT_DATA };
    transaction.pragma_update(None, "application_id", mark).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    // With a write-ahead log a commit need not wait until the disk was flushed, and survives the end of the process.
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON";
    connection.execute_batch(pragmas).map_err(failed)?;
    // Where an index is partial, SQLite plans a statement anew with every value, unless plans may not depend on values.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    Ok(!has_data)
}

/// Notes that a database has its first data.
pub(crate) fn note_data(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)
}

enum State {
    New,
    Ours { version: i64, has_data: bool },
    Foreign,
}

fn state(connection: &Connection) -> rusqlite::Result<State> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if let APPLICATION_ID | WITHOUT_DATA = application {
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        return Ok(State::Ours { version, has_data: application == APPLICATION_ID });
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if tables == 0 { State::New } else { State::Foreign })
}

/// Takes the step from the version before to `version`.
fn step_to(transaction: &Transaction<'_>, version: i64) -> rusqlite::Result<()> {
    if version == 2 {
        normalise(transaction)?;
    }
    transaction.execute_batch(STEPS[version as usize - 1])?;
    transaction.pragma_update(None, "user_version", version)
}

/// Version 1 stored dates and numbers as they came; from version 2 on the fields' catalogue says how.
fn normalise(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut read = transaction.prepare("SELECT id, fields FROM entity WHERE kind = ?1")?;
    let mut write = transaction.prepare("UPDATE entity SET fields = ?2 WHERE id = ?1")?;
    for kind in [Entity::Company, Entity::Contact] {
        let rows = read.query_map([entity::name(kind)], |row| Ok((row.get::<_, i64>(0)?, entity::fields(row, 1)?)))?;
        for (id, given) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            let mut fields = Map::new();
            Catalogue::system(kind).write(&given, &mut fields);
            // Which custom fields there are is up to the portal's configuration, not to its data.
            let custom = given.into_iter().filter(|(name, _)| name.starts_with("UF_"));
            fields.extend(custom.map(|(name, given)| (name, value::text(&given).map_or(given, Value::from))));
            write.execute(params![id, entity::json(&fields)])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
