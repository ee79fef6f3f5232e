//! Where a sandbox listens.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The addresses of a sandbox.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    /// For HTTP.
    pub(crate) http: SocketAddr,
    /// For HTTPS.
    pub(crate) https: Option<SocketAddr>,
    /// The certificate that clients have to trust for HTTPS.
    pub(crate) ca: Option<PathBuf>,
}

impl Addresses {
    /// Whether no other machine can reach any of them.
    pub(crate) fn are_loopback(&self) -> bool {
        [Some(self.http), self.https].into_iter().flatten().all(|address| address.ip().is_loopback())
    }
}

impl From<SocketAddr> for Addresses {
    /// HTTP only.
    fn from(http: SocketAddr) -> Self {
        Self { http, https: None, ca: None }
    }
}
