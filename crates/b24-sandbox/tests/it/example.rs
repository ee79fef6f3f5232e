//! The documentation's own calls, pasted with only host and credentials changed.

use crate::portal::{GET, Portal, answer};
use serde_json::json;

#[tokio::test]
async fn the_page_s_call_through_a_webhook_gets_the_page_s_answer() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T14:46:31.470108Z".parse().ok()).await;
    let request = portal
        .client
        .post(format!("{}{GET}", portal.announcement().webhook))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .body(r#"{"id":32}"#);
    let answer = answer(request).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "result": [
        {
          "CONTACT_ID": 7,
          "SORT": 100,
          "ROLE_ID": 0,
          "IS_PRIMARY": "Y"
        },
        {
          "CONTACT_ID": 8,
          "SORT": 110,
          "ROLE_ID": 0,
          "IS_PRIMARY": "N"
        },
        {
          "CONTACT_ID": 9,
          "SORT": 120,
          "ROLE_ID": 0,
          "IS_PRIMARY": "N"
        }
      ],
      "time": {
        "start": 1724078791.470108,
        "finish": 1724078791.470108,
        "duration": 0.0,
        "processing": 0.0,
        "date_start": "2024-08-19T14:46:31+00:00",
        "date_finish": "2024-08-19T14:46:31+00:00",
        "operating_reset_at": 1724079391,
        "operating": 0.0
      }
    }
    "#);
}

#[tokio::test]
async fn the_page_s_call_by_an_application_gets_the_same_links() {
    let portal = Portal::start().await;
    let oauth = &portal.announcement().oauth;
    let request = portal
        .client
        .post(format!("{}{GET}", oauth.endpoint))
        .header("Content-Type", "application/json")
        .body(json!({ "id": 32, "auth": oauth.access_token }).to_string());
    assert_eq!(answer(request).await.contacts(), [7, 8, 9]);
}

#[tokio::test]
async fn the_page_of_add_links_contact_54_as_primary() {
    let portal = Portal::start().await;
    let params = json!({ "id": 32, "fields": { "CONTACT_ID": 54, "IS_PRIMARY": "Y", "SORT": 1000 } });
    assert_eq!(portal.call("crm.company.contact.add", params.clone()).await.json()["result"], json!(true));
    let links = portal.call(GET, json!({ "id": 32 })).await.json()["result"].clone();
    assert_eq!(links[0]["IS_PRIMARY"], "N");
    assert_eq!(links[3], json!({ "CONTACT_ID": 54, "SORT": 1000, "ROLE_ID": 0, "IS_PRIMARY": "Y" }));
    assert_eq!(portal.call("crm.company.contact.add", params).await.json()["result"], json!(false));
}
