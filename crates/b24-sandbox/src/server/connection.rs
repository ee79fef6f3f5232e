//! One connection: encryption where its port asks for it, then HTTP/1.1, whatever else the client offers to speak.

use std::io;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::bounds;
use super::listen::Incoming;
use super::socket::Socket;
use crate::arrival::Arrival;

/// How long the head of the next request may take, which is also how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(75);
/// How long a client may take to agree on encryption.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// First byte of whatever begins encryption.
const TLS_HANDSHAKE: u8 = 22;

/// Serves a connection until it ends, or until it has nothing under way and the server is to stop.
pub(super) async fn serve(incoming: Incoming, service: Router, watcher: Watcher, mut stopping: watch::Receiver<()>) {
    let Incoming { stream, peer, tls } = incoming;
    if let Err(problem) = stream.set_nodelay(true) {
        tracing::debug!(%problem, "answers may be delayed");
    }
    let arrival = Arrival::new(peer, tls.is_some()).until(stopping.clone());
    let socket = Socket::new(stream, arrival.clone());
    let service = service.layer(Extension(arrival));
    let Some(acceptor) = tls else { return http(socket, service, watcher).await };
    let opened = tokio::select! {
        opened = tokio::time::timeout(HANDSHAKE, open(socket, acceptor)) => opened,
        // Nothing is ever sent; the channel closes.
        _ = stopping.changed() => return,
    };
    match opened {
        Ok(Ok(Opened::Encrypted(stream))) => http(*stream, service, watcher).await,
        Ok(Ok(Opened::Plain(socket))) => http(socket, Router::new().fallback(bounds::https_only), watcher).await,
        Ok(Err(problem)) => tracing::debug!(%problem, "a connection could not be encrypted"),
        Err(_) => tracing::debug!("a client took too long to agree on encryption"),
    }
}

/// What came of a connection to the port for HTTPS.
enum Opened {
    Encrypted(Box<TlsStream<Socket>>),
    /// The client does not know that it should encrypt.
    Plain(Socket),
}

async fn open(socket: Socket, acceptor: TlsAcceptor) -> io::Result<Opened> {
    let mut first = [0];
    if socket.stream().peek(&mut first).await? == 1 && first != [TLS_HANDSHAKE] {
        return Ok(Opened::Plain(socket));
    }
    Ok(Opened::Encrypted(Box::new(acceptor.accept(socket).await?)))
}

async fn http(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, service: Router, watcher: Watcher) {
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(bounds::READ_HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    if let Err(problem) = watcher.watch(served).await {
        tracing::debug!(%problem, "a connection broke");
    }
}
