//! How parameters travel.

use b24_contract::Encoding;
use b24_contract::Method;
use b24_contract::generated::error;
use http::Method as Verb;
use serde_json::{Value, json};

use super::breaks;
use super::heard::{bodiless, came_in, fails, in_query, is_of_type};
use crate::call::Answer;
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    unread().into_iter().chain(misread()).chain(nothing_to_read()).collect()
}

/// Encodings that the portal does not know.
fn unread() -> Vec<Deviation> {
    let unread = |encoding| bodiless(move |heard| came_in(heard, encoding));
    vec![
        breaks("encoding/json", "unread", "Parameters in JSON are not read.", unread(Encoding::Json)),
        breaks("encoding/form", "unread", "Parameters in a form are not read.", {
            bodiless(|heard| is_of_type(heard, "application/x-www-form-urlencoded"))
        }),
        breaks("encoding/multipart", "unread", "Parameters in multipart are not read.", unread(Encoding::Multipart)),
        breaks(
            "encoding/query",
            "unread",
            "Parameters in the query are not read.",
            way::hears(|heard| {
                if came_in(heard, Encoding::Query) {
                    heard.decoded.params.clear();
                }
            }),
        ),
        breaks("encoding/plain-text", "unread", "A body that calls itself plain text is not read.", {
            bodiless(|heard| is_of_type(heard, "text/plain"))
        }),
    ]
}

/// Encodings that the portal half knows.
fn misread() -> Vec<Deviation> {
    let flat = |encoding| {
        way::hears(move |heard| {
            if came_in(heard, encoding) {
                heard.decoded.params.retain(|_, value| !value.is_array() && !value.is_object());
            }
        })
    };
    let last_entries = |encoding| {
        way::hears(move |heard| {
            if came_in(heard, encoding) {
                heard.decoded.params.values_mut().for_each(keep_last);
            }
        })
    };
    vec![
        breaks("encoding/form", "brackets-unread", "Names with brackets are not read in a form.", flat(Encoding::Form)),
        breaks("encoding/multipart", "brackets-unread", "Names with brackets are not read in multipart.", {
            flat(Encoding::Multipart)
        }),
        breaks(
            "encoding/query",
            "brackets-unread",
            "Names with brackets are not read in a query.",
            flat(Encoding::Query),
        ),
        breaks("encoding/agree", "last-entry-in-form", "Of a list in a form only the last entry counts.", {
            last_entries(Encoding::Form)
        }),
        breaks("encoding/agree", "last-entry-in-multipart", "Of a list in multipart only the last entry counts.", {
            last_entries(Encoding::Multipart)
        }),
        breaks("encoding/agree", "last-entry-in-query", "Of a list in the query only the last entry counts.", {
            last_entries(Encoding::Query)
        }),
        breaks(
            "encoding/encoded-brackets",
            "part-of-name",
            "Percent-encoded brackets in a query are part of a parameter's name.",
            way::hears(|heard| {
                let query = heard.head.uri.query().unwrap_or_default();
                if query.contains("%5B") {
                    let names = query.split('&').filter_map(|pair| pair.split("%5B").next());
                    let names: Vec<String> = names.map(str::to_lowercase).collect();
                    heard
                        .decoded
                        .params
                        .retain(|name, value| value.is_string() || !names.contains(&name.to_lowercase()));
                }
            }),
        ),
        breaks(
            "encoding/numbers-as-text",
            "refused",
            "An id must be a number, not text.",
            way::refuses(
                [Method::CrmCompanyContactItemsGet],
                &error::CRM_COMPANY_CONTACT_ITEMS_GET_OWNER_INVALID,
                |params| params.get("id").is_some_and(Value::is_string),
            ),
        ),
        breaks(
            "encoding/body-over-query",
            "query-counts",
            "Of a parameter that stands in query and body, the query's value counts.",
            way::hears(|heard| {
                if !came_in(heard, Encoding::Query) {
                    let query = in_query(heard);
                    heard
                        .decoded
                        .params
                        .extend(query.into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("auth")));
                }
            }),
        ),
    ]
}

/// Bodies without parameters.
fn nothing_to_read() -> Vec<Deviation> {
    vec![
        breaks("encoding/empty-list", "fails-inside", "The list `[]` as a body is a fault of the portal.", {
            fails(|heard| {
                came_in(heard, Encoding::Json) && heard.decoded.params.is_empty() && heard.decoded.raw_body.is_none()
            })
        }),
        breaks("encoding/empty-body", "fails-inside", "A POST without a body is a fault of the portal.", {
            fails(|heard| {
                heard.head.method == Verb::POST && came_in(heard, Encoding::Query) && heard.head.uri.query().is_none()
            })
        }),
        breaks("encoding/broken-json", "refused", "A body that is no JSON is refused as such.", broken_json()),
        breaks(
            "encoding/broken-json",
            "read-as-far-as-it-goes",
            "Of a body that is no JSON so much is read as there is.",
            way::hears(|heard| {
                if let Some(body) = &heard.decoded.raw_body
                    && let Ok(Value::Object(read)) = serde_json::from_str(&format!("{body}}}"))
                {
                    heard.decoded.params.extend(read);
                }
            }),
        ),
    ]
}

fn broken_json() -> impl Deed {
    way::tells(|heard, answer| {
        if heard.decoded.raw_body.is_some() && is_of_type(heard, "application/json") {
            let body = json!({ "error": "INVALID_REQUEST", "error_description": "Syntax error" });
            *answer = Answer { status: 400, body, ..answer.clone() };
        }
    })
}

/// Leaves the last entry of each list.
fn keep_last(value: &mut Value) {
    match value {
        Value::Array(entries) => {
            entries.drain(..entries.len().saturating_sub(1));
        }
        Value::Object(members) => members.values_mut().for_each(keep_last),
        _ => {}
    }
}
