//! Which companies are read, and that lists and single calls agree about them.

use b24_contract::{Contract, integer};
use proptest::strategy::{Strategy, ValueTree};
use serde_json::{Value, json};

use super::depart;
use super::links::Departure;
use crate::scope::{Scope, Stop, result};
use crate::{random, records};

/// Records on a page.
const PAGE: usize = 50;
const PAGES: &str = "protocol/list/pages";
const EQUAL: &str = "crm.company.list/equal";
const SCALARS: &str = "crm.company.get/scalars-as-text";

/// What the case about companies speaks of.
pub(super) const CLAUSES: [&str; 3] = [PAGES, EQUAL, SCALARS];

/// Ids of companies of the portal, which the seed chooses among all.
pub(super) async fn chosen(scope: &mut Scope<'_>, contract: &Contract) -> Result<Vec<i64>, Stop> {
    let wanted = scope.wire().options().sample as usize;
    if wanted == 0 {
        return Err(Stop::Lacks("no companies of the portal are to be read"));
    }
    let (first, total) = page(scope, 0).await?;
    let expected = total.min(PAGE);
    if first.len() != expected {
        let message = format!("holds {} records where {total} are counted", first.len());
        depart(scope, contract, Departure::of_last(scope, PAGES, "/result", message));
    }
    if first.is_empty() {
        return Err(Stop::Lacks("the portal has no company"));
    }
    let mut runner = random::runner(scope.wire().options().seed, scope.case(), 1);
    let places = proptest::collection::btree_set(0..total.max(first.len()), wanted.min(total.max(1)));
    let places = places.new_tree(&mut runner).map_err(|reason| Stop::Broke(reason.to_string()))?.current();
    let mut chosen = Vec::new();
    for place in places {
        let id = match first.get(place) {
            Some(id) => Some(*id),
            None => page(scope, place).await?.0.first().copied(),
        };
        chosen.extend(id);
    }
    Ok(chosen)
}

/// Ids on the page that begins here, and the number of all companies.
async fn page(scope: &mut Scope<'_>, start: usize) -> Result<(Vec<i64>, usize), Stop> {
    let params = json!({ "order": { "ID": "ASC" }, "select": ["ID"], "start": start });
    let answer = scope.send(&records::call("crm.company.list", params)).await?;
    let total = answer.json().and_then(|body| body.get("total")).and_then(integer);
    let rows = result(&answer).and_then(Value::as_array);
    let (Some(rows), Some(total)) = (rows, total.and_then(|total| usize::try_from(total).ok())) else {
        return Err(Stop::Broke(format!("companies could not be listed: {}", scope.wire().summary(&answer))));
    };
    Ok((rows.iter().filter_map(|row| row.get("ID").and_then(integer)).collect(), total))
}

/// Where a company is not found by its id.
pub(super) async fn observed(scope: &mut Scope<'_>, company: i64) -> Result<Vec<Departure>, Stop> {
    let mut found = Vec::new();
    let answer = scope.send(&records::call("crm.company.get", json!({ "id": company }))).await?;
    match result(&answer).map(|record| record.get("ID")) {
        Some(Some(Value::String(id))) if *id == company.to_string() => {}
        // Somebody may have deleted it by now.
        None => return Ok(found),
        Some(id) => {
            let message = format!("is {} instead of \"{company}\"", id.unwrap_or(&Value::Null));
            found.push(Departure::of_last(scope, SCALARS, "/result/ID", message));
        }
    }
    let params = json!({ "filter": { "ID": company }, "select": ["ID"] });
    let answer = scope.send(&records::call("crm.company.list", params)).await?;
    let rows: Vec<Option<i64>> = result(&answer)
        .and_then(Value::as_array)
        .map(|rows| rows.iter().map(|row| row.get("ID").and_then(integer)).collect())
        .unwrap_or_default();
    if rows != [Some(company)] {
        let message = format!("holds {} records instead of the company {company} alone", rows.len());
        found.push(Departure::of_last(scope, EQUAL, "/result", message));
    }
    Ok(found)
}
