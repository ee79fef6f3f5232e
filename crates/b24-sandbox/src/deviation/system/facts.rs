//! `app.info`, `feature.get` and `server.time`.

use b24_contract::Method;
use b24_contract::generated::error;
use http::Method as Verb;
use serde_json::{Value, json};

use super::breaks;
use crate::deviation::{Deed, Deviation, way};
use crate::methods::value;

const FEATURE: [Method; 1] = [Method::FeatureGet];
const INFO: [Method; 1] = [Method::AppInfo];

pub(super) fn all() -> Vec<Deviation> {
    let mut all = vec![
        breaks("app.info/application", "as-webhook", "An application is told as little as a webhook.", {
            way::replies(INFO, |result, call| {
                if call.caller.application.is_some() {
                    *result = json!({ "SCOPE": call.caller.scopes, "LICENSE": result["LICENSE"].take() });
                }
            })
        }),
        breaks("app.info/application", "payment-left-out", "An application is not told whether it is paid for.", {
            way::results(INFO, |result, _| {
                result.as_object_mut().map(|members| members.remove("PAYMENT_EXPIRED"));
            })
        }),
        breaks("app.info/webhook", "without-scopes", "A webhook is told no scopes.", {
            way::results(INFO, |result, _| {
                if result.get("SCOPE").is_some() {
                    result["SCOPE"] = json!([]);
                }
            })
        }),
        breaks(
            "server.time/get",
            "post-only",
            "The time is told to POST only.",
            way::hears(|heard| {
                if heard.head.method == Verb::GET && heard.route.method == "server.time" {
                    heard.head.method = Verb::PUT;
                }
            }),
        ),
    ];
    all.extend(features());
    all
}

fn features() -> Vec<Deviation> {
    let refuses = |is_meant: fn(&Value) -> bool| {
        way::refuses(FEATURE, &error::FEATURE_GET_CODE_EMPTY, move |params| params.get("CODE").is_some_and(is_meant))
    };
    vec![
        breaks("feature.get/known", "refused", "A feature that is asked for by a name of several words is refused.", {
            refuses(|code| *code == "rest_offline_extended")
        }),
        breaks("feature.get/known", "empty", "The state of a feature is an empty list.", {
            way::results(FEATURE, |result, _| *result = json!([]))
        }),
        breaks("feature.get/auth-connector", "lacking", "The portal has none of the features.", {
            way::results(FEATURE, |result, _| result["value"] = json!("N"))
        }),
        breaks("feature.get/auth-connector", "truth-value", "The state of a feature is a truth value.", {
            way::results(FEATURE, |result, _| result["value"] = json!(result["value"] == "Y"))
        }),
        breaks("feature.get/unknown", "refused", "A code that the portal does not know is refused.", {
            way::bars(FEATURE, &error::FEATURE_GET_CODE_EMPTY, |call| {
                let code = call.param("CODE").and_then(Value::as_str);
                code.is_some_and(|code| !call.settings.config.features.iter().any(|known| known == code))
            })
        }),
        breaks("feature.get/missing", "answered", "Without a code the answer is no.", answers(|code| code.is_none())),
        breaks("feature.get/zero", "number-answered", "The number 0 is a code like any other.", {
            answers(|code| code == Some(&json!(0)))
        }),
        breaks("feature.get/zero", "text-answered", "The text 0 is a code like any other.", {
            answers(|code| code == Some(&json!("0")))
        }),
        breaks("feature.get/empty", "null-answered", "Nothing is a code like any other.", {
            answers(|code| code == Some(&Value::Null))
        }),
        breaks("feature.get/empty", "false-answered", "`false` is a code like any other.", {
            answers(|code| code == Some(&json!(false)))
        }),
        breaks("feature.get/empty", "list-answered", "The empty list is a code like any other.", {
            answers(|code| code == Some(&json!([])))
        }),
        breaks("feature.get/number", "refused", "A number is refused as a code.", {
            refuses(|code| code.is_number() && value::truthy(code))
        }),
        breaks("feature.get/list", "empty-result", "A list as a code has an empty result.", {
            shrugs(|code| code.is_array() && value::truthy(code))
        }),
        breaks("feature.get/object", "empty-result", "An object as a code has an empty result.", {
            shrugs(|code| code.is_object() && value::truthy(code))
        }),
    ]
}

/// Some codes are answered with no.
fn answers(is_meant: fn(Option<&Value>) -> bool) -> impl Deed {
    way::shrugs(FEATURE, json!({ "value": "N" }), move |params| is_meant(params.get("CODE")))
}

/// Some codes are answered with nothing.
fn shrugs(is_meant: fn(&Value) -> bool) -> impl Deed {
    way::shrugs(FEATURE, json!([]), move |params| params.get("CODE").is_some_and(is_meant))
}
