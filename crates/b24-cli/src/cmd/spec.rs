//! `b24 spec`: print the bundled OpenAPI document.

use crate::exit::Exit;
use crate::print;

/// Print the contract as an OpenAPI 3.1 document.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Prints the document.
pub(crate) fn run(_: &Args) -> Exit {
    print::line(&b24_contract::openapi_json(), Exit::Held)
}
