//! `cargo xtask e2e`: other people's tools look at the specification, the sandbox and the book, and their SDKs call it.

mod action;
mod book;
mod console;
mod install;
mod openapi;
mod recipes;
mod rules;
mod sandbox;
mod schemathesis;
mod sdk;
mod snippets;

use crate::error::Error;
use crate::steps;

/// Options of `cargo xtask e2e`.
#[derive(clap::Args, Default)]
pub(crate) struct Args {
    /// Steps to run; all without any.
    #[arg(value_name = "STEP", value_parser = NAMES)]
    steps: Vec<String>,
}

const NAMES: [&str; 13] = [
    "openapi-3.1",
    "openapi-3.0",
    "schemathesis",
    "rules",
    "book",
    "snippets",
    "console",
    "action",
    "sdk-js",
    "sdk-python",
    "sdk-fast",
    "sdk-curl",
    "recipes",
];

/// Runs the steps, installing below `target/e2e` what each needs, and says how long each took.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    let wanted = |name: &&str| args.steps.is_empty() || args.steps.iter().any(|step| step == name);
    steps::run(NAMES.into_iter().filter(wanted), true, step)
}

fn step(name: &str) -> Result<(), Error> {
    match name {
        "openapi-3.1" => openapi::validate("spec/dist/openapi.json", name),
        "openapi-3.0" => openapi::validate("spec/dist/openapi-3.0.json", name),
        "schemathesis" => schemathesis::run(),
        "rules" => rules::run(),
        "book" => book::build(),
        "console" => console::run(),
        "action" => action::run(),
        "sdk-js" => sdk::js(),
        "sdk-python" => sdk::python(),
        "sdk-fast" => sdk::fast(),
        "sdk-curl" => sdk::curl(),
        "recipes" => recipes::run(),
        _ => snippets::check(),
    }
}
