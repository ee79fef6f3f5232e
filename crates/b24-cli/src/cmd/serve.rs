//! `b24 serve`: run the sandbox portal.

use std::net::SocketAddr;
use std::path::PathBuf;

use b24_sandbox::{Config, Error, Sandbox, SeedData};

use crate::exit::Exit;
use crate::portal_arg::SecretArg;
use crate::print;
use crate::stop_signal::StopSignal;

/// Run a sandbox portal.
///
/// It holds the documentation's own example, company 32 with the contacts 7, 8 and 9, so that published calls can be
/// pasted with only host and credentials changed. Stop it with Ctrl-C.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8024")]
    listen: SocketAddr,

    /// Configuration file (TOML): users, rights, webhooks, tokens. The other flags override it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Keep the portal's data in this file; without it they live in memory.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,

    /// Data of a new portal: `demo` (the documentation's example within a small portal), `empty`, or a number of made-up
    /// companies with their contacts, which follow from the seed.
    #[arg(long, value_name = "demo|empty|N")]
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

    /// Refuse calls over plain HTTP, as a cloud portal does.
    #[arg(long)]
    require_https: bool,

    /// Check every own answer against the contract.
    #[arg(long)]
    self_check: bool,

    /// Print what clients need to know as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// Serves until Ctrl-C or SIGTERM.
pub(crate) async fn run(args: Args) -> Exit {
    log_to_stderr();
    let config = match config(&args) {
        Ok(config) => config,
        Err(sentence) => {
            print::error(&sentence);
            return Exit::Usage;
        }
    };
    let stop = match StopSignal::listen() {
        Ok(stop) => stop,
        Err(error) => {
            print::error(&format!("signals cannot be listened for: {error}"));
            return Exit::ToolFailed;
        }
    };
    let sandbox = match Sandbox::builder().config(config).listen(args.listen).start().await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            let remedy = if matches!(error, Error::KnownWebhookCode) { " (--webhook-code)" } else { "" };
            print::error(&format!("{}{remedy}", print::with_causes(&error)));
            return if error.is_configuration() { Exit::Usage } else { Exit::ToolFailed };
        }
    };
    if let Err(exit) = announce(&sandbox, args.json) {
        return exit;
    }
    let ended = stop.wait().await;
    sandbox.stop().await;
    ended
}

fn config(args: &Args) -> Result<Config, String> {
    let mut config = match &args.config {
        Some(path) => Config::read(path).map_err(|error| error.to_string())?,
        None => Config::default(),
    };
    if let Some(code) = &args.webhook_code {
        config.set_webhook_code(code.read()?);
    }
    if let Some(token) = &args.control_token {
        config.control_token = Some(token.read()?);
    }
    if let Some(seed) = args.seed {
        config.seed = seed;
    }
    if let Some(data) = &args.data {
        config.data = Some(data.clone());
    }
    if let Some(seed_data) = args.seed_data {
        config.seed_data = seed_data;
    }
    config.require_https |= args.require_https;
    config.self_check |= args.self_check;
    Ok(config)
}

/// Tells what clients need to know. Credentials are printed on purpose: they are the sandbox's own.
fn announce(sandbox: &Sandbox, json: bool) -> Result<(), Exit> {
    let announcement = sandbox.announcement();
    let text = if json {
        serde_json::to_string(announcement).map_err(|error| {
            print::error(&format!("the announcement could not be written: {error}"));
            Exit::ToolFailed
        })?
    } else {
        announcement.to_text()
    };
    print::out(&format!("{}\n", text.trim_end()))
}

/// Sends the sandbox's log to stderr; `B24_LOG` sets what is shown, warnings unless told otherwise.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("B24_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colour).init();
}
