//! What goes over the wire.

use b24_client::{Error, Portal};
use insta::assert_snapshot;
use serde_json::json;

use crate::fixture::Fixture;

const LINKS: &str = r#"{
    "result": [{ "CONTACT_ID": 7, "SORT": 100.0, "ROLE_ID": 0, "IS_PRIMARY": "Y", "UF_NOTE": ["kept"] }],
    "time": { "start": 1724078791, "finish": 1724078791.5, "duration": 0.5, "processing": 0,
              "date_start": "2024-08-19T16:46:31+02:00", "date_finish": "2024-08-19T16:46:31+02:00" }
}"#;

fn shown(fixture: &Fixture) -> String {
    fixture.requests().join("\n---\n").replace("\r\n", "\n")
}

#[tokio::test]
async fn a_typed_call_through_a_webhook() {
    let fixture = Fixture::json("200 OK", LINKS).await;
    let bindings = fixture.webhook().company(32).contacts().get().await.unwrap();
    assert_snapshot!(shown(&fixture));
    let [binding] = bindings.as_slice() else { panic!("{bindings:?}") };
    assert_eq!((binding.contact_id.get(), binding.sort, binding.role_id, binding.is_primary), (7, 100, 0, true));
    assert_eq!(binding.extra["UF_NOTE"], json!(["kept"]));
}

#[tokio::test]
async fn a_typed_call_with_an_access_token() {
    let fixture = Fixture::json("200 OK", LINKS).await;
    fixture.oauth().company(32).contacts().get().await.unwrap();
    assert_snapshot!(shown(&fixture));
}

#[tokio::test]
async fn a_raw_call() {
    let fixture = Fixture::json("200 OK", r#"{ "result": null, "total": 3, "next": 0, "more": 1 }"#).await;
    let answer = fixture.webhook().call("crm.Company.list.json", json!({ "start": -1 })).await.unwrap();
    fixture.oauth().call("crm.company.fields", ()).await.unwrap();
    assert_snapshot!(shown(&fixture));
    assert_eq!((answer.total, answer.next, answer.time), (Some(3), Some(0), None));
    assert_eq!(answer.result, json!(null));
    assert_eq!(answer.extra["more"], 1);
}

#[tokio::test]
async fn an_id_that_no_record_has_is_sent_as_it_is() {
    let fixture = Fixture::json("400 Bad Request", r#"{ "error": "", "error_description": "Not found." }"#).await;
    fixture.webhook().company(-5).contacts().get().await.unwrap_err();
    assert!(fixture.requests()[0].ends_with(r#"{"id":-5}"#));
}

#[tokio::test]
async fn a_user_agent_can_be_given() {
    let fixture = Fixture::json("200 OK", LINKS).await;
    let portal = fixture.webhook_with(Portal::builder().user_agent("warehouse-sync/2.1"));
    portal.company(32).contacts().get().await.unwrap();
    assert!(fixture.requests()[0].contains("user-agent: warehouse-sync/2.1"));
}

#[tokio::test]
async fn what_is_no_method_or_no_object_is_not_sent() {
    let fixture = Fixture::json("200 OK", LINKS).await;
    let portal = fixture.webhook();
    for method in ["", "a/b", "a b", "a?b", "a#b", "https://example.com", "ä", "a%2fb", "a\n", ".", ".."] {
        assert!(matches!(portal.call(method, ()).await, Err(Error::InvalidMethod)), "{method}");
    }
    for parameters in [json!([1]), json!("text"), json!(1), json!(false)] {
        let error = portal.call("crm.company.list", &parameters).await.unwrap_err();
        assert!(matches!(error, Error::InvalidParameters { .. }), "{parameters}");
    }
    assert!(fixture.requests().is_empty());
}

#[tokio::test]
async fn calls_can_run_in_tasks_of_their_own() {
    let fixture = Fixture::json("200 OK", LINKS).await;
    let portal = fixture.webhook();
    let tasks: Vec<_> = (1..=8)
        .map(|id| {
            let contacts = portal.company(id).contacts();
            tokio::spawn(async move { contacts.get().await.unwrap().len() })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 1);
    }
    assert_eq!(fixture.requests().len(), 8);
}
