//! Calls to copy, one a style. What they send is the first documented request.

mod bx24_js;
mod crest;
mod curl;
mod js_sdk;
mod literal;
mod php_sdk;
mod python_sdk;
pub(super) mod rust;

use serde_json::{Value, json};

use super::markdown::{code, fold};
use crate::codegen::model::Method;
use crate::codegen::request;

/// Host of the portal in every call.
const HOST: &str = "example.bitrix24.com";

/// Id of the user and code of the webhook in every call.
const WEBHOOK: &str = "1/put-your-webhook-here";

/// A way to call: its title, the language of its code, and the code for a method with parameters.
struct Style {
    title: &'static str,
    language: &'static str,
    call: fn(&str, &Value) -> String,
}

/// The first is open on the page, the others are folded.
const STYLES: [Style; 8] = [
    Style { title: "curl, with a webhook", language: "sh", call: curl::with_webhook },
    Style { title: "curl, with an access token", language: "sh", call: curl::with_token },
    Style { title: "Rust, b24-client", language: "rust", call: rust::call },
    Style { title: "JavaScript, @bitrix24/b24jssdk", language: "js", call: js_sdk::call },
    Style { title: "PHP, bitrix24/b24phpsdk", language: "php", call: php_sdk::call },
    Style { title: "Python, b24pysdk", language: "python", call: python_sdk::call },
    Style { title: "BX24.js, within an application's frame", language: "js", call: bx24_js::call },
    Style { title: "PHP, CRest", language: "php", call: crest::call },
];

/// The section's blocks.
pub(super) fn blocks(method: &Method) -> String {
    let params = parameters(method);
    let block = |(index, style): (usize, &Style)| {
        fold(style.title, index == 0, &code(style.language, &(style.call)(&method.name, &params)))
    };
    STYLES.iter().enumerate().map(block).collect()
}

/// Parameters of the first documented request.
pub(super) fn parameters(method: &Method) -> Value {
    let request = method.examples.iter().find(|example| example.kind == "request");
    request.map_or_else(|| json!({}), |example| request::normalise(method, &example.payload))
}

/// Address of the webhook, which ends in `/`.
fn webhook() -> String {
    format!("https://{HOST}/rest/{WEBHOOK}/")
}
