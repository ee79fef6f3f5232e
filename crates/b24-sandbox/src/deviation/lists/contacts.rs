//! Deviations of lists of contacts alone: their companies, and what companies' rules say of every list.

use b24_contract::Method;
use serde_json::{Value, json};

use super::filter::{ignores, split};
use crate::call::{Answer, Call};
use crate::deviation::Deviation;
use crate::deviation::records::{Kind, ask, shown};
use crate::deviation::way;
use crate::twist::{Answering, Next};

/// The deviations of contacts.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    vec![
        kind.breaks(
            "list/main-company",
            "ignored",
            "A condition on `COMPANY_ID` is ignored.",
            ignores(list, |_, field, _| field == "COMPANY_ID"),
        ),
        kind.breaks(
            "list/main-company",
            "any-company",
            "`COMPANY_ID` finds contacts of a company whether it is their main one or not.",
            way::rewrites(list, any_company),
        ),
        kind.breaks(
            "list/company-ids",
            "holds-nothing",
            "A list for which `COMPANY_IDS` is selected holds nothing.",
            way::results(list, |result, params| {
                let select = params.get("select").and_then(Value::as_array);
                if select.is_some_and(|select| select.iter().any(|name| name == "COMPANY_IDS")) {
                    *result = json!([]);
                }
            }),
        ),
        kind.breaks(
            "list/pages",
            "without-next",
            "There is never a `next`.",
            way::answers(list, |answer, _| without_next(answer)),
        ),
        kind.breaks(
            "list/pages",
            "total-of-page",
            "`total` counts the contacts of the page.",
            way::answers(list, |answer, _| {
                let count = answer.body["result"].as_array().map(Vec::len);
                if let (Some(count), Some(total)) = (count, answer.body.get_mut("total")) {
                    *total = count.into();
                }
            }),
        ),
        kind.breaks(
            "list/order-by-several",
            "first-only",
            "Only the first field of an order sorts.",
            way::params(list, |params| {
                if let Some(Value::Object(order)) = params.get_mut("order") {
                    let first = order.iter().next().map(|(name, direction)| (name.clone(), direction.clone()));
                    *order = first.into_iter().collect();
                }
            }),
        ),
        kind.breaks(
            "list/default-select",
            "name-only",
            "Without a selection only id and name are returned.",
            shown(list, |record, params| {
                let is_named = params.get("select").and_then(Value::as_array).is_some_and(|names| !names.is_empty());
                if !is_named {
                    record.retain(|name, _| name == "ID" || name.ends_with("NAME"));
                }
            }),
        ),
    ]
}

fn without_next(answer: &mut Answer) {
    if let Some(members) = answer.body.as_object_mut() {
        members.remove("next");
    }
}

/// Finds the contacts of a company by its links.
fn any_company<'a>(mut call: Call, next: Next<'a>) -> Answering<'a> {
    Box::pin(async move {
        let filter = call.params.get("filter").and_then(Value::as_object);
        let company = filter.and_then(|filter| filter.iter().find(|(key, _)| split(key) == ("", "COMPANY_ID")));
        if let Some(company) = company.map(|(_, company)| company.clone()) {
            let params = json!({ "id": company });
            let links = ask(&call, next, Method::CrmCompanyContactItemsGet, params).await.unwrap_or_default();
            let ids: Vec<Value> =
                links.as_array().into_iter().flatten().map(|link| link["CONTACT_ID"].clone()).collect();
            if let Some(Value::Object(filter)) = call.params.get_mut("filter") {
                filter.remove("COMPANY_ID");
                filter.insert("ID".to_owned(), ids.into());
            }
        }
        next.run(call).await
    })
}
