//! Options of a [`Portal`].

use std::fmt;
use std::time::Duration;

use b24_contract::Secret;
use http::header::HeaderValue;

use crate::address::Address;
use crate::error::Cause;
use crate::transport::Transport;
use crate::{Error, Portal, tls};

/// Options of a [`Portal`], made by [`Portal::builder`]. Whatever is left out has its usual value.
///
/// ```
/// # fn main() -> Result<(), b24_client::Error> {
/// use std::time::Duration;
///
/// let portal = b24_client::Portal::builder()
///     .timeout(Duration::from_secs(20))
///     .user_agent("warehouse-sync/2.1")
///     .webhook("https://example.bitrix24.com/rest/1/your-code/")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct PortalBuilder {
    connect_timeout: Option<Duration>,
    timeout: Option<Duration>,
    ca: Option<Vec<u8>>,
    proxy: Option<String>,
    user_agent: Option<String>,
    limit: Option<usize>,
    http: Option<reqwest::Client>,
}

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a call may take: a portal in the cloud interrupts it after 60 seconds.
const TIMEOUT: Duration = Duration::from_secs(70);

/// Bytes of an answer that are taken.
const LIMIT: usize = 64 * 1024 * 1024;

/// What the client calls itself.
const USER_AGENT: &str = concat!("b24-client/", env!("CARGO_PKG_VERSION"));

impl PortalBuilder {
    /// How long making a connection may take; 10 seconds unless told otherwise.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long a call may take in all; 70 seconds unless told otherwise, as a portal stops after 60.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Trusts the certificate authorities of a PEM file besides those that the system trusts.
    pub fn ca_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.ca = Some(pem.into());
        self
    }

    /// Goes through a proxy, given as a URL. Without it the system's proxy settings hold, except for loopback hosts.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Says who is calling; the name and version of this crate unless told otherwise.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// How many bytes of an answer are taken; 64 MiB unless told otherwise.
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Sends with this HTTP client. It brings its own connect timeout, certificate authorities and proxy, and should
    /// not follow redirects: a call that it followed elsewhere is an error.
    ///
    /// Building one may need a crypto provider; see [`install_crypto_provider`](crate::install_crypto_provider).
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// A portal by the URL of an incoming webhook, such as `https://example.bitrix24.com/rest/1/your-code/`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] for an address that cannot be used, [`Error::Setup`] for options that cannot.
    pub fn webhook(self, url: &str) -> Result<Portal, Error> {
        self.build(Address::webhook(url)?)
    }

    /// A portal by its REST endpoint, such as `https://example.bitrix24.com/rest/`, and an access token.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] for an address that cannot be used, [`Error::Setup`] for options that cannot.
    pub fn oauth(self, endpoint: &str, token: Secret) -> Result<Portal, Error> {
        self.build(Address::oauth(endpoint, token)?)
    }

    fn build(self, address: Address) -> Result<Portal, Error> {
        let user_agent = match (&self.user_agent, &self.http) {
            (Some(name), _) => {
                Some(HeaderValue::from_str(name).map_err(|_| setup("the user agent is no header value"))?)
            }
            (None, None) => Some(HeaderValue::from_static(USER_AGENT)),
            (None, Some(_)) => None,
        };
        let (timeout, limit) = (self.timeout.unwrap_or(TIMEOUT), self.limit.unwrap_or(LIMIT));
        let http = self.http(&address)?;
        Ok(Portal::new(Transport { http, address, timeout, limit, user_agent }))
    }

    fn http(self, address: &Address) -> Result<reqwest::Client, Error> {
        if let Some(http) = self.http {
            if self.connect_timeout.is_some() || self.ca.is_some() || self.proxy.is_some() {
                return Err(setup("an own HTTP client brings its own connect timeout, certificates and proxy"));
            }
            return Ok(http);
        }
        tls::install_crypto_provider();
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        let is_plain = address.endpoint.scheme() == "http" && !self.proxy.as_deref().is_some_and(is_https);
        if let Some(proxy) = self.proxy {
            let proxy = reqwest::Proxy::all(proxy).map_err(|_| setup("the proxy is no URL"))?;
            http = http.proxy(proxy);
        } else if is_loopback(address) {
            http = http.no_proxy();
        }
        if let Some(pem) = self.ca {
            let certificates = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
            if certificates.is_empty() {
                return Err(setup("the certificate authority is no PEM certificate"));
            }
            http = http.tls_certs_merge(certificates);
        } else if is_plain {
            // Nothing is encrypted, and a slim container may have no certificates to load.
            http = http.tls_certs_only([]);
        }
        http.build().map_err(|error| Error::Setup {
            problem: "TLS does not accept the certificates of the system or those given",
            source: Some(Cause::of(error, address.credential.secret())),
        })
    }
}

fn setup(problem: &'static str) -> Error {
    Error::Setup { problem, source: None }
}

fn is_https(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.scheme() == "https")
}

fn is_loopback(address: &Address) -> bool {
    match address.endpoint.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

impl fmt::Debug for PortalBuilder {
    /// Leaves out the proxy's URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortalBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("ca", &self.ca.is_some())
            .field("proxy", &self.proxy.is_some())
            .field("user_agent", &self.user_agent)
            .field("answer_limit", &self.limit)
            .field("http_client", &self.http.is_some())
            .finish()
    }
}
