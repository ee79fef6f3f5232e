//! The portal's own records: a few companies are read with their contacts, and held against the rules that need no record
//! of the suite's.

mod links;
mod pages;

use b24_contract::rule::Credential;
use b24_contract::{ClauseId, Contract};

use self::links::Departure;
use crate::case::{Case, Check};
use crate::scope::{Scope, Stop};
use crate::target::Need;

/// What reports group these cases by.
const GROUP: &str = "sample";

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sample {
    /// Pages of companies, and each company by itself.
    Companies,
    /// Links of companies and of their contacts, from both sides.
    Links,
}

/// The cases over the portal's own records.
pub(crate) fn plan() -> Vec<Case> {
    let case = |sample: Sample, id: &str, says: &str, clauses: &[&str]| Case {
        id: format!("{GROUP}/{id}"),
        group: GROUP.to_owned(),
        says: says.to_owned(),
        clauses: clauses.iter().copied().map(ClauseId::new).collect(),
        needs: [Need::Credential(Credential::Webhook)].into(),
        check: Check::Sample(sample),
    };
    vec![
        case(
            Sample::Companies,
            "companies",
            "Pages of the portal's own companies count them, and each company is found by its id.",
            &pages::CLAUSES,
        ),
        case(
            Sample::Links,
            "links",
            "Links of the portal's own companies are in order, and the same from both sides.",
            &links::CLAUSES,
        ),
    ]
}

/// Most requests that a case sends for so many companies.
pub(crate) fn requests(sample: Sample, companies: u32) -> u32 {
    match sample {
        Sample::Companies => 2 + 3 * companies,
        Sample::Links => 2 + (2 + 2 * links::CONTACTS) * companies,
    }
}

/// Reads the sample. Somebody may change a record between two calls, so that only what is found twice counts.
pub(crate) async fn check(scope: &mut Scope<'_>, contract: &Contract, sample: Sample) -> Result<(), Stop> {
    let companies = pages::chosen(scope, contract).await?;
    scope.remark(match companies.as_slice() {
        [_] => "with 1 company of the portal".to_owned(),
        companies => format!("with {} companies of the portal", companies.len()),
    });
    for company in companies {
        let first = observed(scope, sample, company).await?;
        if first.is_empty() {
            continue;
        }
        let again = observed(scope, sample, company).await?;
        for departure in again.into_iter().filter(|departure| first.iter().any(|known| known.is_same(departure))) {
            depart(scope, contract, departure);
        }
    }
    Ok(())
}

async fn observed(scope: &mut Scope<'_>, sample: Sample, company: i64) -> Result<Vec<Departure>, Stop> {
    match sample {
        Sample::Companies => pages::observed(scope, company).await,
        Sample::Links => links::observed(scope, company).await,
    }
}

fn depart(scope: &mut Scope<'_>, contract: &Contract, departure: Departure) {
    let clause = ClauseId::new(departure.clause);
    let binds = contract.source_of(&clause).is_some_and(|source| source.binds());
    scope.depart_at(&clause, binds, departure.pointer, departure.message, departure.steps);
}
