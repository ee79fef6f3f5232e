//! Companies and contacts.

use b24_contract::Entity;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Map, Value};

use crate::catalogue::{Catalogue, Column};
use crate::methods::date;

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
    /// All other fields, as text; custom fields with several values are lists.
    pub(crate) fields: Map<String, Value>,
}

/// A company or a contact that is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    /// Its id.
    pub(crate) id: i64,
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

impl NewEntity {
    /// A record of which nothing is known but who made it and when: its fields have their defaults, and its making is
    /// the first activity in its timeline.
    pub(crate) fn new(kind: Entity, created_at: i64, created_by: i64) -> Self {
        let mut fields = Map::new();
        for field in Catalogue::system(kind).fields() {
            if let Some(default) = field.default {
                fields.insert(field.name.to_owned(), default.into());
            }
        }
        fields.insert("ASSIGNED_BY_ID".to_owned(), created_by.to_string().into());
        fields.insert("LAST_ACTIVITY_BY".to_owned(), created_by.to_string().into());
        fields.insert("LAST_ACTIVITY_TIME".to_owned(), date::iso(created_at).into());
        Self { id: None, kind, created_at, created_by, modified_at: created_at, modified_by: created_by, fields }
    }
}

/// The columns that [`Stored::read`] reads.
pub(super) const COLUMNS: &str = "id, created_at, created_by, modified_at, modified_by, fields";

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
            json(&new.fields),
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

/// Whether an entity of this kind exists and this user is responsible for it.
pub(crate) fn is_assigned_to(connection: &Connection, kind: Entity, id: i64, user: i64) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM entity WHERE id = ?1 AND kind = ?2
             AND CAST(json_extract(fields, '$.ASSIGNED_BY_ID') AS INTEGER) = ?3",
        )?
        .exists(params![id, name(kind), user])
}

/// The entity of this kind and id, if there is one.
pub(crate) fn find(connection: &Connection, kind: Entity, id: i64) -> Result<Option<Stored>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM entity WHERE id = ?1 AND kind = ?2"))?
        .query_row(params![id, name(kind)], Stored::read)
        .optional()
}

/// Stores what of an entity may change.
pub(crate) fn update(connection: &Connection, entity: &Stored) -> Result<()> {
    connection
        .prepare_cached("UPDATE entity SET modified_at = ?2, modified_by = ?3, fields = ?4 WHERE id = ?1")?
        .execute(params![entity.id, entity.modified_at, entity.modified_by, json(&entity.fields)])
        .map(drop)
}

/// Removes an entity with its multifield entries, and tells whether there was one of this kind. Links stay.
pub(crate) fn delete(connection: &Connection, kind: Entity, id: i64) -> Result<bool> {
    let removed = connection
        .prepare_cached("DELETE FROM entity WHERE id = ?1 AND kind = ?2")?
        .execute(params![id, name(kind)])?;
    Ok(removed > 0)
}

impl Stored {
    /// Reads a row of [`COLUMNS`].
    pub(super) fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            created_at: row.get(1)?,
            created_by: row.get(2)?,
            modified_at: row.get(3)?,
            modified_by: row.get(4)?,
            fields: fields(row, 5)?,
        })
    }

    /// The value of a column.
    pub(crate) fn column(&self, column: Column) -> i64 {
        match column {
            Column::Id => self.id,
            Column::CreatedAt => self.created_at,
            Column::CreatedBy => self.created_by,
            Column::ModifiedAt => self.modified_at,
            Column::ModifiedBy => self.modified_by,
        }
    }
}

/// What the column `kind` says.
pub(super) fn name(kind: Entity) -> &'static str {
    match kind {
        Entity::Company => "company",
        Entity::Contact => "contact",
    }
}

/// The object in the column `fields`, which holds nothing else.
pub(super) fn fields(row: &Row<'_>, index: usize) -> Result<Map<String, Value>> {
    Ok(serde_json::from_str(row.get_ref(index)?.as_str()?).unwrap_or_default())
}

/// What the column `fields` says.
pub(super) fn json(fields: &Map<String, Value>) -> String {
    serde_json::to_string(fields).expect("a JSON object can be written")
}
