//! One portal: its settings, data and everything that remembers something between calls.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};

use b24_contract::Secret;

use crate::Error;
use crate::addresses::Addresses;
use crate::config::Config;
use crate::first_data::FirstData;
use crate::journal::Journal;
use crate::limit::Buckets;
use crate::missing::Missing;
use crate::oauth;
use crate::operating::Operating;
use crate::settings::{Presented, Settings};
use crate::snapshot::{Snapshot, Snapshots};
use crate::store::Store;
use crate::stub::{self, PutStubs};
use crate::twist::{Origin, Twist, Twists};

/// A portal.
pub(crate) struct Portal {
    /// Name of an isolated portal; the main one has none.
    pub(crate) name: Option<String>,
    settings: RwLock<Arc<Settings>>,
    /// The data.
    pub(crate) store: Store,
    /// What changes calls and answers.
    pub(crate) twists: Twists,
    /// Copies of the data to which it can be put back.
    pub(crate) snapshots: Snapshots,
    /// The last exchanges.
    pub(crate) journal: Journal,
    /// Requests by the machines that sent them.
    pub(crate) buckets: Buckets,
    /// Working time by credential and method.
    pub(crate) operating: Operating,
    /// Answers to methods that the sandbox does not have, as they were given while it ran.
    pub(crate) stubs: PutStubs,
    /// Calls of such methods without a stub.
    pub(crate) missing: Missing,
    /// Own answers that broke the contract.
    pub(crate) broken_answers: AtomicU64,
    /// Where the portal listens.
    pub(crate) addresses: Addresses,
}

impl Portal {
    /// Opens a portal that will listen on `addresses`. A data file that is new gets its first data.
    pub(crate) async fn open(config: Config, addresses: impl Into<Addresses>) -> Result<Self, Error> {
        let addresses = addresses.into();
        config.check_for(&addresses)?;
        Self::open_as(None, Settings::new(config)?, addresses).await
    }

    /// Opens a portal beside the main one, with credentials that are derived from `root`.
    pub(crate) async fn open_isolated(
        name: String,
        config: Config,
        root: Secret,
        addresses: Addresses,
    ) -> Result<Self, Error> {
        Self::open_as(Some(name), Settings::rooted(config, Some(root))?, addresses).await
    }

    async fn open_as(name: Option<String>, settings: Settings, addresses: Addresses) -> Result<Self, Error> {
        let config = &settings.config;
        if let Some(stubs) = &config.stubs {
            stub::directory::check_all(stubs)?;
        }
        let first_data = FirstData::of(config)?;
        let store = Store::open(config.data.as_deref())?;
        let portal = Self {
            name,
            settings: RwLock::new(Arc::new(settings)),
            store,
            twists: Twists::default(),
            snapshots: Snapshots::default(),
            journal: Journal::default(),
            buckets: Buckets::default(),
            operating: Operating::default(),
            stubs: PutStubs::default(),
            missing: Missing::default(),
            broken_answers: AtomicU64::new(0),
            addresses,
        };
        portal.put_twists_in_force(&portal.settings())?;
        if portal.store.is_new() {
            portal.store.run_long(move |data| first_data.store(data)).await
        } else {
            oauth::load(&portal).await
        }
        .map_err(|source| Error::of_data(&portal.place(), source))?;
        Ok(portal)
    }

    /// The settings in force.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a credential is one of this portal, also an expired one or one with a wrong user.
    pub(crate) fn knows(&self, presented: &Presented) -> bool {
        self.settings().knows(presented)
    }

    /// Name of a credential of `other` that is one of this portal too.
    pub(crate) fn shared(&self, other: &Settings) -> Option<String> {
        self.settings().shared(other).map(str::to_owned)
    }

    /// Puts another configuration in force, if `admit` has nothing against it; masked secrets and what counts only at
    /// the start stay as they are.
    pub(crate) fn configure(
        &self,
        mut config: Config,
        admit: impl FnOnce(&Settings) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut settings = self.settings.write().unwrap_or_else(PoisonError::into_inner);
        config.keep_masked(&settings.config);
        if self.name.is_none() {
            config.check_for(&self.addresses)?;
        }
        config.keep_start(&settings.config)?;
        if let Some(stubs) = &config.stubs {
            stub::directory::check_all(stubs)?;
        }
        let replacing = Settings::replacing(&settings, config)?;
        admit(&replacing)?;
        self.put_twists_in_force(&replacing)?;
        replacing.adopt_grants();
        *settings = Arc::new(replacing);
        Ok(())
    }

    fn put_twists_in_force(&self, settings: &Settings) -> Result<(), Error> {
        let mut twists = Twist::of_faults(&settings.config.faults, Origin::Configured).map_err(Error::Config)?;
        twists.extend(settings.deviations.iter().map(Twist::of_deviation));
        self.twists.configure(twists, settings.config.seed);
        Ok(())
    }

    /// Puts everything but the configuration back to its start: data, ids, journal, twists, working times, clock.
    pub(crate) async fn reset(&self) -> Result<(), Error> {
        let settings = self.settings();
        let first_data = FirstData::of(&settings.config)?;
        let stored = self.store.run_long(move |data| first_data.store(data)).await;
        stored.map_err(|source| Error::of_data(&self.place(), source))?;
        settings.clock.reset();
        settings.reset_grants();
        self.twists.reset();
        self.stubs.clear();
        self.buckets.clear();
        self.operating.clear();
        self.journal.reset();
        Ok(())
    }

    /// Copies data and clock.
    pub(crate) async fn snapshot(&self) -> rusqlite::Result<Snapshot> {
        let settings = self.settings();
        self.store.run_long(move |data| Snapshot::take(data, &settings.clock, settings.config.seed)).await
    }

    /// Puts data and clock back to a snapshot. What counts calls in time begins anew.
    pub(crate) async fn restore(&self, snapshot: Arc<Snapshot>) -> rusqlite::Result<()> {
        let settings = self.settings();
        self.store.run_long(move |data| snapshot.restore(data, &settings.clock)).await?;
        self.buckets.clear();
        self.operating.clear();
        Ok(())
    }

    /// Where the data are, for messages.
    fn place(&self) -> String {
        self.settings().config.data.as_ref().map_or_else(|| "memory".to_owned(), |path| path.display().to_string())
    }
}
