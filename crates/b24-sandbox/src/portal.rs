//! One portal: its settings, data and everything that remembers something between calls.

use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};

use crate::config::Config;
use crate::demo;
use crate::journal::Journal;
use crate::operating::Operating;
use crate::population;
use crate::settings::Settings;
use crate::store::{self, Store};
use crate::twist::Twists;
use crate::{Error, SeedData};

/// First id that the portal gives. Smaller ones are left to data whose ids were chosen by hand.
const FIRST_ID: i64 = 1001;

/// A portal in memory.
pub(crate) struct Portal {
    settings: RwLock<Arc<Settings>>,
    /// The data.
    pub(crate) store: Store,
    /// What changes calls and answers.
    pub(crate) twists: Twists,
    /// The last exchanges.
    pub(crate) journal: Journal,
    /// Working time by credential and method.
    pub(crate) operating: Operating,
    /// Own answers that broke the contract.
    pub(crate) broken_answers: AtomicU64,
    /// The address that the portal listens on.
    pub(crate) address: SocketAddr,
}

impl Portal {
    /// Opens a portal that will listen on `address`. A data file that is new gets its first data.
    pub(crate) async fn open(config: Config, address: SocketAddr) -> Result<Self, Error> {
        config.check_for(address)?;
        let place = config.data.as_ref().map_or_else(|| "memory".to_owned(), |path| path.display().to_string());
        let store = Store::open(config.data.as_deref())?;
        let portal = Self {
            settings: RwLock::new(Arc::new(Settings::new(config)?)),
            store,
            twists: Twists::default(),
            journal: Journal::default(),
            operating: Operating::default(),
            broken_answers: AtomicU64::new(0),
            address,
        };
        if portal.store.is_new() {
            portal.fill().await.map_err(|source| Error::Data { place, source })?;
        }
        Ok(portal)
    }

    /// The settings in force.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another configuration in force; masked secrets stay as they are. The data stay where they are.
    pub(crate) fn configure(&self, mut config: Config) -> Result<(), Error> {
        let mut settings = self.settings.write().unwrap_or_else(PoisonError::into_inner);
        config.keep_masked(&settings.config);
        config.check_for(self.address)?;
        if config.data != settings.config.data {
            return Err(Error::Config("the data file cannot be changed while the sandbox runs".to_owned()));
        }
        *settings = Arc::new(Settings::replacing(&settings, config)?);
        Ok(())
    }

    /// Puts everything but the configuration back to its start: data, ids, journal, twists, working times, clock.
    pub(crate) async fn reset(&self) -> rusqlite::Result<()> {
        self.settings().clock.reset();
        self.fill().await?;
        self.twists.clear();
        self.operating.clear();
        self.journal.reset();
        Ok(())
    }

    /// Replaces the data by those of a new sandbox.
    async fn fill(&self) -> rusqlite::Result<()> {
        let settings = self.settings();
        let (seed, seed_data) = (settings.config.seed, settings.config.seed_data);
        let work = move |data: &mut rusqlite::Connection| {
            let transaction = data.transaction()?;
            store::clear(&transaction)?;
            if seed_data == SeedData::Demo {
                demo::load(&transaction)?;
            }
            store::start_ids_at(&transaction, FIRST_ID)?;
            if let SeedData::Companies(companies) = seed_data {
                population::load(&transaction, seed, companies)?;
            }
            transaction.commit()
        };
        self.store.run(work).await
    }
}
