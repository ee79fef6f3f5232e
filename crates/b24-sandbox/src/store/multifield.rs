//! Telephone numbers, addresses and the like of companies and contacts.

use std::collections::HashMap;

use rusqlite::{Connection, Result, params};

use super::id_list;

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

/// An entry that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    /// Its id; one sequence numbers the entries of all fields and records.
    pub(crate) id: i64,
    /// The entry.
    pub(crate) entry: Multifield,
}

/// A change of a record's entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    /// A new entry.
    Add(Multifield),
    /// An entry gets what is given.
    Change {
        /// Which one.
        id: i64,
        /// Its field.
        type_id: String,
        /// The new kind, if any.
        value_type: Option<String>,
        /// The new number or address, if any.
        value: Option<String>,
    },
    /// An entry is removed.
    Remove {
        /// Which one.
        id: i64,
        /// Its field.
        type_id: String,
    },
}

/// Stores an entry of an entity.
pub(crate) fn insert(connection: &Connection, entity: i64, entry: &Multifield) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO multifield (entity_id, type_id, value_type, value) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![entity, entry.type_id, entry.value_type, entry.value])
        .map(drop)
}

/// Changes the entries of an entity. What names an entry that the entity does not have in that field does nothing.
pub(crate) fn edit(connection: &Connection, entity: i64, edits: &[Edit]) -> Result<()> {
    for edit in edits {
        match edit {
            Edit::Add(entry) => insert(connection, entity, entry)?,
            Edit::Change { id, type_id, value_type, value } => {
                connection
                    .prepare_cached(
                        "UPDATE multifield SET value_type = coalesce(?4, value_type), value = coalesce(?5, value)
                         WHERE id = ?1 AND entity_id = ?2 AND type_id = ?3",
                    )?
                    .execute(params![id, entity, type_id, value_type, value])?;
            }
            Edit::Remove { id, type_id } => {
                connection
                    .prepare_cached("DELETE FROM multifield WHERE id = ?1 AND entity_id = ?2 AND type_id = ?3")?
                    .execute(params![id, entity, type_id])?;
            }
        }
    }
    Ok(())
}

/// All entries of some entities, by entity, the oldest first.
pub(crate) fn of(connection: &Connection, entities: &[i64]) -> Result<HashMap<i64, Vec<Stored>>> {
    let mut found: HashMap<i64, Vec<Stored>> = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT entity_id, id, type_id, value_type, value FROM multifield
         WHERE entity_id IN (SELECT value FROM json_each(?1)) ORDER BY entity_id, id",
    )?;
    let mut rows = statement.query([id_list(entities)])?;
    while let Some(row) = rows.next()? {
        let entry = Multifield { type_id: row.get(2)?, value_type: row.get(3)?, value: row.get(4)? };
        found.entry(row.get(0)?).or_default().push(Stored { id: row.get(1)?, entry });
    }
    Ok(found)
}
