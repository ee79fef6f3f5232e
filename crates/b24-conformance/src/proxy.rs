//! A reverse proxy that judges what passes through it.
//!
//! Bytes are passed on as they come, in both directions; a copy of them is judged beside the way, so that judging neither
//! delays a call nor changes it. The memory for copies is bounded: a call that finds no room passes all the same, and is
//! counted as not judged.

mod budget;
mod copy;
mod decompress;
mod forward;
mod judging;
mod upstream;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::budget::Budget;
use self::forward::Front;
use self::judging::Judge;
use crate::{Error, Judged, Validator};

pub use self::upstream::Upstream;

/// How long calls that are under way may take when the proxy stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// Limits of a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyOptions {
    /// How long the upstream may take until its answer begins.
    pub timeout: Duration,
    /// Longest request or answer that is judged, in bytes; longer ones pass unjudged.
    pub longest: usize,
    /// Bytes of copies that wait to be judged, or are still growing, in all.
    pub memory: usize,
}

impl Default for ProxyOptions {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(120), longest: 8 << 20, memory: 64 << 20 }
    }
}

/// A proxy that listens but does not pass anything on yet.
#[derive(Debug)]
pub struct Proxy {
    listener: TcpListener,
    address: SocketAddr,
    front: Front,
    judge: Judge,
}

impl Proxy {
    /// Listens on an address; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] when the address is taken or none of this machine, [`Error::Client`] when the HTTP client cannot
    /// be made.
    pub async fn bind(address: SocketAddr, upstream: Upstream, options: &ProxyOptions) -> Result<Self, Error> {
        let refused = |error: std::io::Error| Error::Listen { address: address.to_string(), reason: error.to_string() };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let judge = Judge::default();
        let budget = Arc::new(Budget::of(options.memory));
        let front = Front::new(upstream, options, budget, judge.inlet())?;
        Ok(Self { listener, address, front, judge })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Passes calls on until `stop` is cancelled, and judges them with `validator`, which comes back with all that was
    /// found. `on_judged` is told of each call on another thread.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] when the listener breaks, [`Error::Client`] when judging broke off.
    pub async fn run(
        self,
        validator: Validator,
        stop: CancellationToken,
        on_judged: impl FnMut(&Judged) + Send + 'static,
    ) -> Result<Validator, Error> {
        let Self { listener, address, front, judge } = self;
        let judging = judge.start(validator, on_judged);
        let router = Router::new().fallback(forward::pass_on).with_state(front);
        let stopped = stop.clone();
        let serving = axum::serve(listener, router).with_graceful_shutdown(stopped.cancelled_owned());
        let late = async {
            stop.cancelled().await;
            tokio::time::sleep(PATIENCE).await;
        };
        let served = tokio::select! {
            served = serving => served,
            () = late => Ok(()),
        };
        let validator = judging.finish().await;
        served.map_err(|error| Error::Listen { address: address.to_string(), reason: error.to_string() })?;
        validator
    }
}

#[cfg(test)]
mod tests;
