//! Companies and contacts.

use b24_contract::Entity;
use rusqlite::{Connection, OptionalExtension, Result, params};
use serde_json::{Map, Value};

/// A company or a contact to be stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewEntity {
    /// Its id, for data whose ids were chosen by hand; else the next of the sequence.
    pub(crate) id: Option<i64>,
    /// What it is.
    pub(crate) kind: Entity,
    /// When it was made, in Unix seconds.
    pub(crate) created_at: i64,
    /// Who made it.
    pub(crate) created_by: i64,
    /// When it was changed last, in Unix seconds.
    pub(crate) modified_at: i64,
    /// Who changed it last.
    pub(crate) modified_by: i64,
    /// All other fields.
    pub(crate) fields: Map<String, Value>,
}

/// Stores an entity and returns its id.
pub(crate) fn insert(connection: &Connection, new: &NewEntity) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO entity (id, kind, created_at, created_by, modified_at, modified_by, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .insert(params![
            new.id,
            name(new.kind),
            new.created_at,
            new.created_by,
            new.modified_at,
            new.modified_by,
            serde_json::to_string(&new.fields).expect("a JSON object can be written"),
        ])
}

/// Whether an entity of this kind exists.
pub(crate) fn exists(connection: &Connection, kind: Entity, id: i64) -> Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM entity WHERE id = ?1 AND kind = ?2")?
        .query_row(params![id, name(kind)], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

fn name(kind: Entity) -> &'static str {
    match kind {
        Entity::Company => "company",
        Entity::Contact => "contact",
    }
}

/// Reads an entity's columns and fields, for tests.
#[cfg(test)]
pub(crate) fn read(connection: &Connection, id: i64) -> NewEntity {
    let sql = "SELECT kind, created_at, created_by, modified_at, modified_by, fields FROM entity WHERE id = ?1";
    connection
        .query_row(sql, [id], |row| {
            let kind = if row.get::<_, String>(0)? == "company" { Entity::Company } else { Entity::Contact };
            Ok(NewEntity {
                id: Some(id),
                kind,
                created_at: row.get(1)?,
                created_by: row.get(2)?,
                modified_at: row.get(3)?,
                modified_by: row.get(4)?,
                fields: serde_json::from_str(&row.get::<_, String>(5)?).expect("an object"),
            })
        })
        .expect("an entity")
}
