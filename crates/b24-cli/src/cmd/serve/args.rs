//! The flags of `b24 serve`, and the configuration that follows from them.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use b24_sandbox::{Config, Fault, Limits, SeedData};

use super::{log, tls};
use crate::portal_arg::SecretArg;

/// Run a sandbox portal.
///
/// It holds the documentation's own example, company 32 with the contacts 7, 8 and 9, so that published calls can be
/// pasted with only host and credentials changed. Stop it with Ctrl-C.
///
/// With a COMMAND it runs as long as the command does, and ends with the command's exit code.
#[derive(Debug, clap::Args)]
#[command(after_long_help = COMMAND_HELP)]
pub(crate) struct Args {
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:8024, with a COMMAND a free port].
    #[arg(long, value_name = "ADDR")]
    pub(super) listen: Option<SocketAddr>,

    /// Configuration file (TOML): users, rights, webhooks, tokens. The other flags override it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Keep the portal's data in this file; without it they live in memory.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,

    /// Data of a new portal: `demo` (the documentation's example within a small portal), `empty`, a number of made-up
    /// companies with their contacts, which follow from the seed, or an exported snapshot, `FILE.json`.
    #[arg(long, value_name = "demo|empty|N|FILE")]
    seed_data: Option<SeedData>,

    /// Seed of ids, times and tokens.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Code of the first user's webhook; `@FILE` or `-` (standard input) keep it out of the process list. It must be
    /// given when listening elsewhere than on loopback.
    #[arg(long, value_name = "CODE", env = "B24_WEBHOOK_CODE", hide_env_values = true)]
    webhook_code: Option<SecretArg>,

    /// Token that the control interface asks for. Without it the interface is open on loopback and closed elsewhere.
    #[arg(long, value_name = "TOKEN", env = "B24_CONTROL_TOKEN", hide_env_values = true)]
    control_token: Option<SecretArg>,

    #[command(flatten)]
    tls: tls::TlsArgs,

    /// Directory of answers to methods that the sandbox does not have, one file each: `crm.deal.list.json` holds
    /// `{"result": …}` or `{"error": …}`.
    #[arg(long, value_name = "DIR")]
    stub: Option<PathBuf>,

    /// Refuse requests and methods beyond the limits of a cloud portal's plan: `standard`, `enterprise` or `off`.
    /// Configuration file and control interface take any others.
    #[arg(long, value_name = "PLAN")]
    limits: Option<Limits>,

    /// Let something go wrong on purpose, such as `answer-lost,method=crm.company.add,times=1`. Can be given several
    /// times.
    #[arg(long = "fault", value_name = "KIND[,KEY=VALUE…]")]
    faults: Vec<Fault>,

    /// Break a clause of the contract on purpose, such as `crm.company.contact.items.get/order-by-sort!descending`, to
    /// see whether a test suite or an SDK notices. Can be given several times; `--list-deviations` prints what there is.
    #[arg(long = "deviate", value_name = "ID")]
    deviations: Vec<String>,

    /// Print what `--deviate` takes, with what each does, and end; with `--json` as one JSON array.
    #[arg(long, conflicts_with = "command")]
    pub(super) list_deviations: bool,

    /// Refuse calls over plain HTTP, as a cloud portal does.
    #[arg(long)]
    require_https: bool,

    /// Check every own answer against the contract.
    #[arg(long)]
    self_check: bool,

    /// Print what clients need to know as one line of JSON. Not with a COMMAND, to which standard output belongs.
    #[arg(long, conflicts_with = "command")]
    pub(super) json: bool,

    /// How the log on standard error is written. `B24_LOG` sets what is in it: `warn` unless told otherwise, `info` for
    /// each answer, `debug` for each connection too.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) log_format: log::Format,

    /// Program to run beside the sandbox, with its arguments.
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<OsString>,
}

impl Args {
    /// The configuration of the sandbox: that of the file, with the flags over it.
    pub(super) fn config(&self) -> Result<Config, String> {
        let mut config = match &self.config {
            Some(path) => Config::read(path).map_err(|error| error.to_string())?,
            None => Config::default(),
        };
        if let Some(code) = &self.webhook_code {
            config.set_webhook_code(code.read()?);
        }
        if let Some(token) = &self.control_token {
            config.control_token = Some(token.read()?);
        }
        if let Some(seed) = self.seed {
            config.seed = seed;
        }
        if let Some(data) = &self.data {
            config.data = Some(data.clone());
        }
        if let Some(seed_data) = &self.seed_data {
            config.seed_data = seed_data.clone();
        }
        self.tls.apply(&mut config, self.command.is_empty())?;
        if let Some(stubs) = &self.stub {
            config.stubs = Some(stubs.clone());
        }
        if let Some(limits) = &self.limits {
            config.limits.rate = limits.rate;
            config.limits.operating.limit = limits.operating.limit;
        }
        config.faults.extend(self.faults.iter().cloned());
        config.deviations.extend(self.deviations.iter().cloned());
        config.require_https |= self.require_https;
        config.self_check |= self.self_check;
        Ok(config)
    }
}

const COMMAND_HELP: &str = "\
COMMAND finds the sandbox in these variables:
  B24_PORTAL, B24_WEBHOOK_URL   address of the webhook with all rights
  B24_CONTROL                   address of the control interface
  B24_CONTROL_TOKEN             its token, if there is one
  B24_HOOK                      the address again, for @bitrix24/b24jssdk (https with --tls)
  BITRIX24_WEBHOOK              the address again, for b24phpsdk
  FAST_BITRIX24_TEST_WEBHOOK    the address again, for fast_bitrix24
  B24_DOMAIN, B24_WEBHOOK       host with port, and user with code, for b24pysdk (https with --tls)
and with --tls also:
  NODE_EXTRA_CA_CERTS           the sandbox's CA
  REQUESTS_CA_BUNDLE, SSL_CERT_FILE, CURL_CA_BUNDLE
                                the CAs that the system trusts, and the sandbox's CA

Nothing else is printed but, on standard error, which methods were called that the sandbox does not
have. SIGINT, SIGTERM, SIGHUP and SIGQUIT are passed on, and what COMMAND leaves running is ended
with it, except at a terminal.

Exit codes with a COMMAND: its own; 128 and the signal's number when a signal ended it; 126 when it
cannot be run and 127 when it is not found. Before COMMAND runs: 2 wrong usage, 5 the sandbox could
not be started.

Examples:
  b24 serve
  b24 serve -- npm test
  b24 serve --seed-data empty -- sh -c 'curl -sS \"$B24_PORTAL\"profile'";
