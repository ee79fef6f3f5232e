//! What a client would say to a certificate.

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};

/// How long a certificate must still be good for to be kept.
const AHEAD: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A client that trusts one authority.
pub(super) struct Client(Arc<WebPkiServerVerifier>);

impl Client {
    /// A client that trusts the authority with this certificate, given as PEM.
    pub(super) fn trusting(ca: &str) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add(certificate(ca)?).map_err(|problem| problem.to_string())?;
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        verifier.map(Self).map_err(|problem| problem.to_string())
    }

    /// The first of `names` that the client would not accept a certificate for, now and for a while to come.
    pub(super) fn refuses<'a>(&self, server: &str, names: &'a [String]) -> Result<Option<&'a str>, String> {
        let certificate = certificate(server)?;
        let now = UnixTime::now();
        let later = UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs()) + AHEAD);
        let accepts = |name: &str| {
            let Ok(name) = ServerName::try_from(name) else { return false };
            [now, later].iter().all(|time| self.0.verify_server_cert(&certificate, &[], &name, &[], *time).is_ok())
        };
        Ok(names.iter().map(String::as_str).find(|name| !accepts(name)))
    }
}

fn certificate(pem: &str) -> Result<CertificateDer<'static>, String> {
    CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| "it holds no certificate".to_owned())
}
