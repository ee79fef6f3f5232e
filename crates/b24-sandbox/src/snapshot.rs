//! Named copies of a portal's data and clock, to which it can be put back at any time.

mod check;
mod document;
mod load;
mod store;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Result};
use serde::Serialize;

use crate::clock::{Clock, Face};
use crate::store::{copy, memory};
use crate::{Error, name};
pub(crate) use document::Document;

/// Snapshots that a portal may have.
const MOST: usize = 100;

/// What a portal held and which time it was.
pub(crate) struct Snapshot {
    image: Mutex<Connection>,
    clock: Face,
    seed: u64,
}

/// What is told of a snapshot.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    name: String,
    companies: i64,
    contacts: i64,
    links: i64,
}

/// The snapshots of a portal by name.
#[derive(Default)]
pub(crate) struct Snapshots {
    by_name: Mutex<BTreeMap<String, Arc<Snapshot>>>,
}

impl Snapshot {
    /// Copies what there is.
    pub(crate) fn take(data: &Connection, clock: &Clock, seed: u64) -> Result<Self> {
        let mut image = Connection::open_in_memory()?;
        copy::everything(data, &mut image)?;
        Ok(Self { image: Mutex::new(image), clock: clock.state(), seed })
    }

    /// A snapshot of what a document says.
    pub(crate) fn import(document: &Document) -> std::result::Result<Self, Error> {
        check::check(document)?;
        let mut image = memory()?;
        let stored = image.transaction().and_then(|transaction| {
            document.store(&transaction)?;
            transaction.commit()
        });
        stored.map_err(Error::in_memory)?;
        Ok(Self { image: Mutex::new(image), clock: document.clock.into(), seed: document.seed })
    }

    /// The document of this snapshot.
    pub(crate) fn export(&self) -> Result<Document> {
        load::document(&self.image(), self.clock.into(), self.seed)
    }

    /// Puts data and clock back, in one transaction. What outlives a snapshot stays.
    pub(crate) fn restore(&self, data: &mut Connection, clock: &Clock) -> Result<()> {
        copy::records(&self.image(), data)?;
        clock.put(self.clock);
        Ok(())
    }

    /// What is told of the snapshot.
    pub(crate) fn summary(&self, name: &str) -> Result<Summary> {
        let image = self.image();
        let count = |of: &str| image.query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0));
        Ok(Summary {
            name: name.to_owned(),
            companies: count("entity WHERE kind = 'company'")?,
            contacts: count("entity WHERE kind = 'contact'")?,
            links: count("link")?,
        })
    }

    fn image(&self) -> MutexGuard<'_, Connection> {
        self.image.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshots {
    /// Keeps a snapshot under a name, in place of the one that had it. Tells whether it is a new name.
    pub(crate) fn keep(&self, name: String, snapshot: Snapshot) -> std::result::Result<bool, Error> {
        name::check("snapshot", &name)?;
        let mut by_name = self.lock();
        if by_name.len() >= MOST && !by_name.contains_key(&name) {
            return Err(Error::TooManySnapshots { most: MOST });
        }
        Ok(by_name.insert(name, Arc::new(snapshot)).is_none())
    }

    /// The snapshot with this name.
    pub(crate) fn find(&self, name: &str) -> Option<Arc<Snapshot>> {
        self.lock().get(name).cloned()
    }

    /// All snapshots by name.
    pub(crate) fn all(&self) -> Vec<(String, Arc<Snapshot>)> {
        self.lock().iter().map(|(name, snapshot)| (name.clone(), Arc::clone(snapshot))).collect()
    }

    /// Forgets a snapshot and tells whether there was one.
    pub(crate) fn forget(&self, name: &str) -> bool {
        self.lock().remove(name).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Snapshot>>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
