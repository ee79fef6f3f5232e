//! Starts and stops a sandbox.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use crate::portal::Portal;
use crate::{Announcement, Config, Error, SeedData, server};

/// A sandbox portal that answers calls until it is stopped or dropped.
pub struct Sandbox {
    portal: Arc<Portal>,
    announcement: Announcement,
    stop: Option<oneshot::Sender<()>>,
    running: watch::Receiver<()>,
}

/// Sets up a [`Sandbox`].
#[derive(Debug)]
pub struct Builder {
    config: Config,
    seed: Option<u64>,
    listen: SocketAddr,
}

impl Sandbox {
    /// A sandbox on a free port of 127.0.0.1 with the default configuration, unless told otherwise.
    pub fn builder() -> Builder {
        Builder { config: Config::default(), seed: None, listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)) }
    }

    /// The address that the sandbox listens on.
    pub fn address(&self) -> SocketAddr {
        self.portal.address
    }

    /// Where the sandbox is and how to call it, as it was when the sandbox started.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// How many of its own answers the sandbox found to break the contract. It looks for them when its configuration
    /// has `self_check`.
    pub fn broken_answers(&self) -> u64 {
        self.portal.broken_answers.load(Ordering::Relaxed)
    }

    /// Waits until the sandbox has ended. Only a sandbox that was stopped ends.
    pub async fn wait(&self) {
        // Nothing is ever sent; the channel closes when the server has ended.
        let _ = self.running.clone().changed().await;
    }

    /// Stops accepting connections and waits until the calls under way have their answers.
    pub async fn stop(mut self) {
        self.stop.take();
        self.wait().await;
    }
}

impl Builder {
    /// Sets the whole configuration.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Sets where to listen; port 0 takes a free one.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Sets the configuration's seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets what the configuration says a new sandbox holds.
    pub fn seed_data(mut self, seed_data: SeedData) -> Self {
        self.config.seed_data = seed_data;
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// When the configuration contradicts itself, offers the fixed webhook code to other machines, or the data file or
    /// the address cannot be used.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let Self { mut config, seed, listen } = self;
        config.seed = seed.unwrap_or(config.seed);
        config.check_for(listen)?;
        let failed = |source| Error::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let portal = Arc::new(Portal::open(config, address).await?);
        let announcement = Announcement::new(&portal.settings(), address);
        let (stop, stopped) = oneshot::channel();
        let (ended, running) = watch::channel(());
        let served = server::serve(listener, Arc::clone(&portal), stopped);
        tokio::spawn(async move {
            served.await;
            drop(ended);
        });
        tracing::info!(%address, "listening");
        Ok(Sandbox { portal, announcement, stop: Some(stop), running })
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address()).finish_non_exhaustive()
    }
}
