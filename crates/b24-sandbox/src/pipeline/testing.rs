//! A pipe without a server, for tests.

use std::net::{Ipv4Addr, SocketAddr};

use super::*;
use crate::config::Config;

/// A pipe on the demo data.
pub(crate) async fn pipe() -> Pipe {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let portal = Arc::new(Portal::open(Config::default(), address).await.expect("a portal"));
    let settings = portal.settings();
    Pipe {
        arrival: Arrival::default(),
        started: settings.clock.now(),
        portal,
        settings,
        in_batch: false,
        tally: Arc::default(),
    }
}
