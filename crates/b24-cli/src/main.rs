//! The command `b24`: check, serve, call and explain the contract of Bitrix24's company–contact links.

mod cmd;
mod exit;
mod interrupt;
mod pace_args;
mod portal_arg;
mod portal_args;
mod print;
mod progress;
mod replacement;
mod report_file;
mod state_dir;
mod stop_signal;
mod write_args;

use clap::Parser;

use crate::exit::Exit;

/// The executable contract of Bitrix24's company–contact links.
///
/// Without a portal, everything runs against a sandbox inside this program.
#[derive(Debug, Parser)]
#[command(name = "b24", version, about, long_about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(Box<cmd::check::Args>),
    Sweep(cmd::sweep::Args),
    Serve(Box<cmd::serve::Args>),
    Call(cmd::call::Args),
    Report(cmd::report::Args),
    Replay(cmd::replay::Args),
    Compare(cmd::compare::Args),
    Validate(cmd::validate::Args),
    Proxy(cmd::proxy::Args),
    Explain(cmd::explain::Args),
    Spec(cmd::spec::Args),
    Completions(cmd::completions::Args),
    Man(cmd::man::Args),
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            print::error(&format!("the runtime could not be started: {error}"));
            return Exit::ToolFailed.into();
        }
    };
    let exit = runtime.block_on(run(cli.command));
    // Blocking work that is still under way must not hold up the end of the program.
    runtime.shutdown_background();
    exit.into()
}

async fn run(command: Command) -> Exit {
    match command {
        Command::Check(args) => interrupt::orderly(|interrupt| cmd::check::run(*args, interrupt)).await,
        Command::Sweep(args) => unless_interrupted(cmd::sweep::run(args)).await,
        Command::Call(args) => unless_interrupted(cmd::call::run(args)).await,
        Command::Serve(args) => cmd::serve::run(*args).await,
        Command::Replay(args) => interrupt::orderly(|interrupt| cmd::replay::run(args, interrupt)).await,
        Command::Report(args) => cmd::report::run(&args),
        Command::Compare(args) => cmd::compare::run(&args),
        Command::Validate(args) => interrupt::orderly(|interrupt| cmd::validate::run(args, interrupt)).await,
        Command::Proxy(args) => interrupt::orderly(|interrupt| cmd::proxy::run(args, interrupt)).await,
        Command::Explain(args) => cmd::explain::run(&args),
        Command::Spec(args) => cmd::spec::run(&args),
        Command::Completions(args) => cmd::completions::run(&args),
        Command::Man(args) => cmd::man::run(&args),
    }
}

/// Runs a command until it ends or Ctrl-C is pressed.
async fn unless_interrupted(command: impl Future<Output = Exit>) -> Exit {
    tokio::select! {
        exit = command => exit,
        Ok(()) = tokio::signal::ctrl_c() => Exit::Interrupted,
    }
}
