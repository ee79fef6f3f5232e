//! Links of companies of the portal, from both sides.

use b24_contract::integer;
use serde_json::{Value, json};

use crate::records;
use crate::scope::{Scope, Stop, result};

/// Contacts of a company whose side of the links is read too.
pub(super) const CONTACTS: u32 = 3;

const COMPANY_ORDER: &str = "crm.company.contact.items.get/order-by-sort";
const CONTACT_ORDER: &str = "crm.contact.company.items.get/order-by-sort";
const COMPANY_LINKS: &str = "crm.company.contact.items.get/all-links";
const OTHER_SIDE: &str = "crm.contact.company.items.get/made-from-the-company";
const MAIN_COMPANY: &str = "crm.contact.get/main-of-several";

/// What the case about links speaks of.
pub(super) const CLAUSES: [&str; 5] = [COMPANY_ORDER, CONTACT_ORDER, COMPANY_LINKS, OTHER_SIDE, MAIN_COMPANY];

/// A departure as it was seen once.
#[derive(Debug)]
pub(super) struct Departure {
    pub(super) clause: &'static str,
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) steps: Vec<usize>,
}

impl Departure {
    /// A departure that the last call shows.
    pub(super) fn of_last(scope: &Scope<'_>, clause: &'static str, pointer: &str, message: String) -> Self {
        let steps = scope.len().checked_sub(1).into_iter().collect();
        Self { clause, pointer: pointer.to_owned(), message, steps }
    }

    /// Whether it is the same, seen another time.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.clause, &self.pointer, &self.message) == (other.clause, &other.pointer, &other.message)
    }
}

/// A link as one side shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    other: i64,
    sort: i64,
    primary: bool,
}

/// What is wrong with the links of a company.
pub(super) async fn observed(scope: &mut Scope<'_>, company: i64) -> Result<Vec<Departure>, Stop> {
    let mut found = Vec::new();
    let Some(contacts) = side(scope, "crm.company.contact.items.get", company, "CONTACT_ID").await? else {
        return Ok(found);
    };
    let from_company = scope.len() - 1;
    found.extend(order(scope, COMPANY_ORDER, &contacts));
    for (place, link) in contacts.iter().enumerate() {
        if contacts[..place].iter().any(|before| before.other == link.other) {
            let message = format!("is a second link to the contact {}", link.other);
            found.push(Departure::of_last(scope, COMPANY_LINKS, &format!("/result/{place}"), message));
        }
    }
    for link in contacts.iter().take(CONTACTS as usize) {
        let Some(companies) = side(scope, "crm.contact.company.items.get", link.other, "COMPANY_ID").await? else {
            continue;
        };
        found.extend(order(scope, CONTACT_ORDER, &companies));
        if !companies.iter().any(|back| back.other == company) {
            let message = format!("lacks the company {company}, which shows a link to this contact");
            let seen = Departure::of_last(scope, OTHER_SIDE, "/result", message);
            found.push(Departure { steps: [vec![from_company], seen.steps].concat(), ..seen });
        }
        found.extend(main_company(scope, link.other, &companies).await?);
    }
    Ok(found)
}

/// The links that one side shows; nothing where it shows none that could be compared, which the judge tells.
async fn side(scope: &mut Scope<'_>, method: &str, id: i64, other: &str) -> Result<Option<Vec<Shown>>, Stop> {
    let answer = scope.send(&records::call(method, json!({ "id": id }))).await?;
    let shown = |link: &Value| {
        Some(Shown {
            other: link.get(other).and_then(integer)?,
            sort: link.get("SORT").and_then(integer)?,
            primary: link.get("IS_PRIMARY").and_then(Value::as_str)? == "Y",
        })
    };
    Ok(result(&answer).and_then(Value::as_array).and_then(|links| links.iter().map(shown).collect()))
}

fn order(scope: &Scope<'_>, clause: &'static str, links: &[Shown]) -> Option<Departure> {
    let place = links.windows(2).position(|pair| pair[0].sort > pair[1].sort)?;
    let message = format!("is {} after {}", links[place + 1].sort, links[place].sort);
    Some(Departure::of_last(scope, clause, &format!("/result/{}/SORT", place + 1), message))
}

/// The contact names one of its primary companies as the main one.
async fn main_company(scope: &mut Scope<'_>, contact: i64, links: &[Shown]) -> Result<Option<Departure>, Stop> {
    let Some(main) = links.iter().filter(|link| link.primary).min_by_key(|link| link.sort) else { return Ok(None) };
    let from_links = scope.len() - 1;
    let answer = scope.send(&records::call("crm.contact.get", json!({ "id": contact }))).await?;
    let Some(record) = result(&answer) else { return Ok(None) };
    let named = record.get("COMPANY_ID").and_then(integer);
    let fits = links.iter().any(|link| link.primary && link.sort == main.sort && Some(link.other) == named);
    Ok((!fits).then(|| {
        let named = named.map_or("none".to_owned(), |id| id.to_string());
        let message = format!("is {named} where {} is the primary company", main.other);
        let seen = Departure::of_last(scope, MAIN_COMPANY, "/result/COMPANY_ID", message);
        Departure { steps: [vec![from_links], seen.steps].concat(), ..seen }
    }))
}
