//! Setup of HTTPS.

use std::net::SocketAddr;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tls::names;

/// HTTPS beside HTTP, with a certificate of the sandbox's own certificate authority.
///
/// ```
/// let config = b24_sandbox::Config::from_toml(
///     r#"
///     [tls]
///     listen = "127.0.0.1:8443"
///     hosts = ["portal.test"]
///     dir = "tls"
///     "#,
/// )?;
/// assert_eq!(config.tls.expect("HTTPS").hosts, ["portal.test"]);
/// # Ok::<(), b24_sandbox::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// Address for HTTPS; port 0 takes a free one. Without it a free port of 127.0.0.1; `b24 serve` on its own takes
    /// 127.0.0.1:8443.
    pub listen: Option<SocketAddr>,
    /// Names and addresses that the certificate holds for besides `localhost`, `127.0.0.1` and `::1`.
    pub hosts: Vec<String>,
    /// The folder that keeps the authority and the certificate. Without it they are made anew and live in memory;
    /// `b24 serve` takes the user's data folder.
    pub dir: Option<PathBuf>,
}

/// Why this cannot be, as one sentence.
pub(super) fn contradiction(tls: &Tls) -> Option<String> {
    let wrong = tls.hosts.iter().find(|host| !names::is_name(host))?;
    Some(format!("tls.hosts: `{wrong}` is neither a host name nor an address"))
}
