//! Grants in the data of a portal, where they outlive the process.

use std::sync::Arc;

use rusqlite::{Connection, params};

use super::grant::Grant;
use crate::portal::Portal;

/// Writes the grants of a portal that changed since they were written last. What is written is their state when the
/// connection is free, so that the last state is the one that stays.
pub(crate) async fn save(portal: &Portal) -> rusqlite::Result<()> {
    let grants = Arc::clone(&portal.settings().grants);
    let work = move |connection: &mut Connection| {
        let changed = grants.take_unsaved();
        let written = write(&changed, connection);
        if written.is_err() {
            grants.put_back_unsaved(changed);
        }
        written
    };
    portal.store.run(work).await
}

fn write(grants: &[Grant], connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for grant in grants {
        let state = serde_json::to_string(grant).expect("a grant is text, numbers and lists");
        let sql = "INSERT OR REPLACE INTO oauth_grant (id, state) VALUES (?1, ?2)";
        transaction.prepare_cached(sql)?.execute(params![grant.id, state])?;
    }
    transaction.commit()
}

/// Takes over the grants that were written, in place of those that there are.
pub(crate) async fn load(portal: &Portal) -> rusqlite::Result<()> {
    let settings = portal.settings();
    let work = move |connection: &mut Connection| {
        settings.restore_grants(read(connection)?);
        Ok(())
    };
    portal.store.run(work).await
}

/// Reads the grants that were written. One that cannot be understood is none.
fn read(connection: &Connection) -> rusqlite::Result<Vec<Grant>> {
    let mut statement = connection.prepare("SELECT state FROM oauth_grant ORDER BY id")?;
    let states = statement.query_map([], |row| row.get::<_, String>(0))?;
    states.filter_map(|state| state.map(|state| serde_json::from_str(&state).ok()).transpose()).collect()
}
