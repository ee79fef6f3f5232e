//! Stores what a snapshot's document says.

use b24_contract::Entity;
use rusqlite::{Connection, Result, params};

use super::document::{Document, Record};
use crate::store::entity::{self, NewEntity};

/// Stores a document in an empty database.
pub(super) fn read(document: &Document, image: &mut Connection) -> Result<()> {
    let transaction = image.transaction()?;
    for (kind, records) in [(Entity::Company, &document.companies), (Entity::Contact, &document.contacts)] {
        for record in records {
            store(&transaction, kind, record)?;
        }
    }
    for link in &document.links {
        transaction
            .prepare_cached(
                "INSERT INTO link (company_id, contact_id, sort, role_id, is_primary) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![link.company, link.contact, link.sort, link.role, link.primary])?;
    }
    for (table, next) in [("entity", document.next_id), ("multifield", document.next_multifield_id)] {
        transaction.execute("UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1", params![table, next - 1])?;
    }
    transaction.commit()
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
