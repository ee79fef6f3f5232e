//! `b24 serve`: run the sandbox portal, on its own or beside a command.

mod args;
mod command;
mod deviations;
mod job;
mod log;
mod missing;
mod tls;
mod trust;
mod variables;

use std::net::{Ipv4Addr, SocketAddr};

use b24_sandbox::{Config, Error, Sandbox};

pub(crate) use self::args::Args;
use crate::exit::Exit;
use crate::print;
use crate::stop_signal::StopSignal;

/// Where to listen when no COMMAND is given and nothing else is said.
const USUAL_ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8024);
/// Any free port of this machine.
const FREE_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Serves until Ctrl-C or SIGTERM, or until the command has ended.
pub(crate) async fn run(args: Args) -> Exit {
    if args.command.is_empty() && std::env::args_os().next_back().is_some_and(|last| last == "--") {
        print::error("a command must follow `--`");
        return Exit::Usage;
    }
    if args.list_deviations {
        return deviations::list(args.json);
    }
    log::to_stderr(args.log_format);
    let config = match args.config() {
        Ok(config) => config,
        Err(sentence) => {
            print::error(&sentence);
            return Exit::Usage;
        }
    };
    if args.command.is_empty() { serve(&args, config).await } else { serve_command(&args, config).await }
}

async fn serve(args: &Args, config: Config) -> Exit {
    let mut stop = match StopSignal::listen() {
        Ok(stop) => stop,
        Err(error) => return no_signals(&error),
    };
    let sandbox = match start(config, args.listen.unwrap_or(USUAL_ADDRESS)).await {
        Ok(sandbox) => sandbox,
        Err(exit) => return exit,
    };
    if let Err(exit) = announce(&sandbox, args.json) {
        return exit;
    }
    let ended = stop.wait().await;
    missing::tell(&sandbox.missing());
    tokio::select! {
        () = sandbox.stop() => ended,
        at_once = stop.wait() => at_once,
    }
}

async fn serve_command(args: &Args, config: Config) -> Exit {
    let mut signals = match job::Signals::listen() {
        Ok(signals) => signals,
        Err(error) => return no_signals(&error),
    };
    let control_token = config.control_token.clone();
    let started = tokio::select! {
        biased;
        exit = signals.end() => return exit,
        started = start(config, args.listen.unwrap_or(FREE_PORT)) => started,
    };
    let sandbox = match started {
        Ok(sandbox) => sandbox,
        Err(exit) => return exit,
    };
    let trusted = match sandbox.ca_pem().map(trust::Bundle::make).transpose() {
        Ok(trusted) => trusted,
        Err(error) => {
            print::error(&format!("the certificates to trust cannot be written to a temporary file: {error}"));
            return Exit::ToolFailed;
        }
    };
    let variables = variables::variables(sandbox.announcement(), control_token.as_ref(), trusted.as_ref());
    let ended = command::run(&args.command, variables, signals).await;
    missing::tell(&sandbox.missing());
    sandbox.stop().await;
    ended
}

fn no_signals(error: &std::io::Error) -> Exit {
    print::error(&format!("signals cannot be listened for: {error}"));
    Exit::ToolFailed
}

async fn start(config: Config, listen: SocketAddr) -> Result<Sandbox, Exit> {
    Sandbox::builder().config(config).listen(listen).start().await.map_err(|error| {
        let remedy = if matches!(error, Error::KnownWebhookCode) { " (--webhook-code)" } else { "" };
        print::error(&format!("{error}{remedy}"));
        if error.is_configuration() { Exit::Usage } else { Exit::ToolFailed }
    })
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
