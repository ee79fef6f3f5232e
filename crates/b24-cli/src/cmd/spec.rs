//! `b24 spec`: print the bundled OpenAPI document, or the schema of run files or replays.

use clap::ValueEnum;

use crate::exit::Exit;
use crate::print;

/// Print the contract as an OpenAPI 3.1 document, or the JSON Schema of run files or saved replays.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to print.
    #[arg(value_enum, default_value_t = Document::Openapi)]
    document: Document,
}

/// A document that describes something.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Document {
    /// The contract, as OpenAPI 3.1.
    Openapi,
    /// The JSON Schema that each line of a run file keeps.
    RunFile,
    /// The JSON Schema of a saved failure.
    Replay,
}

/// Prints the document.
pub(crate) fn run(args: &Args) -> Exit {
    let text = match args.document {
        Document::Openapi => b24_contract::openapi_json(),
        Document::RunFile => format!("{:#}", b24_conformance::report::run_file::schema()),
        Document::Replay => format!("{:#}", b24_conformance::Replay::schema()),
    };
    print::line(&text, Exit::Held)
}
