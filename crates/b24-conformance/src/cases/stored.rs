//! Random companies: whatever links are made come back exactly as they were stored, in order.

mod compare;
mod model;
mod shrink;

use b24_contract::rule::Given;
use b24_contract::{ClauseId, Contract};
use proptest::strategy::{Strategy, ValueTree};
use serde_json::{Map, Value, json};

use self::compare::Broken;
use self::model::Link;
use super::search::end_of_shrinking;
use crate::random;
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};
use crate::variable::Held;

/// Rules about the order of links, which the case checks besides the one that calls for it.
pub(crate) const ORDER: &str = "crm.company.contact.items.get/order-by-sort";
/// See [`ORDER`].
pub(crate) const EQUALS: &str = "crm.company.contact.items.get/equal-sorts";

/// Makes random companies, reads them back, and makes the first that fails as small as possible.
pub(crate) async fn check(scope: &mut Scope<'_>, contract: &Contract, stored: &ClauseId) -> Result<(), Stop> {
    let options = scope.wire().options();
    let mut runner = random::runner(options.seed, scope.case(), options.cases);
    let mut pool = Pool::default();
    for number in 0..options.cases {
        let tree = model::links(number).new_tree(&mut runner).map_err(|reason| Stop::Broke(reason.to_string()))?;
        let links = tree.current();
        if let Some(failure) = attempt(scope, &mut pool, &links).await? {
            let failure = shrink(scope, &mut pool, links, failure).await?;
            let clause = match failure.broken {
                Broken::Stored => stored.clone(),
                Broken::Order => ClauseId::new(ORDER),
                Broken::Equals => ClauseId::new(EQUALS),
            };
            let binds = contract.source_of(&clause).is_some_and(|source| source.binds());
            scope.depart_at(&clause, binds, failure.pointer, failure.message, vec![failure.step]);
            return Ok(());
        }
    }
    Ok(())
}

/// The failure of the smallest company that could be found to break the same, within the budget of calls.
async fn shrink(
    scope: &mut Scope<'_>,
    pool: &mut Pool,
    mut links: Vec<Link>,
    mut failure: Failure,
) -> Result<Failure, Stop> {
    let end = end_of_shrinking(scope);
    loop {
        let mut smaller = None;
        for candidate in shrink::smaller(&links) {
            if scope.len() >= end {
                break;
            }
            let found = attempt(scope, pool, &candidate).await?;
            if let Some(found) = found.filter(|found| found.broken == failure.broken) {
                smaller = Some((candidate, found));
                break;
            }
        }
        let Some(found) = smaller else { return Ok(failure) };
        (links, failure) = found;
    }
}

/// A company that came back differently.
struct Failure {
    broken: Broken,
    pointer: String,
    message: String,
    step: usize,
}

/// Contacts that all companies of the case share, made when they are first needed.
#[derive(Default)]
struct Pool {
    contacts: usize,
    companies: usize,
}

impl Pool {
    async fn reach(&mut self, scope: &mut Scope<'_>, contacts: usize) -> Result<(), Stop> {
        while self.contacts < contacts {
            let contact = contact(self.contacts);
            scope.make(&[Given::Contact { contact, fields: Map::new() }]).await?;
            self.contacts += 1;
        }
        Ok(())
    }

    async fn company(&mut self, scope: &mut Scope<'_>) -> Result<String, Stop> {
        self.companies += 1;
        let company = format!("$c{}", self.companies);
        scope.make(&[Given::Company { company: company.clone(), fields: Map::new() }]).await?;
        Ok(company)
    }
}

/// The variable of a contact of the pool.
fn contact(number: usize) -> String {
    format!("$a{}", number + 1)
}

/// Makes a company with these links and compares what comes back.
async fn attempt(scope: &mut Scope<'_>, pool: &mut Pool, links: &[Link]) -> Result<Option<Failure>, Stop> {
    pool.reach(scope, links.len()).await?;
    let company = pool.company(scope).await?;
    for (number, link) in links.iter().enumerate() {
        let mut fields = json!({ "CONTACT_ID": contact(number), "SORT": link.sort });
        if let Some(flag) = link.primary {
            fields["IS_PRIMARY"] = yes_no(flag);
        }
        let answer = scope.send(&records::call(records::ADD_LINK, json!({ "id": company, "fields": fields }))).await?;
        if result(&answer) != Some(&Value::Bool(true)) {
            let message = format!("a new link is answered {} instead of true", summary(&answer));
            return Ok(Some(failure(scope, Broken::Stored, "", message)));
        }
    }
    let answer = scope.send(&records::call("crm.company.contact.items.get", json!({ "id": company }))).await?;
    let Some(found) = result(&answer) else {
        let message = format!("is missing; the answer is {}", summary(&answer));
        return Ok(Some(failure(scope, Broken::Stored, "", message)));
    };
    let expected: Vec<Value> = model::read_back(links)
        .into_iter()
        .map(|(number, link)| {
            let id = scope.variables().get(&contact(number)[1..]).map(Held::to_value);
            let primary = yes_no(link.primary == Some(true));
            json!({ "CONTACT_ID": id, "SORT": link.sort, "ROLE_ID": 0, "IS_PRIMARY": primary })
        })
        .collect();
    Ok(compare::departure(&expected, found)
        .map(|(broken, difference)| failure(scope, broken, &difference.pointer, difference.message)))
}

fn yes_no(flag: bool) -> Value {
    Value::from(if flag { "Y" } else { "N" })
}

/// A failure that the last call shows.
fn failure(scope: &Scope<'_>, broken: Broken, pointer: &str, message: String) -> Failure {
    Failure { broken, pointer: format!("/result{pointer}"), message, step: scope.len() - 1 }
}
