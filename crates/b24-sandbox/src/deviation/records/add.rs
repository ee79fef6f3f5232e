//! Deviations of making a record that companies and contacts share.

use serde_json::Value;

use super::echo::echoes;
use super::given::{drops, given, refuses_given, switched};
use super::kind::{Kind, error_of};
use super::shown::replaces;
use crate::deviation::Deviation;
use crate::deviation::way;

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    defaults(kind).into_iter().chain(imports(kind)).chain(unknown(kind)).chain(members(kind)).collect()
}

fn defaults(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    let mut all = vec![
        kind.breaks(
            "add/default-responsible",
            "next-user",
            "The user with the next id is responsible for a new record.",
            way::calls(add, |call| {
                let next = call.caller.user.id + 1;
                if let Some(Value::Object(fields)) = call.params.get_mut("fields") {
                    fields.entry("ASSIGNED_BY_ID").or_insert_with(|| next.into());
                }
            }),
        ),
        kind.breaks(
            "add/default-responsible",
            "maker-unknown",
            "Who made a record is shown as user 0.",
            replaces([kind.get], |name, _| name == "CREATED_BY_ID", |_| "0".into()),
        ),
        kind.breaks(
            "add/responsible",
            "ignored",
            "Who makes a record is responsible for it, whoever is named.",
            drops(add, |name, _| name == "ASSIGNED_BY_ID"),
        ),
        kind.breaks(
            "add/statuses",
            "put-back-to-default",
            "Values from lists are replaced by the first of each list.",
            drops(add, move |name, _| kind.statuses.contains(&name)),
        ),
    ];
    for name in kind.statuses {
        let word = name.to_lowercase().replace('_', "-");
        all.push(kind.breaks(
            "add/default-statuses",
            &format!("{word}-empty"),
            &format!("A record made without `{name}` has an empty one."),
            super::given::defaults(add, name, ""),
        ));
        all.push(kind.breaks(
            "add/statuses",
            &format!("{word}-ignored"),
            &format!("A given `{name}` is ignored in favour of the first of its list."),
            drops(add, move |given, _| given == name),
        ));
    }
    all
}

fn imports(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    vec![
        kind.breaks(
            "add/import-dates",
            "ignored",
            "`IMPORT` has no effect: the dates are those of the call.",
            switched(add, |switches| {
                switches.remove("IMPORT");
            }),
        ),
        kind.breaks(
            "add/import-dates",
            "date-of-change-lost",
            "`IMPORT` takes over the date of making, but not that of the last change.",
            drops(add, |name, _| name == "DATE_MODIFY"),
        ),
        kind.breaks(
            "add/import-authors",
            "ignored",
            "With `IMPORT` the dates are taken over, but not who made and changed the record.",
            drops(add, |name, _| matches!(name, "CREATED_BY_ID" | "MODIFY_BY_ID")),
        ),
        kind.breaks(
            kind.either("add/dates-without-import", "add/import-off"),
            "always-imports",
            "Given dates are taken over whether `IMPORT` asks for it or not.",
            switched(add, |switches| {
                switches.insert("IMPORT".to_owned(), "Y".into());
            }),
        ),
    ]
}

fn unknown(kind: Kind) -> Vec<Deviation> {
    let refused = error_of(kind.add, "fields-not-array");
    vec![
        kind.breaks(
            "add/unknown-fields-ignored",
            "refused",
            "A member of `fields` that the portal does not know makes the call fail.",
            refuses_given(kind.add, refused, move |_, name, _| !kind.knows(name)),
        ),
        kind.breaks(
            "add/unknown-custom-field",
            "refused",
            "A custom field that the portal does not have makes the call fail.",
            refuses_given(kind.add, refused, |call, name, _| {
                name.starts_with("UF_") && !call.settings.config.custom_fields.iter().any(|field| field.name == name)
            }),
        ),
        kind.breaks(
            "add/unknown-custom-field",
            "kept",
            "A custom field that the portal does not have is kept and shown.",
            echoes(kind, |_, name, _| name.starts_with("UF_")),
        ),
        kind.breaks(
            "add/switches",
            "refused",
            "`params` with anything but `IMPORT` makes the call fail.",
            way::refuses([kind.add], error_of(kind.add, "params-not-array"), |params| {
                let switches = params.get("params").and_then(Value::as_object);
                switches.is_some_and(|switches| switches.keys().any(|name| name != "IMPORT"))
            }),
        ),
        kind.breaks(
            "add/fields-missing",
            "taken-for-empty",
            "A call without `fields` is taken for one with empty ones.",
            way::params([kind.add], |params| {
                params.entry("fields").or_insert_with(|| serde_json::json!({}));
            }),
        ),
    ]
}

/// Of fields that are given.
fn members(kind: Kind) -> Vec<Deviation> {
    let add = [kind.add];
    let multifields = kind.either("add/messengers-and-links", "add/sites-messengers-and-links");
    let picture = kind.either("LOGO", "PHOTO");
    vec![
        kind.breaks(
            "add/address",
            "second-line-forgotten",
            "The second line of an address is not stored.",
            drops(add, |name, _| name == "ADDRESS_2"),
        ),
        kind.breaks(
            "add/address",
            "region-and-province-swapped",
            "Region and province of an address take each other's place.",
            given(add, |fields| {
                let (region, province) = (fields.remove("ADDRESS_REGION"), fields.remove("ADDRESS_PROVINCE"));
                fields.extend(province.map(|value| ("ADDRESS_REGION".to_owned(), value)));
                fields.extend(region.map(|value| ("ADDRESS_PROVINCE".to_owned(), value)));
            }),
        ),
        kind.breaks(
            "add/location-unknown",
            "zero",
            "The id of an address in the location module is shown as 0.",
            replaces([kind.get], |name, value| name == "ADDRESS_LOC_ADDR_ID" && !value.is_null(), |_| "0".into()),
        ),
        kind.breaks(multifields, "links-lost", "Links are not stored.", drops(add, |name, _| name == "LINK")),
        kind.breaks(multifields, "messengers-lost", "Messengers are not stored.", drops(add, |name, _| name == "IM")),
        kind.breaks(
            kind.either("add/logo-empty", "add/photo-empty"),
            "kept-as-text",
            "An empty text in place of a picture comes back as such.",
            echoes(kind, move |_, name, _| name == picture),
        ),
    ]
}
