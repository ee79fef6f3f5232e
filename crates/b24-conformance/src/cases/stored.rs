//! Random companies: whatever links are made come back exactly as they were stored, in order.

mod model;
mod shrink;

use b24_contract::ClauseId;
use b24_contract::rule::Given;
use proptest::strategy::{Strategy, ValueTree};
use serde_json::{Map, Value, json};

use self::model::Link;
use crate::json::difference;
use crate::random;
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};

/// Calls that may be spent on making a failing company smaller: on a sandbox, and on a portal that others use too.
const SHRINK_CALLS: [usize; 2] = [4000, 400];

/// Makes random companies, reads them back, and makes the first that fails as small as possible.
pub(crate) async fn check(scope: &mut Scope<'_>, clause: &ClauseId) -> Result<(), Stop> {
    let options = scope.wire().options();
    let mut runner = random::runner(options.seed, scope.case(), options.cases);
    let mut pool = Pool::default();
    for number in 0..options.cases {
        let tree = model::links(number).new_tree(&mut runner).map_err(|reason| Stop::Broke(reason.to_string()))?;
        let links = tree.current();
        if let Some(failure) = attempt(scope, &mut pool, &links).await? {
            let Failure { pointer, message, step } = shrink(scope, &mut pool, links, failure).await?;
            scope.depart_at(clause, true, pointer, message, vec![step]);
            return Ok(());
        }
    }
    Ok(())
}

/// The failure of the smallest company that could be found, within the budget of calls.
async fn shrink(
    scope: &mut Scope<'_>,
    pool: &mut Pool,
    mut links: Vec<Link>,
    mut failure: Failure,
) -> Result<Failure, Stop> {
    let shared = scope.wire().target().control.is_none();
    let end = scope.len() + SHRINK_CALLS[usize::from(shared)];
    loop {
        let mut smaller = None;
        for candidate in shrink::smaller(&links) {
            if scope.len() >= end {
                break;
            }
            if let Some(found) = attempt(scope, pool, &candidate).await? {
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
            fields["IS_PRIMARY"] = json!(if flag { "Y" } else { "N" });
        }
        let answer = scope.send(&records::call(records::ADD_LINK, json!({ "id": company, "fields": fields }))).await?;
        if result(&answer) != Some(&Value::Bool(true)) {
            let message = format!("a new link is answered {} instead of true", summary(&answer));
            return Ok(Some(Failure { pointer: "/result".to_owned(), message, step: scope.len() - 1 }));
        }
    }
    let answer = scope.send(&records::call("crm.company.contact.items.get", json!({ "id": company }))).await?;
    let id = |number: usize| scope.ids().get(&contact(number)[1..]).copied();
    let expected: Value = model::read_back(links)
        .into_iter()
        .map(|(number, link)| {
            let flag = if link.primary == Some(true) { "Y" } else { "N" };
            json!({ "CONTACT_ID": id(number), "SORT": link.sort, "ROLE_ID": 0, "IS_PRIMARY": flag })
        })
        .collect();
    let step = scope.len() - 1;
    Ok(match result(&answer) {
        None => Some(Failure {
            pointer: "/result".to_owned(),
            message: format!("is missing; the answer is {}", summary(&answer)),
            step,
        }),
        Some(found) => difference(&expected, found).map(|difference| Failure {
            pointer: format!("/result{}", difference.pointer),
            message: difference.message,
            step,
        }),
    })
}
