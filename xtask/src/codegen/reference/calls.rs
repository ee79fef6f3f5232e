//! Calls to copy: curl with a webhook, curl with an access token, Rust.

use serde_json::{Value, json};

use super::markdown::code;
use crate::codegen::model::Method;
use crate::codegen::request;

/// The portal of every call in Rust.
const PORTAL: &str = r#"let portal = Portal::webhook("https://example.bitrix24.com/rest/1/put-your-webhook-here/")?;"#;

/// Methods that `b24-client` has a typed face for, with what is called on the portal.
pub(super) const FACES: &[(&str, &str)] = &[
    (
        "crm.company.contact.add",
        r#"let added = portal.company(32).contacts().add(ContactLink::new(7).sort(100).primary()).await?;
println!("{added}");"#,
    ),
    (
        "crm.company.contact.delete",
        r#"let removed = portal.company(32).contacts().remove(7).await?;
println!("{removed}");"#,
    ),
    (
        "crm.company.contact.fields",
        r#"for (name, field) in portal.company_contact_fields().await?.iter() {
    println!("{name}: {}", field.field_type);
}"#,
    ),
    ("crm.company.contact.items.delete", "portal.company(32).contacts().clear().await?;"),
    (
        "crm.company.contact.items.get",
        r#"for binding in portal.company(32).contacts().get().await? {
    println!("{} {}", binding.contact_id, binding.is_primary);
}"#,
    ),
    (
        "crm.company.contact.items.set",
        "portal.company(32).contacts().set([ContactLink::new(7).sort(100), ContactLink::new(8).primary()]).await?;",
    ),
    (
        "crm.contact.company.add",
        r#"let added = portal.contact(7).companies().add(CompanyLink::new(32).sort(100).primary()).await?;
println!("{added}");"#,
    ),
    (
        "crm.contact.company.delete",
        r#"let removed = portal.contact(7).companies().remove(32).await?;
println!("{removed}");"#,
    ),
    (
        "crm.contact.company.fields",
        r#"for (name, field) in portal.contact_company_fields().await?.iter() {
    println!("{name}: {}", field.field_type);
}"#,
    ),
    ("crm.contact.company.items.delete", "portal.contact(7).companies().clear().await?;"),
    (
        "crm.contact.company.items.get",
        r#"for binding in portal.contact(7).companies().get().await? {
    println!("{} {}", binding.company_id, binding.is_primary);
}"#,
    ),
    (
        "crm.contact.company.items.set",
        "portal.contact(7).companies().set([CompanyLink::new(32).sort(100), CompanyLink::new(33).primary()]).await?;",
    ),
];

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
    let face = FACES.iter().find(|(name, _)| *name == method.name).map(|(_, call)| (*call).to_owned());
    let call = face.unwrap_or_else(|| {
        format!(
            "let answer = portal.call({:?}, json!({params:#})).await?;\nprintln!(\"{{}}\", answer.result);",
            method.name
        )
    });
    format!("{PORTAL}\n{call}")
}
