//! Starts and stops a sandbox.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use crate::addresses::Addresses;
use crate::config::Tls;
use crate::host::Host;
use crate::server::{self, Listeners};
use crate::tls::Credentials;
use crate::{Announcement, Config, Error, SeedData};

/// Any free port of this machine.
const FREE_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A sandbox portal that answers calls until it is stopped or dropped.
pub struct Sandbox {
    host: Arc<Host>,
    announcement: Announcement,
    ca: Option<String>,
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
        Builder { config: Config::default(), seed: None, listen: FREE_PORT }
    }

    /// The address that the sandbox listens on for HTTP.
    pub fn address(&self) -> SocketAddr {
        self.host.main().addresses.http
    }

    /// The address that the sandbox listens on for HTTPS, if it does.
    pub fn https_address(&self) -> Option<SocketAddr> {
        self.host.main().addresses.https
    }

    /// The certificate that clients have to trust for HTTPS, as PEM.
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca.as_deref()
    }

    /// Where the sandbox is and how to call it, as it was when the sandbox started.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// How many of its own answers the sandbox found to break the contract. It looks for them when its configuration
    /// has `self_check`.
    pub fn broken_answers(&self) -> u64 {
        self.host.broken_answers()
    }

    /// Which documented methods were called that the sandbox does not have and no stub answered, each with the number of
    /// its calls since the sandbox started, most first.
    ///
    /// A test suite that means to stay within what the sandbox can do asserts that there are none.
    pub fn missing(&self) -> Vec<(String, u64)> {
        self.host.missing()
    }

    /// Opens a portal beside the main one, for a test that runs at the same time as others: in memory, with data, clock,
    /// journal and credentials of its own. It ends with the sandbox, or by `DELETE` of its name on
    /// [the control interface](crate#the-control-interface).
    ///
    /// ```
    /// use b24_sandbox::{Config, Sandbox, SeedData};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let one = sandbox.portal(Config::default()).await?;
    /// let other = sandbox.portal(Config { seed_data: SeedData::Empty, ..Config::default() }).await?;
    /// assert_ne!(one.webhook, other.webhook);
    /// # Ok::<(), b24_sandbox::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the configuration contradicts itself, names a data file, or has a credential of another portal, and when
    /// there are as many portals as there may be. The webhook code that everybody knows is replaced by a derived one.
    pub async fn portal(&self, config: Config) -> Result<Announcement, Error> {
        let portal = self.host.create(None, Some(config)).await?;
        Ok(self.host.announcement(&portal))
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

    /// Sets HTTPS up, beside HTTP. With [`Tls::default`] it has a free port, and a certificate that lives in memory:
    /// [`Sandbox::ca_pem`] is what clients have to trust.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.config.tls = Some(tls);
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// When the configuration contradicts itself, offers the fixed webhook code to other machines, or the data file, the
    /// addresses or the folder with the certificate cannot be used.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let Self { mut config, seed, listen } = self;
        config.seed = seed.unwrap_or(config.seed);
        let https = config.tls.as_ref().map(|tls| tls.listen.unwrap_or(FREE_PORT));
        config.check_for(&Addresses { http: listen, https, ca: None })?;
        let credentials = match &config.tls {
            Some(tls) => Some(Credentials::open(tls).await?),
            None => None,
        };
        let listeners = Listeners::bind(listen, https.zip(credentials.as_ref())).await?;
        let addresses = listeners.addresses.clone();
        let host = Arc::new(Host::open(config, addresses.clone()).await?);
        let announcement = host.announcement(host.main());
        let (stop, stopped) = oneshot::channel();
        let (ended, running) = watch::channel(());
        let served = server::serve(listeners, Arc::clone(&host), stopped);
        tokio::spawn(async move {
            served.await;
            drop(ended);
        });
        let https = addresses.https.map(tracing::field::display);
        tracing::info!(http = %addresses.http, https, "listening");
        let ca = credentials.map(|credentials| credentials.ca);
        Ok(Sandbox { host, announcement, ca, stop: Some(stop), running })
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address()).finish_non_exhaustive()
    }
}
