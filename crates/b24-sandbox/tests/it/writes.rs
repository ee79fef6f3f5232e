//! Companies, contacts and links that were added.

use serde_json::{Value, json};

use crate::portal::{GET, Portal};

#[tokio::test]
async fn new_ids_start_above_the_demo_data_and_are_shared() {
    let portal = Portal::start().await;
    assert_eq!(portal.company().await, 1001);
    assert_eq!(portal.contact().await, 1002);
    assert_eq!(portal.company().await, 1003);
    let company = portal.call(GET, json!({ "id": 1001 })).await;
    assert_eq!(company.json()["result"], json!([]));
}

#[tokio::test]
async fn contacts_are_linked_to_the_companies_they_were_given() {
    let portal = Portal::start().await;
    let (first, second) = (portal.company().await, portal.company().await);
    let fields = json!({ "NAME": "Anna", "COMPANY_IDS": [first, second.to_string()] });
    let contact =
        portal.call("CRM.contact.ADD", json!({ "FIELDS": fields, "params": [] })).await.json()["result"].clone();
    for company in [first, second] {
        let links = portal.call(GET, json!({ "id": company })).await.json()["result"].clone();
        assert_eq!((links.as_array().map(Vec::len), &links[0]["CONTACT_ID"]), (Some(1), &contact));
    }
}

/// Pages' contacts with the ids of other pages' companies; here one sequence numbers both.
const OF_ANOTHER_PORTAL: [&str; 3] =
    ["crm.contact.get/example/request", "crm.contact.update/example/request", "crm.contact.delete/example/request"];

#[tokio::test]
async fn the_documented_requests_are_accepted() {
    let portal = Portal::start().await;
    let examples = b24_contract::contract().examples.iter();
    for example in examples.filter(|example| example.kind == b24_contract::ExampleKind::Request) {
        let mut payload = example.payload.clone();
        payload.as_object_mut().expect("an object").remove("auth");
        let answer = portal.call(&example.method, payload).await;
        let expected = if OF_ANOTHER_PORTAL.contains(&example.id.as_str()) { 400 } else { 200 };
        assert_eq!(answer.status, expected, "{}: {}", example.id, answer.body);
    }
}

#[tokio::test]
async fn nothing_is_lost_when_many_write_at_once() {
    let portal = Portal::changed(|config| config.journal = 10).await;
    let company = portal.company().await;
    let url = format!("{}crm.company.contact.add", portal.announcement().webhook);
    let mut calls = tokio::task::JoinSet::new();
    for contact in 1..=100 {
        let fields = json!({ "id": company, "fields": { "CONTACT_ID": contact } });
        let call = portal.client.post(&url).json(&fields).send();
        calls.spawn(async move { call.await.expect("an answer").json::<Value>().await.expect("JSON") });
    }
    for answer in calls.join_all().await {
        assert_eq!(answer["result"], json!(true), "{answer}");
    }
    let links = portal.call(GET, json!({ "id": company })).await;
    let mut contacts = links.contacts();
    contacts.sort_unstable();
    assert_eq!(contacts, (1..=100).collect::<Vec<_>>());
    let links = links.json();
    let links = links["result"].as_array().expect("links");
    let sorts: Vec<_> = links.iter().map(|link| link["SORT"].as_i64().expect("an integer")).collect();
    assert_eq!(sorts, (1..=100).map(|place| place * 10).collect::<Vec<_>>());
    assert_eq!(links.iter().filter(|link| link["IS_PRIMARY"] == "Y").count(), 1);
}

#[tokio::test]
async fn operating_time_adds_up_by_method_and_credential() {
    let portal = Portal::start().await;
    let operating = async || portal.call(GET, json!({ "id": 32 })).await.json()["time"]["operating"].as_f64();
    let (first, second) = (operating().await.expect("a number"), operating().await.expect("a number"));
    assert!(second >= first);
    let time = portal.call(GET, json!({ "id": 32 })).await.json()["time"].clone();
    let reset = time["operating_reset_at"].as_i64().expect("an integer");
    assert!((reset - time["start"].as_f64().expect("a number") as i64 - 600).abs() <= 2, "{time}");
}
