//! Calls to copy: curl with a webhook, curl with an access token, Rust.

use serde_json::{Value, json};

use super::markdown::code;
use crate::codegen::model::Method;
use crate::codegen::request;

/// Methods that `b24-client` has a typed face for, with its call.
pub(super) const FACES: &[(&str, &str)] = &[(
    "crm.company.contact.items.get",
    r#"let portal = Portal::webhook("https://example.bitrix24.com/rest/1/put-your-webhook-here/")?;
for binding in portal.company(32).contacts().get().await? {
    println!("{} {}", binding.contact_id, binding.is_primary);
}"#,
)];

/// The section's blocks.
pub(super) fn blocks(method: &Method) -> String {
    let params = parameters(method);
    let mut with_token = params.clone();
    with_token["auth"] = json!("put-your-access-token-here");
    let webhook = curl("https://example.bitrix24.com/rest/1/put-your-webhook-here", &method.name, &params);
    let oauth = curl("https://example.bitrix24.com/rest", &method.name, &with_token);
    [
        "With a webhook:\n\n".to_owned(),
        code("sh", &webhook),
        "With an access token:\n\n".to_owned(),
        code("sh", &oauth),
        "In Rust, with `b24-client`:\n\n".to_owned(),
        code("rust", &rust(method, &params)),
    ]
    .concat()
}

/// Parameters of the first documented request.
fn parameters(method: &Method) -> Value {
    let request = method.examples.iter().find(|example| example.kind == "request");
    request.map_or_else(|| json!({}), |example| request::normalise(method, &example.payload))
}

fn curl(base: &str, method: &str, params: &Value) -> String {
    let body = params.to_string().replace('\'', r"'\''");
    format!(
        "curl -X POST -H 'Content-Type: application/json' -H 'Accept: application/json' \\\n  -d '{body}' \\\n  {base}/{method}"
    )
}

fn rust(method: &Method, params: &Value) -> String {
    let face = FACES.iter().find(|(name, _)| *name == method.name);
    face.map_or_else(
        || {
            format!(
                "let portal = Portal::webhook(\"https://example.bitrix24.com/rest/1/put-your-webhook-here/\")?;\nlet answer = portal.call({:?}, json!({params:#})).await?;\nprintln!(\"{{}}\", answer.result);",
                method.name
            )
        },
        |(_, call)| (*call).to_owned(),
    )
}
