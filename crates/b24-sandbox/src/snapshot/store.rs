//! Stores the records of a snapshot's document.

use b24_contract::Entity;
use rusqlite::{Connection, Result, params};

use super::document::{Document, Record};
use crate::store::entity::{self, NewEntity};

impl Document {
    /// Stores the records in a database that has none.
    pub(crate) fn store(&self, connection: &Connection) -> Result<()> {
        for (kind, records) in [(Entity::Company, &self.companies), (Entity::Contact, &self.contacts)] {
            for record in records {
                store(connection, kind, record)?;
            }
        }
        for link in &self.links {
            connection
                .prepare_cached(
                    "INSERT INTO link (company_id, contact_id, sort, role_id, is_primary) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![link.company, link.contact, link.sort, link.role, link.primary])?;
        }
        for (table, next) in [("entity", self.next_id), ("multifield", self.next_multifield_id)] {
            connection.execute("UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1", params![table, next - 1])?;
        }
        Ok(())
    }
}

fn store(connection: &Connection, kind: Entity, record: &Record) -> Result<()> {
    let new = NewEntity {
        id: Some(record.id),
        kind,
        created_at: record.created.as_second(),
        created_by: record.created_by,
        modified_at: record.modified.as_second(),
        modified_by: record.modified_by,
        fields: record.fields.clone(),
    };
    entity::insert(connection, &new)?;
    for entry in &record.multifields {
        connection
            .prepare_cached(
                "INSERT INTO multifield (id, entity_id, type_id, value_type, value) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![entry.id, record.id, entry.type_id, entry.value_type, entry.value])?;
    }
    Ok(())
}
