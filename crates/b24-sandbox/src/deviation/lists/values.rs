//! Deviations of conditions by the kind of field: dates, statuses, multifields.

use serde_json::Value;

use super::filter::{filtered, ignores, split};
use super::sift::sifts;
use crate::deviation::Deviation;
use crate::deviation::records::{Kind, error_of, is_multifield};
use crate::deviation::way;

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    let mut all = vec![
        kind.breaks(
            "list/multifield",
            "ignored",
            "Conditions on multifields are ignored.",
            ignores(list, |_, field, _| is_multifield(field)),
        ),
        kind.breaks(
            kind.either("list/multifield-part", "list/multifield"),
            "begins-with",
            "An equal beginning of a multifield's entry is enough.",
            sifts(kind, is_plain, |found, given| values(found).any(|value| value.starts_with(given))),
        ),
        kind.breaks(
            "list/dates",
            "ignored",
            "Conditions on dates are ignored.",
            ignores(list, |_, field, _| field.contains("DATE")),
        ),
    ];
    if kind.is_company() {
        all.extend(of_companies(kind));
    }
    all
}

fn of_companies(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    let failed = error_of(kind.list, "failed");
    let refuses = |clause, how, says: &str, is_refused: fn(Kind, &str, &str) -> bool| {
        kind.breaks(
            clause,
            how,
            says,
            way::refuses(list, failed, move |params| {
                let filter = params.get("filter").and_then(Value::as_object).into_iter().flatten();
                filter.map(|(key, _)| split(key)).any(|(operator, field)| is_refused(kind, operator, field))
            }),
        )
    };
    vec![
        kind.breaks(
            "list/multifield-part",
            "ends-with",
            "An equal end of a multifield's entry is enough.",
            sifts(kind, is_plain, |found, given| values(found).any(|value| value.ends_with(given))),
        ),
        kind.breaks(
            "list/dates",
            "offset-ignored",
            "The offset of a date is not looked at.",
            filtered(list, |filter| {
                for (_, value) in filter.iter_mut().filter(|(key, _)| split(key).1.starts_with("DATE_")) {
                    if let Some((moment, _)) = value.as_str().and_then(|text| text.split_once('+')) {
                        *value = moment.into();
                    }
                }
            }),
        ),
        kind.breaks(
            "list/status",
            "ignored",
            "Conditions on fields of type `crm_status` are ignored.",
            ignores(list, move |_, field, _| kind.statuses.contains(&field)),
        ),
        refuses(
            "list/status-not-like",
            "refused",
            "A pattern for a field of type `crm_status` makes the call fail.",
            |kind, operator, field| operator.contains('%') && kind.statuses.contains(&field),
        ),
        refuses(
            "list/multifield-not-like",
            "refused",
            "A part of a multifield's entry makes the call fail.",
            |_, operator, field| operator.contains('%') && is_multifield(field),
        ),
        kind.breaks(
            "list/one-of-none",
            "refused",
            "`@` with an empty list makes the call fail.",
            way::refuses(list, failed, |params| {
                let filter = params.get("filter").and_then(Value::as_object).into_iter().flatten();
                filter.into_iter().any(|(_, value)| value.as_array().is_some_and(Vec::is_empty))
            }),
        ),
    ]
}

/// Whether a condition asks for an equal entry of a multifield.
fn is_plain(operator: &str, field: &str) -> bool {
    matches!(operator, "" | "=") && is_multifield(field)
}

/// The values of a multifield's entries.
fn values(entries: &Value) -> impl Iterator<Item = &str> {
    entries.as_array().into_iter().flatten().filter_map(|entry| entry["VALUE"].as_str())
}
