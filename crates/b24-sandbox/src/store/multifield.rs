//! Telephone numbers, addresses and the like of companies and contacts.

use rusqlite::{Connection, Result, params};

/// One entry of a field that may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Multifield {
    /// The field: `PHONE`, `EMAIL`, `WEB`, `IM` or `LINK`.
    pub(crate) type_id: String,
    /// Kind of entry, such as `WORK`.
    pub(crate) value_type: String,
    /// The number or address.
    pub(crate) value: String,
}

/// Stores an entry of an entity.
pub(crate) fn insert(connection: &Connection, entity: i64, entry: &Multifield) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO multifield (entity_id, type_id, value_type, value) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![entity, entry.type_id, entry.value_type, entry.value])
        .map(drop)
}

/// All entries of an entity, for tests.
#[cfg(test)]
pub(crate) fn read(connection: &Connection, entity: i64) -> Vec<Multifield> {
    let sql = "SELECT type_id, value_type, value FROM multifield WHERE entity_id = ?1 ORDER BY id";
    let mut statement = connection.prepare(sql).expect("a statement");
    let rows = statement.query_map([entity], |row| {
        Ok(Multifield { type_id: row.get(0)?, value_type: row.get(1)?, value: row.get(2)? })
    });
    rows.expect("rows").collect::<Result<_>>().expect("entries")
}
