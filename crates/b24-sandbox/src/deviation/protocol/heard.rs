//! What a request says, as deviations misread it.

use b24_contract::generated::error;
use b24_contract::php::parse_query;
use b24_contract::{Encoding, Method};
use http::header::CONTENT_TYPE;

use crate::call::Answer;
use crate::deviation::Deed;
use crate::deviation::way::{self, Params};
use crate::pipeline::Received;
use crate::settings::Presented;

/// Requests of some kind name a method that does not exist.
pub(super) fn unknown(is_meant: impl Fn(&Received) -> bool + Send + Sync + 'static) -> impl Deed {
    way::hears(move |heard| {
        if is_meant(heard) {
            heard.route.method.push_str(".no.such.method");
        }
    })
}

/// The body of requests of some kind is not read, nor is a credential in it.
pub(super) fn bodiless(is_meant: impl Fn(&Received) -> bool + Send + Sync + 'static) -> impl Deed {
    way::hears(move |heard| {
        if !is_meant(heard) {
            return;
        }
        heard.decoded.params = in_query(heard);
        let has_token = heard.decoded.params.keys().any(|name| name.eq_ignore_ascii_case("auth"));
        heard.decoded.params.retain(|name, _| !name.eq_ignore_ascii_case("auth"));
        if matches!(heard.presented, Presented::Token(_)) && !has_token {
            heard.presented = Presented::Nothing;
        }
    })
}

/// Requests of some kind are faults of the portal.
pub(super) fn fails(is_meant: impl Fn(&Received) -> bool + Send + Sync + 'static) -> impl Deed {
    way::tells(move |heard, answer| {
        if is_meant(heard) {
            *answer = Answer::error(&error::SYSTEM_INTERNAL_SERVER_ERROR);
        }
    })
}

/// Whether the request has a body in this encoding.
pub(super) fn came_in(heard: &Received, encoding: Encoding) -> bool {
    heard.decoded.encoding == encoding
}

/// Whether the body says that it is of this type.
pub(super) fn is_of_type(heard: &Received, kind: &str) -> bool {
    let content_type = heard.head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|content_type| content_type.starts_with(kind))
}

/// Parameters that stand in the query.
pub(super) fn in_query(heard: &Received) -> Params {
    parse_query(heard.head.uri.query().unwrap_or_default()).unwrap_or_default()
}

/// Whether the method of the request is a known one that does not know this parameter.
pub(super) fn is_foreign(heard: &Received, name: &str) -> bool {
    let known = Method::parse(&heard.route.method).map(|method| method.row().parameters);
    known.is_some_and(|known| !known.iter().any(|known| known.name.eq_ignore_ascii_case(name)))
}

/// Whether the request asks for XML.
pub(super) fn wants_xml(heard: &Received) -> bool {
    heard.route.format == crate::route::Format::Xml
}
