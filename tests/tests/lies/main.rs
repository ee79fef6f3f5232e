//! The suite finds each lie and names the clause that it breaks.

mod links;
mod records;

use b24_conformance::{Event, Options, Outcome, run};
use b24_tests::{Liar, SEED, target};

/// Runs the cases that a text selects against a portal that lies; returns the clauses that it departs from.
async fn broken(liar: &Liar, filter: &str) -> Vec<String> {
    let filter = Some(filter.to_owned());
    let options =
        Options { seed: SEED, cases: 4, write: true, keep_records: true, strict: true, filter, ..Options::default() };
    let mut broke = Vec::new();
    let verdict = run(&target(liar.announcement()), &options, |event| match event {
        Event::CaseFinished(case) if case.outcome == Outcome::Error => {
            broke.push(format!("{}: {:?}", case.id, case.remark))
        }
        _ => {}
    })
    .await
    .expect("the suite runs");
    assert_eq!(verdict.outcome(), Outcome::Fail, "cases that broke: {broke:#?}");
    verdict.broken_clauses().map(|clause| clause.to_string()).collect()
}
