//! The sandbox's log.

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Sends the log to standard error; `B24_LOG` sets what is shown, warnings unless told otherwise.
pub(super) fn to_stderr(format: Format) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("B24_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        Format::Text => {
            let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
            log.with_ansi(colour).init();
        }
        Format::Json => log.json().flatten_event(true).init(),
    }
}
