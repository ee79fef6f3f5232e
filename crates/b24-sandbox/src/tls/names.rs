//! Names that a certificate holds for.

use tokio_rustls::rustls::pki_types::ServerName;

/// Names that every certificate of a sandbox holds for.
const ALWAYS: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Whether a text is a host name or an address that a certificate can hold for.
pub(crate) fn is_name(text: &str) -> bool {
    ServerName::try_from(text).is_ok()
}

/// The names that every certificate holds for, and then `hosts`, each once.
pub(super) fn all(hosts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in ALWAYS.into_iter().chain(hosts.iter().map(String::as_str)) {
        let name = name.to_ascii_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
