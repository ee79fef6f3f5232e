//! `b24 compare`: where two portals differ, clause by clause.

use std::path::{Path, PathBuf};

use b24_conformance::report::run_file::Reader;
use b24_conformance::{Error, Row, Standing, Standings};
use b24_contract::contract;

use crate::exit::Exit;
use crate::print;

/// Tell clause by clause where two portals differ, from the run files of two checks.
///
/// A clause that only one of the two runs looked at is no difference; the last line counts them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run file of a check (`b24 check --report FILE.ndjson`).
    #[arg(value_name = "A")]
    a: PathBuf,

    /// Run file to compare it with.
    #[arg(value_name = "B", required_unless_present = "markdown")]
    b: Option<PathBuf>,

    /// Name every clause, not only those on which the two differ.
    #[arg(long)]
    all: bool,

    /// Print one JSON object: the two runs, and a row for each clause.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,

    /// Print a page in Markdown: every clause with its source, and how the one or two portals stand to it.
    #[arg(long)]
    markdown: bool,
}

/// Compares two runs.
pub(crate) fn run(args: &Args) -> Exit {
    let files = [Some(&args.a), args.b.as_ref()].into_iter().flatten();
    let runs = match files.map(|file| Ok((file.as_path(), read(file)?))).collect::<Result<Vec<_>, Error>>() {
        Ok(runs) => runs,
        Err(error) => return print::stop(&error.to_string(), Exit::from(&error)),
    };
    match runs.as_slice() {
        runs if args.markdown => page(runs),
        [a, b] => compare(args, a, b),
        _ => Exit::Usage,
    }
}

/// A portal by the file of its run.
type Checked<'a> = (&'a Path, Standings);

fn page(runs: &[Checked<'_>]) -> Exit {
    let name = |path: &Path| path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let names: Vec<String> = runs.iter().map(|(path, _)| name(path)).collect();
    let portals: Vec<_> = names.iter().map(String::as_str).zip(runs.iter().map(|(_, run)| run)).collect();
    match print::out(&b24_conformance::clauses_markdown(contract(), &portals)) {
        Ok(()) => Exit::Held,
        Err(failed) => failed,
    }
}

fn compare(args: &Args, (file_a, a): &Checked<'_>, (file_b, b): &Checked<'_>) -> Exit {
    if a.contract != b.contract {
        print::warning(&format!(
            "the runs are of two versions of the contract, {} and {}; clauses may have changed between them",
            a.contract, b.contract
        ));
    }
    let rows = b24_conformance::compare(contract(), a, b);
    let shown: Vec<&Row> = rows.iter().filter(|row| args.all || row.differs()).collect();
    let exit = match (rows.is_empty(), rows.iter().any(Row::differs)) {
        (true, _) => Exit::NothingChecked,
        (false, true) => Exit::Violated,
        (false, false) => Exit::Held,
    };
    if args.json {
        let runs = [(file_a, a), (file_b, b)]
            .map(|(file, run)| serde_json::json!({ "file": file, "portal": run.portal, "contract": run.contract }));
        return print::line(&serde_json::json!({ "runs": runs, "rows": shown }).to_string(), exit);
    }
    let mut text = format!("A  {}\nB  {}\n", named(file_a, a), named(file_b, b));
    for row in shown {
        text.push_str(&format!("\n{}\n  {}\n", row.clause, row.says));
        for (name, standing) in ["A", "B"].iter().zip(&row.standings) {
            text.push_str(&told(name, standing));
        }
    }
    text.push_str(&format!("\n{}\n", counted(&rows)));
    match print::out(&text) {
        Ok(()) => exit,
        Err(failed) => failed,
    }
}

fn read(path: &Path) -> Result<Standings, Error> {
    Standings::of(Reader::open(path)?)
}

fn named(path: &Path, run: &Standings) -> String {
    format!("{} ({})", path.display(), run.portal.as_deref().unwrap_or("no portal"))
}

fn told(name: &str, standing: &Standing) -> String {
    match standing {
        Standing::Unchecked => format!("  {name}  not checked\n"),
        Standing::Held { variant: None } => format!("  {name}  holds\n"),
        Standing::Held { variant: Some(variant) } => format!("  {name}  holds: {variant}\n"),
        Standing::Departed { found, expected } => {
            let known = if *expected { ", as expected" } else { "" };
            let found: String = found.iter().map(|found| format!("       {found}\n")).collect();
            format!("  {name}  departs{known}\n{found}")
        }
    }
}

fn counted(rows: &[Row]) -> String {
    let differing = rows.iter().filter(|row| row.differs()).count();
    let only = |side| rows.iter().filter(|row| row.only() == Some(side)).count();
    let same = rows.len() - differing - only(0) - only(1);
    format!("{differing} differ, {same} the same, {} only in A, {} only in B", only(0), only(1))
}
