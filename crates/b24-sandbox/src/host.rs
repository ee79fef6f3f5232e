//! The portals of one process: the main one, and isolated ones that have a name. Credentials tell them apart.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use b24_contract::Secret;

use crate::addresses::Addresses;
use crate::config::Config;
use crate::missing::Missing;
use crate::portal::Portal;
use crate::settings::{Presented, Settings};
use crate::{Announcement, Error, control, name, random};

/// Isolated portals that there may be at a time: each keeps a database and a journal in memory.
const MOST: usize = 1000;

/// All portals of a process.
pub(crate) struct Host {
    main: Arc<Portal>,
    isolated: RwLock<Isolated>,
    /// What an isolated portal is like unless told otherwise: as the sandbox was when it started.
    template: Config,
    /// What the credentials of isolated portals are derived from.
    root: Secret,
    /// Broken answers of portals that have ended.
    broken_before: AtomicU64,
    /// Calls of methods that the sandbox does not have, of portals that have ended.
    missing_before: Missing,
}

#[derive(Default)]
struct Isolated {
    portals: BTreeMap<String, Arc<Portal>>,
    /// Number of the last portal that was given a name.
    numbered: u64,
}

impl Host {
    /// Opens the main portal, which will listen on `addresses`.
    pub(crate) async fn open(config: Config, addresses: impl Into<Addresses>) -> Result<Self, Error> {
        let template = template(&config);
        let main = Portal::open(config, addresses).await?;
        let root = main.settings().derived("portals");
        Ok(Self {
            main: Arc::new(main),
            isolated: RwLock::default(),
            template,
            root,
            broken_before: AtomicU64::new(0),
            missing_before: Missing::default(),
        })
    }

    /// The portal that answers whatever belongs to no other one.
    pub(crate) fn main(&self) -> &Arc<Portal> {
        &self.main
    }

    /// The isolated portal with this name.
    pub(crate) fn named(&self, name: &str) -> Option<Arc<Portal>> {
        self.read().portals.get(name).cloned()
    }

    /// The isolated portals by name.
    pub(crate) fn isolated(&self) -> Vec<Arc<Portal>> {
        self.read().portals.values().cloned().collect()
    }

    /// The portal that a credential belongs to, also one that has expired; the main one where nobody knows it.
    pub(crate) fn of_credential(&self, presented: &Presented) -> Arc<Portal> {
        self.find(|portal| portal.knows(presented)).unwrap_or_else(|| Arc::clone(&self.main))
    }

    /// The first portal, from the main one on, of which something is true.
    pub(crate) fn find(&self, is: impl Fn(&Portal) -> bool) -> Option<Arc<Portal>> {
        if is(&self.main) {
            return Some(Arc::clone(&self.main));
        }
        self.read().portals.values().find(|portal| is(portal)).cloned()
    }

    /// Opens an isolated portal in memory. Without a name it is given one, without a configuration it is set up as the
    /// sandbox was when it started.
    pub(crate) async fn create(&self, name: Option<String>, config: Option<Config>) -> Result<Arc<Portal>, Error> {
        let name = match name {
            Some(name) => self.free(name)?,
            None => self.next_name(),
        };
        let mut config = isolated_config(config.unwrap_or_else(|| self.template.clone().without_codes()))?;
        if config.deviations.is_empty() {
            // What the main portal does wrong, the others do too: a portal of one's own is no way around it.
            config.deviations.clone_from(&self.main.settings().config.deviations);
        }
        let root = random::credential(self.template.seed, &self.root, &name);
        let portal = Arc::new(Portal::open_isolated(name.clone(), config, root, self.main.addresses.clone()).await?);
        let mut isolated = self.write();
        self.room_for(&isolated, &name)?;
        self.refuse_shared(&isolated, &portal, &portal.settings())?;
        isolated.portals.insert(name, Arc::clone(&portal));
        Ok(portal)
    }

    /// Ends an isolated portal and tells whether there was one. Calls that are under way still get their answers.
    pub(crate) fn end(&self, name: &str) -> bool {
        let ended = self.write().portals.remove(name);
        if let Some(portal) = &ended {
            self.broken_before.fetch_add(portal.broken_answers.load(Ordering::Relaxed), Ordering::Relaxed);
            self.missing_before.add_all(&portal.missing);
        }
        ended.is_some()
    }

    /// Puts another configuration of a portal in force, unless one of its credentials belongs to another portal.
    pub(crate) fn configure(&self, portal: &Portal, config: Config) -> Result<(), Error> {
        let config = if portal.name.is_some() { isolated_config(config)? } else { config };
        // Nobody else gets credentials meanwhile.
        let isolated = self.write();
        portal.configure(config, |settings| self.refuse_shared(&isolated, portal, settings))
    }

    /// Where a portal is and how to call it.
    pub(crate) fn announcement(&self, portal: &Portal) -> Announcement {
        let mut told = Announcement::new(&portal.settings(), &portal.addresses);
        if let Some(name) = &portal.name {
            let main = Announcement::new(&self.main.settings(), &portal.addresses);
            told.control = main.control.map(|url| format!("{url}{}{name}/", control::PORTALS));
        }
        told
    }

    /// How many answers of all portals there ever were broke the contract.
    pub(crate) fn broken_answers(&self) -> u64 {
        let isolated = self.read();
        let portals = isolated.portals.values().chain([&self.main]);
        let now: u64 = portals.map(|portal| portal.broken_answers.load(Ordering::Relaxed)).sum();
        now + self.broken_before.load(Ordering::Relaxed)
    }

    /// How often methods that the sandbox does not have were called of all portals there ever were, most first.
    pub(crate) fn missing(&self) -> Vec<(String, u64)> {
        let all = Missing::default();
        all.add_all(&self.missing_before);
        for portal in self.read().portals.values().chain([&self.main]) {
            all.add_all(&portal.missing);
        }
        all.most_first()
    }

    /// A name that was asked for, if it can be given.
    fn free(&self, name: String) -> Result<String, Error> {
        name::check("portal", &name)?;
        self.room_for(&self.read(), &name)?;
        Ok(name)
    }

    /// A name that no portal has or had.
    fn next_name(&self) -> String {
        let mut isolated = self.write();
        loop {
            isolated.numbered += 1;
            let name = format!("portal-{}", isolated.numbered);
            if !isolated.portals.contains_key(&name) {
                return name;
            }
        }
    }

    fn room_for(&self, isolated: &Isolated, name: &str) -> Result<(), Error> {
        if isolated.portals.contains_key(name) {
            return Err(Error::PortalExists { name: name.to_owned() });
        }
        if isolated.portals.len() >= MOST {
            return Err(Error::TooManyPortals { most: MOST });
        }
        Ok(())
    }

    /// Refuses credentials of a portal that belong to another one.
    fn refuse_shared(&self, isolated: &Isolated, portal: &Portal, settings: &Settings) -> Result<(), Error> {
        for other in isolated.portals.values().chain([&self.main]).filter(|other| other.name != portal.name) {
            if let Some(credential) = other.shared(settings) {
                let owner = other.name.as_ref().map_or("the main portal".to_owned(), |name| format!("portal `{name}`"));
                let problem = format!(
                    "a code, token or client id of `{credential}` belongs to {owner}: leave it out to have one derived"
                );
                return Err(Error::Config(problem));
            }
        }
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, Isolated> {
        self.isolated.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Isolated> {
        self.isolated.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an isolated portal is like unless told otherwise: as the main one, without what belongs to the whole sandbox.
fn template(config: &Config) -> Config {
    let Config { data, tls, connections, request_timeout, body_limit, body_timeout, .. } = Config::default();
    Config { data, tls, connections, request_timeout, body_limit, body_timeout, ..config.clone() }
}

/// The configuration of an isolated portal, which has no control token of its own and nothing else that belongs to the
/// whole sandbox. The code that everybody knows opens the main portal only.
fn isolated_config(config: Config) -> Result<Config, Error> {
    let usual = Config::default();
    let of_the_sandbox = [
        ("data", config.data == usual.data),
        ("tls", config.tls == usual.tls),
        ("connections", config.connections == usual.connections),
        ("request_timeout", config.request_timeout == usual.request_timeout),
        ("body_limit", config.body_limit == usual.body_limit),
        ("body_timeout", config.body_timeout == usual.body_timeout),
    ];
    if let Some((member, _)) = of_the_sandbox.into_iter().find(|(_, left_out)| !left_out) {
        let says = format!("`{member}` belongs to the whole sandbox, not to one of its portals: leave it out");
        return Err(Error::Config(says));
    }
    Ok(Config { control_token: None, ..config.without_fixed_codes() })
}
