//! HTTPS: the certificate authority of the sandbox, its certificate, and how they are kept.

mod authority;
mod folder;
pub(crate) mod names;
mod trust;

use std::path::PathBuf;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::Error;
use crate::config::Tls;
use authority::Authority;

/// What HTTPS is spoken with.
pub(crate) struct Credentials {
    /// The authority's certificate, which clients have to trust, as PEM.
    pub(crate) ca: String,
    /// The file that holds it, as an absolute path.
    pub(crate) ca_file: Option<PathBuf>,
    acceptor: TlsAcceptor,
}

impl Credentials {
    /// Reads authority and certificate from their folder, and makes what is missing or no longer good.
    pub(crate) async fn open(tls: &Tls) -> Result<Self, Error> {
        let names = names::all(&tls.hosts);
        let Some(dir) = tls.dir.clone() else {
            let made = Authority::make(&names).and_then(|authority| {
                let server = authority.issue(&names)?;
                Ok((authority.certificate, server))
            });
            let (ca, server) = made.map_err(|problem| Error::Tls(problem.to_string()))?;
            let acceptor = acceptor(&server).map_err(Error::Tls)?;
            return Ok(Self { ca, ca_file: None, acceptor });
        };
        let read = tokio::task::spawn_blocking(move || {
            let kept = folder::open(&dir, &names)?;
            let acceptor = acceptor(&kept.server).map_err(|problem| folder::damaged(&kept.server_file, problem))?;
            Ok(Self { ca: kept.ca, ca_file: Some(kept.ca_file), acceptor })
        });
        read.await.map_err(|problem| Error::Tls(problem.to_string()))?
    }

    /// What turns a connection into an encrypted one.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }
}

/// Serves HTTP/1.1 with a certificate and its key, given as PEM.
fn acceptor(server: &str) -> Result<TlsAcceptor, String> {
    let certificate = CertificateDer::from_pem_slice(server.as_bytes()).map_err(|_| "it holds no certificate")?;
    let key = PrivateKeyDer::from_pem_slice(server.as_bytes()).map_err(|_| "it holds no private key")?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate], key))
        .map_err(|problem| problem.to_string())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
