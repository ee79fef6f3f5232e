//! `b24 report`: views of run files.

use std::path::{Path, PathBuf};

use b24_conformance::report::run_file::Reader;
use b24_conformance::report::{Run, Terminal};

use crate::exit::Exit;
use crate::print;
use crate::report_file::{Kind, Page};

/// Make reports of run files, whatever wrote them: check, proxy or validate.
///
/// Several run files become one report. A run that was cut off is shown as far as it came, and said to be cut off. Ends
/// with 0 when the reports were made, whatever they say.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run files, as --report FILE.ndjson or --json wrote them.
    #[arg(required = true, value_name = "RUN")]
    runs: Vec<PathBuf>,

    /// Write a report; the suffix decides: .html, .xml (JUnit) or .ndjson (the run files as one); `-`, and nothing at all,
    /// is text on standard output. Repeatable.
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,

    /// In text, name every case, also those that passed or were skipped.
    #[arg(long, short)]
    verbose: bool,
}

/// Makes the reports.
pub(crate) fn run(args: &Args) -> Exit {
    make(args).err().unwrap_or(Exit::Held)
}

fn make(args: &Args) -> Result<(), Exit> {
    let is_text = |path: &&PathBuf| path.as_os_str() == "-";
    let files: Vec<&PathBuf> = args.output.iter().filter(|path| !is_text(path)).collect();
    let kinds: Vec<Kind> =
        files.iter().map(|path| Kind::of(path)).collect::<Result<_, _>>().map_err(stopped(Exit::Usage))?;
    let pages = files.iter().zip(kinds).map(|(path, kind)| Page::open(path, kind));
    let pages: Vec<Page> = pages.collect::<Result<_, _>>().map_err(stopped(Exit::ToolFailed))?;
    if args.output.is_empty() || args.output.iter().any(|path| is_text(&path)) {
        args.runs.iter().try_for_each(|file| text(file, args.verbose))?;
    }
    if pages.is_empty() {
        return Ok(());
    }
    let run = Run::read(&args.runs).map_err(stopped(Exit::Usage))?;
    pages.into_iter().try_for_each(|page| page.write(&run, &args.runs)).map_err(stopped(Exit::ToolFailed))
}

/// Prints the run of a file as `b24 check` does.
fn text(file: &Path, verbose: bool) -> Result<(), Exit> {
    let mut terminal = Terminal::new(print::colour());
    if !verbose {
        terminal = terminal.brief();
    }
    for event in Reader::open(file).map_err(stopped(Exit::Usage))? {
        print::out(&terminal.text(&event.map_err(stopped(Exit::Usage))?))?;
    }
    print::out(&terminal.rest())
}

/// Tells why the command cannot go on.
fn stopped<E: std::fmt::Display>(exit: Exit) -> impl Fn(E) -> Exit {
    move |error| print::stop(&error.to_string(), exit)
}
