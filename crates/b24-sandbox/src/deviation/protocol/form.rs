//! Where method and credential stand in a request.

use b24_contract::{Encoding, Method};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, UPGRADE,
};
use http::{HeaderName, HeaderValue, Method as Verb};

use super::breaks;
use super::heard::{came_in, fails, in_query, is_foreign, unknown};
use crate::deviation::{Deviation, way};
use crate::pipeline::Received;
use crate::settings::Presented;

pub(super) fn all() -> Vec<Deviation> {
    credentials().into_iter().chain(paths()).chain(verbs()).chain(pages()).collect()
}

/// Where credentials stand.
fn credentials() -> Vec<Deviation> {
    let without = |is_meant: fn(&Received) -> bool| {
        way::hears(move |heard| {
            if is_meant(heard) {
                heard.presented = Presented::Nothing;
            }
        })
    };
    let token = |heard: &Received| matches!(heard.presented, Presented::Token(_));
    vec![
        breaks("form/webhook", "unread", "A webhook in the path is no credential.", {
            without(|heard| matches!(heard.presented, Presented::Webhook(..)))
        }),
        breaks("form/token-in-body", "unread", "An access token in a JSON body is no credential.", {
            without(|heard| in_body(heard) && came_in(heard, Encoding::Json))
        }),
        breaks("form/token-in-form", "unread", "An access token in a form is no credential.", {
            without(|heard| in_body(heard) && came_in(heard, Encoding::Form))
        }),
        breaks("form/token-in-query", "unread", "An access token in the query is no credential.", {
            without(|heard| matches!(heard.presented, Presented::Token(_)) && !in_body(heard))
        }),
        breaks("form/agree", "token-without-suffix", "With an access token the path may not end in `.json`.", {
            unknown(move |heard| token(heard) && heard.route.target.ends_with(".json"))
        }),
        breaks("form/agree", "batch-by-webhook-only", "A batch may be sent through a webhook only.", {
            unknown(move |heard| token(heard) && Method::parse(&heard.route.method) == Some(Method::Batch))
        }),
        breaks("form/agree", "ids-as-text", "Through a webhook ids are text when the path ends in a slash.", {
            way::tells(|heard, answer| {
                let is_meant = matches!(heard.presented, Presented::Webhook(..)) && heard.route.target.ends_with('/');
                if is_meant && let Some(id) = answer.body.pointer_mut("/result/0/CONTACT_ID") {
                    *id = id.to_string().into();
                }
            })
        }),
    ]
}

/// How a path ends and begins.
fn paths() -> Vec<Deviation> {
    vec![
        breaks("form/suffix-json", "part-of-name", "`.json` is part of the method's name.", {
            unknown(|heard| heard.route.target.trim_end_matches('/').ends_with(".json"))
        }),
        breaks("form/trailing-slash", "part-of-name", "A slash behind the method is part of its name.", {
            unknown(|heard| heard.route.target.ends_with('/'))
        }),
        breaks("form/double-slash", "empty-name", "Between two slashes there is a method without a name.", {
            unknown(|heard| heard.head.uri.path().contains("//"))
        }),
        breaks(
            "form/foreign-query",
            "fails-inside",
            "A query parameter that the method does not know is a fault of the portal.",
            {
                fails(|heard| {
                    in_query(heard).keys().any(|name| is_foreign(heard, name) && !name.eq_ignore_ascii_case("auth"))
                })
            },
        ),
        breaks("form/post-query", "unread", "The query of a POST is not read.", {
            way::hears(|heard| {
                if heard.head.method == Verb::POST {
                    let query = in_query(heard);
                    let is_body = !came_in(heard, Encoding::Query);
                    heard.decoded.params.retain(|name, value| is_body && query.get(name) != Some(value));
                }
            })
        }),
    ]
}

/// Verbs, and what HTTP has besides.
fn verbs() -> Vec<Deviation> {
    vec![
        breaks("form/get", "refused", "GET is refused.", {
            way::hears(|heard| {
                if heard.head.method == Verb::GET {
                    heard.head.method = Verb::PUT;
                }
            })
        }),
        breaks("form/get", "query-unread", "The query of a GET is not read.", {
            way::hears(|heard| {
                if heard.head.method == Verb::GET {
                    heard.decoded.params.clear();
                }
            })
        }),
        breaks("form/upgrade-ignored", "demanded", "Who offers another protocol is told to use it.", {
            way::tells(|heard, answer| {
                if heard.head.headers.contains_key(UPGRADE) {
                    answer.status = 426;
                }
            })
        }),
        breaks("form/verb-allow", "missing", "A refused verb is answered without `Allow`.", {
            way::sends(|_, parcel| {
                parcel.headers.remove(ALLOW);
            })
        }),
        breaks("form/verb-allow", "names-refused", "`Allow` lists the verb that was refused.", {
            way::sends(|_, parcel| {
                if let Some(allow) = parcel.headers.get_mut(ALLOW) {
                    *allow = HeaderValue::from_static("GET, POST, DELETE, OPTIONS");
                }
            })
        }),
    ]
}

/// What pages of other origins are told.
fn pages() -> Vec<Deviation> {
    let without = |name: HeaderName| {
        way::leaves(move |headers| {
            headers.remove(&name);
        })
    };
    vec![
        breaks("form/cors-preflight", "no-methods", "A preflight is not told which verbs a page may use.", {
            without(ACCESS_CONTROL_ALLOW_METHODS)
        }),
        breaks("form/cors-preflight", "no-headers", "A preflight is not told which headers a page may send.", {
            without(ACCESS_CONTROL_ALLOW_HEADERS)
        }),
        breaks("form/cors-preflight", "get-only", "Pages of other origins may use GET only.", {
            way::leaves(|headers| {
                if let Some(methods) = headers.get_mut(ACCESS_CONTROL_ALLOW_METHODS) {
                    *methods = HeaderValue::from_static("GET");
                }
            })
        }),
        breaks("form/cors-answer", "unreadable", "Pages of other origins may not read answers.", {
            without(ACCESS_CONTROL_ALLOW_ORIGIN)
        }),
    ]
}

fn in_body(heard: &Received) -> bool {
    let has_token = in_query(heard).keys().any(|name| name.eq_ignore_ascii_case("auth"));
    matches!(heard.presented, Presented::Token(_)) && !has_token
}
