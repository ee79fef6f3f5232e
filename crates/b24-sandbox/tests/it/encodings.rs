//! How parameters travel.

use reqwest::multipart::Form;
use serde_json::json;

use crate::portal::{Answer, GET, Portal, answer};

impl Portal {
    async fn send(&self, query: &str, content_type: Option<&str>, body: &str) -> Answer {
        let mut request = self.client.post(format!("{}{GET}?{query}", self.announcement().webhook));
        if let Some(content_type) = content_type {
            request = request.header("Content-Type", content_type);
        }
        answer(request.body(body.to_owned())).await
    }
}

const JSON: Option<&str> = Some("application/json");
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

#[tokio::test]
async fn the_same_call_in_every_encoding() {
    let portal = Portal::start().await;
    assert_eq!(portal.send("", JSON, r#"{"id":32}"#).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.send("", Some("application/json; charset=utf-8"), r#"{"ID":"32"}"#).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.send("", FORM, "id=32&").await.contacts(), [7, 8, 9]);
    assert_eq!(portal.send("id=32", None, "").await.contacts(), [7, 8, 9]);
    let multipart = portal.client.post(format!("{}{GET}", portal.announcement().webhook));
    let multipart = multipart.multipart(Form::new().text("id", "32"));
    assert_eq!(answer(multipart).await.contacts(), [7, 8, 9]);
}

#[tokio::test]
async fn nested_parameters_in_every_encoding() {
    let portal = Portal::start().await;
    let company = portal.company().await;
    let url = format!("{}crm.company.contact.add", portal.announcement().webhook);
    let form = format!("id={company}&fields%5BCONTACT_ID%5D=7&fields[SORT]=40");
    let multipart =
        Form::new().text("id", company.to_string()).text("fields[CONTACT_ID]", "8").text("fields[SORT]", "30");
    for request in [
        portal.client.post(&url).header("Content-Type", "application/x-www-form-urlencoded").body(form),
        portal.client.post(&url).multipart(multipart),
        portal.client.get(format!("{url}?id={company}&fields[CONTACT_ID]=9&fields[SORT]=20")),
        portal.client.post(&url).json(&json!({ "id": company, "fields": { "CONTACT_ID": 10, "SORT": "10" } })),
    ] {
        assert_eq!(answer(request).await.json()["result"], json!(true));
    }
    assert_eq!(portal.call(GET, json!({ "id": company })).await.contacts(), [10, 9, 8, 7]);
}

#[tokio::test]
async fn the_body_counts_more_than_the_query_and_the_last_name_more_than_the_first() {
    let portal = Portal::start().await;
    assert_eq!(portal.send("id=0", JSON, r#"{"id":32}"#).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.send("id=12&ID=13", JSON, r#"{"id":32}"#).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.send("", JSON, r#"{"id":0,"ID":32}"#).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.send("", JSON, r#"{"id":32,"ID":0}"#).await.status, 400);
}

#[tokio::test]
async fn a_body_that_is_no_set_of_parameters_has_none() {
    let portal = Portal::start().await;
    for (content_type, body) in [
        (JSON, "[]"),
        (JSON, ""),
        (JSON, r#"{"id": 32"#),
        (JSON, "null"),
        (JSON, "\"id=32\""),
        (JSON, "\u{feff}{\"id\":32}"),
        (None, r#"{"id":32}"#),
        (FORM, r#"{"id":32}"#),
        (None, "id=32"),
        (Some("text/html"), "id=32"),
        (Some("multipart/form-data"), "id=32"),
        (Some("multipart/form-data; boundary=b"), "--b\r\nbroken"),
    ] {
        let refused = portal.send("", content_type, body).await;
        assert_eq!(refused.error(), (400, "crm.company.contact.items.get/owner-invalid"), "{content_type:?} {body}");
    }
    assert_eq!(portal.send("id=32", JSON, "{broken").await.contacts(), [7, 8, 9]);
}
