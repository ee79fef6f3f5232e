//! Deviations of making a company.

use b24_contract::generated::error;
use b24_contract::{Method, integer};
use serde_json::{Value, json};

use super::behind::ask;
use super::echo::echoes;
use super::given::{defaults, drops, given, refuses_given};
use super::kind::{Kind, error_of};
use super::shown::replaces;
use crate::call::Call;
use crate::deviation::Deviation;
use crate::deviation::way;
use crate::twist::{Answering, Next};

/// The deviations of companies alone.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    vec![
        kind.breaks(
            "add/new-id",
            "zero",
            "A company that was made gets the answer 0.",
            way::results(add, |result, _| *result = 0.into()),
        ),
        kind.breaks(
            "add/new-id",
            "adopts-contact",
            "A new company is linked to a contact at once.",
            way::rewrites(add, adopts),
        ),
        kind.breaks(
            "add/default-opened",
            "spelled-as-number",
            "A company that is open to everybody is shown as 1.",
            replaces([kind.get], |name, value| name == "OPENED" && value == "Y", |_| "1".into()),
        ),
        kind.breaks(
            "add/my-company",
            "others",
            "A new company is never one of the portal's own.",
            drops(add, |name, _| name == "IS_MY_COMPANY"),
        ),
        kind.breaks(
            "add/default-is-my-company",
            "own",
            "A new company is one of the portal's own unless it is said not to be.",
            defaults(add, "IS_MY_COMPANY", "Y"),
        ),
        kind.breaks(
            "add/read-only-fields-ignored",
            "kept",
            "Given values of fields that only the portal writes are kept and shown.",
            echoes(kind, |kind, name, _| kind.keeps(name)),
        ),
        kind.breaks(
            "add/read-only-fields-ignored",
            "refused",
            "A given value of a field that only the portal writes makes the call fail.",
            refuses_given(kind.add, error_of(kind.add, "fields-not-array"), move |_, name, _| {
                kind.keeps(name) && !name.starts_with("DATE_") && !name.ends_with("_BY_ID")
            }),
        ),
        kind.breaks(
            "add/without-title",
            "fails-inside",
            "A company without a title is a fault of the portal.",
            way::refuses(add, &error::SYSTEM_INTERNAL_SERVER_ERROR, |params| {
                params.get("fields").and_then(Value::as_object).is_some_and(|fields| !fields.contains_key("TITLE"))
            }),
        ),
        kind.breaks(
            "add/number-as-text",
            "dropped",
            "A number in place of a text is not stored.",
            drops(add, move |name, value| kind.is_text(name) && value.is_number()),
        ),
        kind.breaks(
            "add/number-as-text",
            "stays-number",
            "A number in place of a text comes back as a number.",
            echoes(kind, |kind, name, value| kind.is_text(name) && value.is_number()),
        ),
        kind.breaks(
            "add/address",
            "one-for-both",
            "The registered address is the same as the other one, whatever was given.",
            given(add, |fields| {
                let parts = fields.iter().filter(|(name, _)| name.starts_with("ADDRESS") && *name != "ADDRESS_LEGAL");
                let parts: Vec<_> = parts.map(|(name, value)| (format!("REG_{name}"), value.clone())).collect();
                fields.extend(parts);
            }),
        ),
    ]
}

/// Links a new company to a contact.
fn adopts<'a>(call: Call, next: Next<'a>) -> Answering<'a> {
    Box::pin(async move {
        let answer = next.run(call.clone()).await;
        if let Some(id) = answer.body.get("result").and_then(integer) {
            let params = json!({ "id": id, "fields": { "CONTACT_ID": 1 } });
            ask(&call, next, Method::CrmCompanyContactAdd, params).await;
        }
        answer
    })
}
