//! Deviations of what the methods that describe fields tell.

use b24_contract::generated::error;
use serde_json::Value;

use super::kind::{Kind, MULTIFIELDS};
use crate::call::Answer;
use crate::config::Rights;
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let own = kind.either(of_companies(kind), of_contacts(kind));
    types(kind).into_iter().chain(flags(kind)).chain(own).chain([anybody(kind)]).collect()
}

fn types(kind: Kind) -> Vec<Deviation> {
    let clause = "fields/types";
    let renamed = |how, says: &str, from: &'static str, to: &'static str| {
        kind.breaks(
            clause,
            how,
            says,
            described(kind, move |_, description| {
                if description.get("type").is_some_and(|of_type| of_type == from) {
                    description.insert("type".to_owned(), to.into());
                }
            }),
        )
    };
    vec![
        renamed(
            "statuses-as-text",
            "Fields that take their value from a list are described as text.",
            "crm_status",
            "string",
        ),
        renamed("moments-as-days", "Moments are described as days.", "datetime", "date"),
        renamed("flags-as-booleans", "Flags are described as booleans.", "char", "boolean"),
        kind.breaks(
            clause,
            "one-forgotten",
            "`ORIGIN_VERSION` is not described.",
            way::results([kind.fields], |result, _| {
                result.as_object_mut().and_then(|fields| fields.remove("ORIGIN_VERSION"));
            }),
        ),
        kind.breaks(
            "fields/custom",
            "not-dynamic",
            "Custom fields do not say that they are custom.",
            described(kind, |_, description| {
                description.insert("isDynamic".to_owned(), false.into());
            }),
        ),
        kind.breaks(
            "fields/custom",
            "without-labels",
            "Custom fields have no labels.",
            described(kind, |_, description| description.retain(|name, _| !name.ends_with("Label"))),
        ),
    ]
}

fn flags(kind: Kind) -> Vec<Deviation> {
    let always = |clause, how, says: &str, flag: &'static str, value: bool, is_meant: fn(Kind, &str) -> bool| {
        kind.breaks(
            clause,
            how,
            says,
            described(kind, move |name, description| {
                if is_meant(kind, name) {
                    description.insert(flag.to_owned(), value.into());
                }
            }),
        )
    };
    vec![
        always("fields/required", "none", "No field is called required.", "isRequired", false, |_, _| true),
        always("fields/required", "all", "Every field is called required.", "isRequired", true, |_, _| true),
        always("fields/read-only", "none", "No field is called read-only.", "isReadOnly", false, |_, _| true),
        always("fields/read-only", "name-too", "The name is called read-only.", "isReadOnly", true, |kind, name| {
            name == kind.name
        }),
        always("fields/multiple", "none", "No field is said to hold a list.", "isMultiple", false, |_, _| true),
        always(
            "fields/multiple",
            "links-single",
            "The field of linked records is said to hold one.",
            "isMultiple",
            false,
            |kind, name| !MULTIFIELDS.contains(&name) && name == kind.linked,
        ),
        kind.breaks(
            "fields/status-types",
            "left-out",
            "Fields of type `crm_status` do not name their list.",
            described(kind, |_, description| {
                description.remove("statusType");
            }),
        ),
        kind.breaks(
            "fields/status-types",
            "field-names",
            "Fields of type `crm_status` name themselves as their list.",
            described(kind, |name, description| {
                if description.contains_key("statusType") {
                    description.insert("statusType".to_owned(), format!("CRM_{name}").into());
                }
            }),
        ),
    ]
}

fn of_companies(kind: Kind) -> Vec<Deviation> {
    vec![
        kind.breaks(
            "fields/lead-settings",
            "left-out",
            "The lead does not tell the type of the parent record.",
            described(kind, |_, description| {
                description.remove("settings");
            }),
        ),
        kind.breaks(
            "fields/last-communication-time",
            "writable-moment",
            "`LAST_COMMUNICATION_TIME` is described as a moment that anybody may write.",
            way::results([kind.fields], |result, _| {
                let moment = result.get("DATE_CREATE").cloned();
                if let (Some(fields), Some(mut moment)) = (result.as_object_mut(), moment) {
                    moment["isReadOnly"] = false.into();
                    fields.insert("LAST_COMMUNICATION_TIME".to_owned(), moment);
                }
            }),
        ),
    ]
}

fn of_contacts(kind: Kind) -> Vec<Deviation> {
    vec![
        kind.breaks(
            "fields/company-deprecated",
            "left-out",
            "`COMPANY_ID` is not marked as deprecated.",
            described(kind, |_, description| {
                description.remove("isDeprecated");
            }),
        ),
        kind.breaks(
            "fields/face-id",
            "empty",
            "`FACE_ID` is described by nothing but its name.",
            described(kind, |name, description| {
                if name == "FACE_ID" {
                    description.clear();
                }
            }),
        ),
    ]
}

/// Refuses those who may do nothing with such records.
fn anybody(kind: Kind) -> Deviation {
    let deed = way::rewrites([kind.fields], |call, next| {
        if call.caller.user.rights == Rights::default() {
            Box::pin(std::future::ready(Answer::error(&error::SYSTEM_USER_ACCESS_ERROR)))
        } else {
            Box::pin(next.run(call))
        }
    });
    kind.breaks("fields/anybody", "refused", "A user without rights may not even use REST.", deed)
}

/// The descriptions of fields are others.
fn described(kind: Kind, change: impl Fn(&str, &mut Params) + Send + Sync + Clone + 'static) -> impl Deed {
    way::results([kind.fields], move |result, _| {
        for (name, description) in result.as_object_mut().into_iter().flatten() {
            if let Value::Object(description) = description {
                change(name, description);
            }
        }
    })
}
