//! How a connection ends, in the clear and encrypted.

use std::io::ErrorKind;
use std::sync::Arc;

use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use http_body_util::{Channel, channel::Sender};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::*;
use crate::config::Tls;
use crate::tls::Credentials;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// A part of a body, and then no more of it.
async fn broken(reset: bool, arrival: Arrival) -> Body {
    let (mut sender, body): (Sender<Bytes, io::Error>, _) = Channel::new(1);
    tokio::spawn(async move {
        // The client may be gone.
        let _ = sender.send_data(Bytes::from_static(b"a part")).await;
        if reset {
            arrival.reset();
        }
        sender.abort(ErrorKind::ConnectionAborted.into());
    });
    Body::new(body)
}

fn routes() -> Router {
    let route = |reset| get(move |Extension(arrival): Extension<Arrival>| broken(reset, arrival));
    Router::new().route("/reset", route(true)).route("/cut", route(false))
}

/// A connection to [`routes`] as the client sees it.
async fn connected(tls: Option<TlsAcceptor>) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let client = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("a connection");
    let (stream, peer) = listener.accept().await.expect("the same");
    let (stopping, to_stop) = watch::channel(());
    let graceful = GracefulShutdown::new();
    let served = serve(Incoming { stream, peer: peer.ip(), tls }, routes(), graceful.watcher(), to_stop);
    tokio::spawn(async move {
        served.await;
        drop((stopping, graceful));
    });
    client
}

async fn end(mut stream: impl AsyncRead + AsyncWrite + Unpin, path: &str) -> io::Result<String> {
    stream.write_all(&String::from_utf8_lossy(REQUEST).replace("GET /", &format!("GET {path}")).into_bytes()).await?;
    let mut told = String::new();
    stream.read_to_string(&mut told).await?;
    Ok(told)
}
