//! What a new portal, or one that was reset, holds.

use rusqlite::{Connection, Result};

use crate::config::{Config, SeedData};
use crate::snapshot::Document;
use crate::{Error, demo, population, store};

/// First id that a portal gives. Smaller ones are left to data whose ids were chosen by hand.
const FIRST_ID: i64 = 1001;

/// First data, ready to be stored.
pub(crate) enum FirstData {
    /// The demo data.
    Demo,
    /// Nothing.
    Nothing,
    /// Made-up companies.
    Companies {
        /// They follow from it.
        seed: u64,
        /// How many.
        number: u32,
    },
    /// The records of a snapshot.
    Snapshot(Box<Document>),
}

impl FirstData {
    /// What a configuration asks for. A file is read now, so that a mistake in it leaves everything as it is.
    pub(crate) fn of(config: &Config) -> std::result::Result<Self, Error> {
        Ok(match &config.seed_data {
            SeedData::Demo => Self::Demo,
            SeedData::Empty => Self::Nothing,
            SeedData::Companies(number) => Self::Companies { seed: config.seed, number: *number },
            SeedData::File(path) => Self::Snapshot(Box::new(Document::read_file(path)?)),
        })
    }

    /// Replaces everything in a database by these data.
    pub(crate) fn store(&self, data: &mut Connection) -> Result<()> {
        let transaction = data.transaction()?;
        store::clear(&transaction)?;
        if let Self::Demo = self {
            demo::load(&transaction)?;
        }
        store::start_ids_at(&transaction, FIRST_ID)?;
        match self {
            Self::Demo | Self::Nothing => {}
            Self::Companies { seed, number } => population::load(&transaction, *seed, *number)?,
            Self::Snapshot(document) => document.store(&transaction)?,
        }
        store::note_data(&transaction)?;
        transaction.commit()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use crate::config::Config;
    use crate::portal::Portal;
    use crate::store::Store;

    #[tokio::test]
    async fn a_file_whose_first_data_never_came_gets_them_at_the_next_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("portal.db");
        // Whoever made the file was killed before it was filled.
        drop(Store::open(Some(&path)).expect("a new file"));
        for expected in [1, 0] {
            let config = Config { data: Some(path.clone()), ..Config::default() };
            let portal = Portal::open(config, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.expect("a portal");
            let taken = portal.store.run(|data| data.execute("DELETE FROM entity WHERE id = 32", [])).await;
            assert_eq!(taken.expect("companies"), expected, "filled once and not again");
        }
    }
}
