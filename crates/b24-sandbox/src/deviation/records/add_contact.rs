//! Deviations of making a contact.

use b24_contract::generated::error;
use b24_contract::{Method, integer};
use serde_json::{Value, json};

use super::behind::ask;
use super::echo::echoes;
use super::given::{defaults, drops, given, refuses_given};
use super::kind::{Kind, error_of};
use crate::call::{Answer, Call};
use crate::deviation::Deviation;
use crate::deviation::way;
use crate::twist::{Answering, Next};

/// The deviations of contacts alone.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    companies(kind).into_iter().chain(person(kind)).collect()
}

/// Of companies that a new contact is linked to.
fn companies(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    vec![
        kind.breaks(
            "add/company-linked",
            "ignored",
            "`COMPANY_ID` of a new contact links nothing.",
            drops(add, |name, _| name == "COMPANY_ID"),
        ),
        kind.breaks(
            "add/companies-linked",
            "first-only",
            "Of `COMPANY_IDS` only the first company is linked.",
            given(add, |fields| listed(fields, |companies| companies.truncate(1))),
        ),
        kind.breaks(
            "add/companies-linked",
            "ignored",
            "`COMPANY_IDS` of a new contact links nothing.",
            drops(add, |name, _| name == "COMPANY_IDS"),
        ),
        kind.breaks(
            "add/first-company-is-main",
            "last-is",
            "The last of `COMPANY_IDS` becomes the main company.",
            given(add, |fields| listed(fields, |companies| companies.reverse())),
        ),
        kind.breaks(
            "add/company-among-companies",
            "list-ignored",
            "Beside `COMPANY_ID` the list of companies is ignored.",
            given(add, |fields| {
                if fields.contains_key("COMPANY_ID") {
                    fields.remove("COMPANY_IDS");
                }
            }),
        ),
        kind.breaks(
            "add/unknown-company",
            "fails-inside",
            "A contact with a company that does not exist is a fault of the portal.",
            way::rewrites(add, missing_company),
        ),
    ]
}

fn person(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    let in_form = |sign: char| {
        move |name: &str, value: &Value| name == "BIRTHDATE" && value.as_str().is_some_and(|text| text.contains(sign))
    };
    vec![
        kind.breaks(
            "add/last-name-alone",
            "refused",
            "A contact needs a first name, whatever the last name is.",
            way::refuses(add, error_of(kind.add, "name-missing"), |params| {
                params.get("fields").and_then(Value::as_object).is_some_and(|fields| !fields.contains_key("NAME"))
            }),
        ),
        kind.breaks(
            "add/default-flags",
            "closed",
            "A contact made without `OPENED` is closed.",
            defaults(add, "OPENED", "N"),
        ),
        kind.breaks(
            "add/default-flags",
            "left-out-of-exports",
            "A contact made without `EXPORT` takes no part in exports.",
            defaults(add, "EXPORT", "N"),
        ),
        kind.breaks(
            "add/birthdate",
            "not-understood",
            "A date of birth with full stops is ignored.",
            drops(add, in_form('.')),
        ),
        kind.breaks(
            "add/birthdate-iso",
            "not-understood",
            "A date of birth as ISO 8601 is ignored.",
            drops(add, in_form('-')),
        ),
        kind.breaks(
            "add/fields-list",
            "first-is-name",
            "A list as `fields` makes a contact that is called like its first entry.",
            way::params(add, |params| {
                if let Some(Value::Array(entries)) = params.get("fields") {
                    let fields = json!({ "NAME": entries.first() });
                    params.insert("fields".to_owned(), fields);
                }
            }),
        ),
        kind.breaks(
            "add/trace",
            "kept",
            "`TRACE` is kept and shown as a field of the contact.",
            echoes(kind, |_, name, _| name == "TRACE"),
        ),
        kind.breaks(
            "add/trace",
            "refused",
            "`TRACE` makes the call fail.",
            refuses_given(kind.add, error_of(kind.add, "fields-not-array"), |_, name, _| name == "TRACE"),
        ),
        kind.breaks(
            "add/sites-messengers-and-links",
            "sites-lost",
            "Web sites are not stored.",
            drops(add, |name, _| name == "WEB"),
        ),
    ]
}

/// Changes the list of companies.
fn listed(fields: &mut way::Params, change: impl Fn(&mut Vec<Value>)) {
    if let Some(Value::Array(companies)) = fields.get_mut("COMPANY_IDS") {
        change(companies);
    }
}

/// Fails where the company that a contact is to be linked to does not exist.
fn missing_company<'a>(call: Call, next: Next<'a>) -> Answering<'a> {
    Box::pin(async move {
        let company = call.param("fields").and_then(|fields| fields.get("COMPANY_ID")).and_then(integer);
        if let Some(id) = company.filter(|id| *id > 0)
            && ask(&call, next, Method::CrmCompanyGet, json!({ "id": id })).await.is_none()
        {
            return Answer::error(&error::SYSTEM_INTERNAL_SERVER_ERROR);
        }
        next.run(call).await
    })
}
