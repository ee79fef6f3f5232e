//! The ports of a sandbox.

use std::future::pending;
use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::Error;
use crate::addresses::Addresses;
use crate::tls::Credentials;

/// The ports that a sandbox accepts connections on.
pub(crate) struct Listeners {
    http: TcpListener,
    https: Option<(TcpListener, TlsAcceptor)>,
    /// Where they are.
    pub(crate) addresses: Addresses,
}

/// A connection that has just come.
pub(super) struct Incoming {
    /// The connection.
    pub(super) stream: TcpStream,
    /// Who called.
    pub(super) peer: IpAddr,
    /// What encrypts it, on the port for HTTPS.
    pub(super) tls: Option<TlsAcceptor>,
}

impl Listeners {
    /// Takes the port for HTTP, and the one for HTTPS where there are credentials for it.
    pub(crate) async fn bind(http: SocketAddr, https: Option<(SocketAddr, &Credentials)>) -> Result<Self, Error> {
        let (http, http_address) = bind(http).await?;
        let mut addresses = Addresses::from(http_address);
        let https = match https {
            None => None,
            Some((address, credentials)) => {
                let (listener, address) = bind(address).await?;
                addresses.https = Some(address);
                addresses.ca.clone_from(&credentials.ca_file);
                Some((listener, credentials.acceptor()))
            }
        };
        Ok(Self { http, https, addresses })
    }

    /// Waits for the next connection.
    pub(super) async fn accept(&self) -> io::Result<Incoming> {
        let encrypted = async {
            match &self.https {
                Some((listener, acceptor)) => (listener.accept().await, Some(acceptor.clone())),
                None => pending().await,
            }
        };
        let (accepted, tls) = tokio::select! {
            accepted = self.http.accept() => (accepted, None),
            accepted = encrypted => accepted,
        };
        accepted.map(|(stream, peer)| Incoming { stream, peer: peer.ip(), tls })
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let bound = async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bound.await.map_err(|source| Error::Listen { address, source })
}
