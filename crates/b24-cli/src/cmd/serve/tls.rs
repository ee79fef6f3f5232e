//! The flags for HTTPS.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use b24_sandbox::Config;

/// Where HTTPS is spoken when no COMMAND is given and nothing else is said.
const USUAL_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8443);

#[derive(Debug, clap::Args)]
pub(super) struct TlsArgs {
    /// Speak HTTPS too, on a port of its own, for `localhost`, `127.0.0.1`, `::1` and each --host. The certificate
    /// authority is made once and kept, so that it has to be trusted only once.
    #[arg(long)]
    tls: bool,

    /// Address for HTTPS; port 0 takes a free one. Implies --tls [default: 127.0.0.1:8443, with a COMMAND a free port].
    #[arg(long, value_name = "ADDR")]
    tls_listen: Option<SocketAddr>,

    /// A name or address that clients call the sandbox by over HTTPS; may be repeated. Implies --tls.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,

    /// Folder for the certificate authority (`ca.pem`) and the certificate [default: `b24/tls` in the user's data
    /// folder: `$XDG_DATA_HOME` or `~/.local/share`, on macOS `~/Library/Application Support`, on Windows
    /// `%LOCALAPPDATA%`].
    #[arg(long, value_name = "DIR", env = "B24_TLS_DIR")]
    tls_dir: Option<PathBuf>,
}

impl TlsArgs {
    /// Puts what was asked for into the configuration of a sandbox, which is `alone` or runs beside a command.
    pub(super) fn apply(&self, config: &mut Config, alone: bool) -> Result<(), String> {
        if self.tls || self.tls_listen.is_some() || !self.hosts.is_empty() {
            config.tls.get_or_insert_default();
        }
        let Some(tls) = &mut config.tls else { return Ok(()) };
        tls.listen = self.tls_listen.or(tls.listen).or(alone.then_some(USUAL_ADDRESS));
        tls.hosts.extend(self.hosts.iter().cloned());
        tls.dir = self.tls_dir.clone().or(tls.dir.take()).or_else(|| Some(data_folder()?.join("b24").join("tls")));
        if tls.dir.is_none() {
            return Err(
                "there is no home folder to keep the certificate authority in: name a folder (--tls-dir)".into()
            );
        }
        Ok(())
    }
}

/// Where programs keep what belongs to the user.
fn data_folder() -> Option<PathBuf> {
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    if cfg!(target_os = "macos") {
        return Some(folder("HOME")?.join("Library").join("Application Support"));
    }
    folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local").join("share")))
}

/// The folder that a variable names. As the XDG specification asks, a relative one is none.
fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}
