//! What error answers look like.

use b24_contract::Method;
use serde_json::json;

use super::breaks;
use crate::call::Answer;
use crate::config::Extent;
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks("errors/envelope", "result-beside", "An error has an empty result beside it.", {
            errors(|answer| answer.body["result"] = json!([]))
        }),
        breaks("errors/envelope", "description-left-out", "An error has no description.", {
            errors(|answer| {
                answer.body.as_object_mut().map(|members| members.remove("error_description"));
            })
        }),
        breaks("errors/envelope", "one-object", "Code and description of an error are members of one object.", {
            errors(|answer| answer.body = json!({ "error": answer.body.take() }))
        }),
        breaks("errors/no-time", "told", "An error has `time`.", {
            errors(|answer| answer.body["time"] = json!({ "start": 0.0, "finish": 0.0, "duration": 0.0 }))
        }),
        breaks(
            "errors/status",
            "always-200",
            "Errors come under the status 200.",
            errors(|answer| answer.status = 200),
        ),
        breaks("errors/status", "success-under-400", "A success without records comes under the status 404.", {
            way::tells(|_, answer| {
                if answer.body.get("result") == Some(&json!([])) {
                    answer.status = 404;
                }
            })
        }),
        breaks("errors/known", "own-codes", "Every error has the code `PORTAL_ERROR`.", {
            errors(|answer| answer.body["error"] = json!("PORTAL_ERROR"))
        }),
        breaks("errors/known", "own-statuses", "Every error comes under the status 418.", {
            errors(|answer| answer.status = 418)
        }),
        breaks(
            "errors/parameters-before-rights",
            "neither",
            "Whoever lacks all rights is told that there are no links, whatever the id.",
            way::rewrites([Method::CrmCompanyContactItemsGet], |call, next| match call.extent() {
                Extent::None => {
                    Box::pin(std::future::ready(next.succeed(Method::CrmCompanyContactItemsGet, json!([]))))
                }
                _ => Box::pin(next.run(call)),
            }),
        ),
    ]
}

/// Error answers are told otherwise.
fn errors(change: impl Fn(&mut Answer) + Send + Sync + 'static) -> impl Deed {
    way::tells(move |_, answer| {
        if answer.body.get("error").is_some() {
            change(answer);
        }
    })
}
