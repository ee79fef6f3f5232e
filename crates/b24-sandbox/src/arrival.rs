//! How a request arrived: what its connection knows and its bytes do not say.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The connection of a request. All requests of a connection share it.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// Address of the caller's machine.
    pub(crate) peer: IpAddr,
    /// Whether the connection is encrypted.
    pub(crate) tls: bool,
    reset: Arc<AtomicBool>,
}

impl Arrival {
    /// A new connection.
    pub(crate) fn new(peer: IpAddr, tls: bool) -> Self {
        Self { peer, tls, reset: Arc::default() }
    }

    /// Makes the connection end by a reset, without the farewell of TCP, as soon as it is given up.
    pub(crate) fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }

    /// Whether the connection is to end by a reset.
    pub(crate) fn is_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed)
    }
}

impl Default for Arrival {
    /// From this machine, in the clear.
    fn default() -> Self {
        Self::new(Ipv4Addr::LOCALHOST.into(), false)
    }
}
