//! Makes a snapshot's document of its records.

use b24_contract::Entity;
use jiff::Timestamp;
use rusqlite::{Connection, Result};

use super::document::{ClockState, Document, Link, Multifield, Record, VERSION};
use crate::store::entity::Stored;
use crate::store::multifield;
use crate::store::query::{Query, Window};

/// The document of a database.
pub(super) fn document(image: &Connection, clock: ClockState, seed: u64) -> Result<Document> {
    Ok(Document {
        b24_snapshot: VERSION,
        seed,
        clock,
        next_id: next(image, "entity")?,
        next_multifield_id: next(image, "multifield")?,
        companies: records(image, Entity::Company)?,
        contacts: records(image, Entity::Contact)?,
        links: links(image)?,
    })
}

/// The next id of a table.
fn next(image: &Connection, table: &str) -> Result<i64> {
    let last: i64 = image.query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [table], |row| row.get(0))?;
    Ok(last.saturating_add(1))
}

fn records(image: &Connection, kind: Entity) -> Result<Vec<Record>> {
    let all = Query { kind, conditions: vec![], order: vec![] };
    let stored = all.page(image, Window { offset: 0, limit: u64::MAX })?;
    let ids: Vec<i64> = stored.iter().map(|record| record.id).collect();
    let mut multifields = multifield::of(image, &ids)?;
    let record = |stored: Stored| Record {
        multifields: multifields.remove(&stored.id).into_iter().flatten().map(Multifield::from).collect(),
        ..Record::from(stored)
    };
    Ok(stored.into_iter().map(record).collect())
}

fn links(image: &Connection) -> Result<Vec<Link>> {
    let mut statement =
        image.prepare("SELECT company_id, contact_id, sort, role_id, is_primary FROM link ORDER BY age")?;
    let links = statement.query_map([], |row| {
        Ok(Link {
            company: row.get(0)?,
            contact: row.get(1)?,
            sort: row.get(2)?,
            role: row.get(3)?,
            primary: row.get(4)?,
        })
    })?;
    links.collect()
}

impl From<Stored> for Record {
    /// Everything but the multifields, which are stored elsewhere.
    fn from(stored: Stored) -> Self {
        let moment = |second| Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        Self {
            id: stored.id,
            created: moment(stored.created_at),
            created_by: stored.created_by,
            modified: moment(stored.modified_at),
            modified_by: stored.modified_by,
            fields: stored.fields,
            multifields: Vec::new(),
        }
    }
}

impl From<multifield::Stored> for Multifield {
    fn from(multifield::Stored { id, entry }: multifield::Stored) -> Self {
        Self { id, type_id: entry.type_id, value_type: entry.value_type, value: entry.value }
    }
}
