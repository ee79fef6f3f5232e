//! What a command trusts beside a sandbox that speaks HTTPS.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

/// Variables outside that name further certificates. Those of `SSL_CERT_FILE` are the system's.
const OUTSIDE: [&str; 3] = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];

/// A file with the certificates that are trusted without the sandbox, and the sandbox's own. Programs that read such a
/// file trust nothing else, and a test suite may call the world too.
///
/// The file is there as long as this value.
pub(super) struct Bundle(NamedTempFile);

impl Bundle {
    /// Makes the file, with this certificate of the sandbox.
    pub(super) fn make(ca: &str) -> io::Result<Self> {
        let mut file = tempfile::Builder::new().prefix("b24-ca-").suffix(".pem").tempfile()?;
        let system = rustls_native_certs::load_native_certs();
        for problem in &system.errors {
            tracing::warn!(%problem, "a certificate that the system trusts cannot be read");
        }
        let system = system.certs.iter().map(|certificate| pem::Pem::new("CERTIFICATE", certificate.to_vec()));
        file.write_all(pem::encode_many(&system.collect::<Vec<_>>()).as_bytes())?;
        let mut outside: Vec<OsString> = OUTSIDE.into_iter().filter_map(std::env::var_os).collect();
        outside.sort();
        outside.dedup();
        for path in outside {
            match std::fs::read(&path) {
                Ok(text) => file.write_all(&text).and_then(|()| file.write_all(b"\n"))?,
                Err(problem) => tracing::warn!(%problem, path = %Path::new(&path).display(), "cannot be read"),
            }
        }
        file.write_all(ca.as_bytes())?;
        file.flush()?;
        Ok(Self(file))
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What Node.js reads in addition to what it trusts anyway: `ca`, unless other certificates are asked for outside too.
pub(super) fn extra_for_node(ca: Option<&Path>, bundle: &Bundle) -> OsString {
    let alone = ca.filter(|_| std::env::var_os("NODE_EXTRA_CA_CERTS").is_none());
    alone.unwrap_or(bundle.path()).into()
}
