//! How a request arrived: what its connection knows and its bytes do not say.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};

/// The connection of a request. All requests of a connection share it.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// Address of the caller's machine.
    pub(crate) peer: IpAddr,
    /// Whether the connection is encrypted.
    pub(crate) tls: bool,
    reset: Arc<AtomicBool>,
    flushed: Arc<Notify>,
    /// Closes when the sandbox is to stop.
    stopping: Option<watch::Receiver<()>>,
}

impl Arrival {
    /// A new connection.
    pub(crate) fn new(peer: IpAddr, tls: bool) -> Self {
        Self { peer, tls, reset: Arc::default(), flushed: Arc::default(), stopping: None }
    }

    /// The same, which knows that the sandbox is to stop when `stopping` closes.
    pub(crate) fn until(self, stopping: watch::Receiver<()>) -> Self {
        Self { stopping: Some(stopping), ..self }
    }

    /// Makes the connection end by a reset, without the farewell of TCP, as soon as it is given up.
    pub(crate) fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }

    /// Whether the connection is to end by a reset.
    pub(crate) fn is_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed)
    }

    /// Tells those who wait for it that everything written so far was sent.
    pub(crate) fn note_flush(&self) {
        self.flushed.notify_waiters();
    }

    /// Waits until everything is sent that will be written until the server next waits for more.
    pub(crate) async fn flushed(&self) {
        self.flushed.notified().await;
    }

    /// Waits so long, or until the sandbox is to stop.
    pub(crate) async fn pause(&self, time: Duration) {
        let stopping = async {
            match self.stopping.clone() {
                // Nothing is ever sent; the channel closes.
                Some(mut stopping) => _ = stopping.changed().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = stopping => {}
        }
    }
}

impl Default for Arrival {
    /// From this machine, in the clear.
    fn default() -> Self {
        Self::new(Ipv4Addr::LOCALHOST.into(), false)
    }
}
