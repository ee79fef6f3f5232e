//! Deviations of links that a change of a record writes.

use b24_contract::{Method, integer};
use serde_json::{Value, json};

use super::behind::ask;
use super::get::linked;
use super::given::{defaults, drops, given, refuses_given};
use super::kind::{Kind, error_of};
use crate::call::Call;
use crate::deviation::Deviation;
use crate::deviation::way;
use crate::twist::{Answering, Next};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let update = [kind.update];
    let replaced = kind.either("update/contacts-replaced", "update/companies-replaced");
    let mut all = vec![
        kind.breaks(
            replaced,
            "ignored",
            "The list of linked records is not written.",
            drops(update, move |name, _| name == kind.linked),
        ),
        kind.breaks(
            replaced,
            "appended",
            "The list of linked records is appended to those that are linked already.",
            way::rewrites(update, move |call, next| appending(kind, call, next)),
        ),
        kind.breaks(
            replaced,
            "last-is-primary",
            "The last of the list becomes primary.",
            given(update, move |fields| {
                if let Some(Value::Array(list)) = fields.get_mut(kind.linked) {
                    list.reverse();
                }
            }),
        ),
        kind.breaks(
            kind.either("update/contacts-stay", "update/companies-stay"),
            "removed",
            "A change that does not name linked records removes all links.",
            defaults(update, kind.linked, json!([])),
        ),
    ];
    if !kind.is_company() {
        all.extend(of_contacts(kind));
    }
    all
}

fn of_contacts(kind: Kind) -> Vec<Deviation> {
    let update = [kind.update];
    vec![
        kind.breaks(
            "update/companies-removed",
            "ignored",
            "An empty list of companies leaves all of them linked.",
            drops(update, |name, value| name == "COMPANY_IDS" && value.as_array().is_some_and(Vec::is_empty)),
        ),
        kind.breaks(
            "update/main-company-linked",
            "ignored",
            "`COMPANY_ID` is not written.",
            drops(update, |name, _| name == "COMPANY_ID"),
        ),
        kind.breaks(
            "update/main-company-linked",
            "not-main",
            "A lone `COMPANY_ID` is linked beside the others and does not become the main one.",
            way::rewrites(update, beside),
        ),
        kind.breaks(
            "update/main-company-promoted",
            "moved-to-front",
            "A company that becomes the main one moves before the others.",
            way::rewrites(update, move |call, next| moving(kind, call, next)),
        ),
        kind.breaks(
            "update/company-zero",
            "refused",
            "The `COMPANY_ID` 0 makes the call fail.",
            refuses_given(kind.update, error_of(kind.update, "fields-not-array"), |_, name, value| {
                name == "COMPANY_ID" && integer(value) == Some(0)
            }),
        ),
    ]
}

/// Puts those that are linked already before the given ones.
fn appending(kind: Kind, mut call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let links = linked(kind, &call, next).await;
        if let Some(Value::Array(list)) = fields(&mut call).and_then(|fields| fields.get_mut(kind.linked)) {
            list.splice(0..0, links.iter().map(|link| link[kind.other].clone()));
        }
        next.run(call).await
    })
}

/// Links the company as one of several.
fn beside<'a>(mut call: Call, next: Next<'a>) -> Answering<'a> {
    Box::pin(async move {
        let company = fields(&mut call).and_then(|fields| fields.remove("COMPANY_ID"));
        if let Some(company) = company.filter(|company| integer(company) > Some(0)) {
            let link = json!({ "COMPANY_ID": company, "IS_PRIMARY": "N" });
            let params = json!({ "id": call.param("id"), "fields": link });
            ask(&call, next, Method::CrmContactCompanyAdd, params).await;
        }
        next.run(call).await
    })
}

/// Replaces the links by the main company and all others behind it.
fn moving(kind: Kind, mut call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let links = linked(kind, &call, next).await;
        if let Some(fields) = fields(&mut call)
            && let Some(main) = fields.get("COMPANY_ID").filter(|main| integer(main) > Some(0)).cloned()
        {
            let others =
                links.iter().map(|link| link[kind.other].clone()).filter(|other| integer(other) != integer(&main));
            let all: Vec<Value> = std::iter::once(main.clone()).chain(others).collect();
            fields.entry(kind.linked).or_insert(all.into());
        }
        next.run(call).await
    })
}

fn fields(call: &mut Call) -> Option<&mut way::Params> {
    call.params.get_mut("fields").and_then(Value::as_object_mut)
}
