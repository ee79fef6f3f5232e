//! Requests that are refused, or not, for what they are.

use b24_contract::generated::error;
use http::Method as Verb;

use crate::deviation::{Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        Deviation::new(
            error::SYSTEM_METHOD_NOT_FOUND.id,
            "empty-result",
            "A method that does not exist has an empty result.",
            way::tells(|_, answer| {
                if answer.clause == error::SYSTEM_METHOD_NOT_FOUND.id {
                    answer.status = 200;
                    answer.body = serde_json::json!({ "result": [] });
                }
            }),
        ),
        Deviation::new(
            error::SYSTEM_METHOD_NOT_FOUND.id,
            "nearest-taken",
            "A method that does not exist is taken for another of its family.",
            way::hears(|heard| {
                if crate::called::Called::find(&heard.route.method).is_none() {
                    heard.route.method = "server.time".to_owned();
                }
            }),
        ),
        Deviation::new(
            error::SYSTEM_VERB_NOT_ALLOWED.id,
            "any-verb",
            "Any verb is as good as POST.",
            way::hears(|heard| heard.head.method = Verb::POST),
        ),
        Deviation::new(
            error::SYSTEM_VERB_NOT_ALLOWED.id,
            "put-is-post",
            "PUT is as good as POST.",
            way::hears(|heard| {
                if heard.head.method == Verb::PUT {
                    heard.head.method = Verb::POST;
                }
            }),
        ),
        Deviation::new(
            error::SYSTEM_NESTING_TOO_DEEP.id,
            "read-as-nothing",
            "Parameters that nest too deeply are read as none.",
            way::tells(|_, answer| {
                if answer.clause == error::SYSTEM_NESTING_TOO_DEEP.id {
                    answer.status = 200;
                    answer.body = serde_json::json!({ "result": [] });
                }
            }),
        ),
    ]
}
