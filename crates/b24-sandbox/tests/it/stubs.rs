//! Methods that the sandbox does not have: how their calls are answered, and counted.

use std::fs;

use b24_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::portal::{Answer, Portal, answer};
use crate::portals::Isolated;

/// A documented method that the sandbox does not have.
const LIST: &str = "crm.deal.list";

/// A directory with the stub of [`LIST`], and a portal that answers from it.
async fn with_directory() -> (TempDir, Portal) {
    let directory = tempfile::tempdir().expect("a directory");
    write(&directory, LIST, json!({ "result": [{ "ID": "1" }], "total": 1 }));
    let portal = Portal::changed(|config| config.stubs = Some(directory.path().to_owned())).await;
    (directory, portal)
}

fn write(directory: &TempDir, method: &str, stub: Value) {
    fs::write(directory.path().join(format!("{method}.json")), stub.to_string()).expect("a stub");
}

async fn put(portal: &Portal, method: &str, stub: Value) -> Answer {
    put_at(portal, &format!("stubs/{method}"), stub).await
}

async fn put_at(portal: &Portal, path: &str, stub: Value) -> Answer {
    answer(portal.client.put(portal.control_url(path)).json(&stub)).await
}

async fn delete(portal: &Portal, path: &str) -> u16 {
    answer(portal.client.delete(portal.control_url(path))).await.status
}

#[tokio::test]
async fn a_documented_method_is_not_in_the_sandbox() {
    let portal = Portal::start().await;
    let missing = portal.call("CRM.Deal.List", json!({ "filter": [] })).await;
    assert_eq!(missing.error(), (501, "sandbox/not-in-sandbox"));
    insta::assert_json_snapshot!(missing.json(), @r#"
    {
      "error": "NOT_IN_SANDBOX",
      "error_description": "The sandbox does not have the method crm.deal.list, which Bitrix24 documents. A stub can answer it: crm.deal.list.json in the directory of --stub, or PUT /_sandbox/stubs/crm.deal.list"
    }
    "#);
    let unknown = portal.call("crm.deal.lists", json!({})).await;
    assert_eq!(unknown.error(), (404, "system/method-not-found"));
}

#[tokio::test]
async fn calls_that_reach_no_method_are_counted() {
    let portal = Portal::start().await;
    assert_eq!(portal.sandbox.missing(), []);
    let cmd = json!(["crm.deal.list", "crm.deal.get?id=1", "scope", "no.such.method"]);
    let batch = portal.call("batch", json!({ "cmd": cmd })).await.json();
    assert_eq!(batch["result"]["result_error"]["0"]["error"], "NOT_IN_SANDBOX");
    assert_eq!(batch["result"]["result_error"]["3"]["error"], "ERROR_METHOD_NOT_FOUND");
    assert!(batch["result"]["result"]["2"].is_array());
    portal.call(LIST, json!({})).await;
    answer(portal.client.get(portal.url("/rest/1/wrong/crm.deal.list"))).await;
    portal.control_post("reset", json!({})).await;
    let counted = [(LIST.to_owned(), 2), ("crm.deal.get".to_owned(), 1)];
    assert_eq!(portal.sandbox.missing(), counted);
    assert_eq!(portal.control("health").await.json()["missing"], json!({ "crm.deal.get": 1, "crm.deal.list": 2 }));
}

#[tokio::test]
async fn credentials_come_before_what_is_missing() {
    let portal = Portal::start().await;
    let refused = answer(portal.client.get(portal.url("/rest/crm.deal.list"))).await;
    assert_eq!(refused.error(), (401, "system/no-auth-found"));
    assert_eq!(portal.sandbox.missing(), []);
}

#[tokio::test]
async fn a_file_answers_in_every_form() {
    let (_directory, portal) = with_directory().await;
    let answered = portal.call("crm.deal.LIST.json", json!({ "start": 0 })).await;
    assert_eq!(answered.error(), (200, "sandbox/stub"));
    let body = answered.json();
    assert_eq!((&body["result"], &body["total"]), (&json!([{ "ID": "1" }]), &json!(1)));
    assert!(body["time"]["operating"].is_number() && body["time"]["date_start"].is_string());
    let xml = portal.call("crm.deal.list.xml", json!({})).await;
    assert!(xml.body.contains("<result><item><ID>1</ID></item></result>"), "{}", xml.body);
    let batch = portal.call("batch", json!({ "cmd": { "deals": "crm.deal.list", "scope": "scope" } })).await.json();
    assert_eq!(batch["result"]["result"]["deals"], body["result"]);
    assert_eq!(batch["result"]["result_total"]["deals"], 1);
    assert!(batch["result"]["result_time"]["deals"].is_object());
    assert_eq!(portal.sandbox.missing(), []);
}

#[tokio::test]
async fn commands_of_a_batch_refer_to_what_a_stub_answered() {
    let portal = Portal::start().await;
    put(&portal, "crm.deal.get", json!({ "result": { "COMPANY_ID": "32" } })).await;
    let cmd = json!({
        "deal": "crm.deal.get?id=1",
        "contacts": "crm.company.contact.items.get?id=$result[deal][COMPANY_ID]",
    });
    let batch = portal.call("batch", json!({ "cmd": cmd })).await.json();
    assert_eq!(batch["result"]["result"]["contacts"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn files_are_read_anew_for_each_call() {
    let (directory, portal) = with_directory().await;
    write(&directory, LIST, json!({ "error": "ACCESS_DENIED", "error_description": "No.", "status": 403 }));
    let refused = portal.call(LIST, json!({})).await;
    assert_eq!(
        (refused.status, refused.body.as_str()),
        (403, r#"{"error":"ACCESS_DENIED","error_description":"No."}"#)
    );
    write(&directory, "crm.deal.get", json!({ "result": { "ID": "1" } }));
    assert_eq!(portal.call("crm.deal.get", json!({})).await.json()["result"]["ID"], "1");
    write(&directory, LIST, json!({ "results": [] }));
    let invalid = portal.call(LIST, json!({})).await;
    assert_eq!(invalid.error(), (500, "sandbox/stub-invalid"));
    let says = "the stub crm.deal.list.json cannot be used: it has neither `result` nor `error`";
    assert_eq!(invalid.json(), json!({ "error": "STUB_INVALID", "error_description": says }));
    fs::remove_file(directory.path().join("crm.deal.list.json")).expect("removed");
    assert_eq!(portal.call(LIST, json!({})).await.status, 501);
    fs::remove_file(directory.path().join("crm.deal.get.json")).expect("removed");
    directory.close().expect("removed");
    assert_eq!(portal.call(LIST, json!({})).await.error(), (500, "sandbox/stub-invalid"));
    assert_eq!(portal.call("no.such.method", json!({})).await.status, 404);
}

#[tokio::test]
async fn a_file_that_is_no_stub_keeps_the_sandbox_from_starting() {
    let directory = tempfile::tempdir().expect("a directory");
    write(&directory, "crm.company.list", json!({ "result": [] }));
    let config = Config { stubs: Some(directory.path().to_owned()), ..Config::default() };
    let refused = Sandbox::builder().config(config.clone()).start().await.expect_err("a refusal");
    assert!(refused.is_configuration());
    assert!(
        refused.to_string().contains("crm.company.list.json: the sandbox has crm.company.list itself"),
        "{refused}"
    );
    let portal = Portal::start().await;
    let configured = answer(portal.client.put(portal.control_url("config")).json(&config)).await;
    assert_eq!(configured.status, 400, "{}", configured.body);
    assert_eq!(portal.call(LIST, json!({})).await.status, 501);
}

#[tokio::test]
async fn stubs_can_be_put_and_taken_away_while_it_runs() {
    let (_directory, portal) = with_directory().await;
    let given = put(&portal, "CRM.deal.list", json!({ "result": [] })).await;
    assert_eq!((given.status, given.json()), (200, json!({ "method": LIST, "doubt": null })));
    assert_eq!(portal.call(LIST, json!({})).await.json()["result"], json!([]));
    put(&portal, "crm.lead.get", json!({ "error": "NOT_FOUND" })).await;
    let expected = json!({ "stubs": [
        { "method": LIST, "from": "put", "stub": { "status": 200, "result": [] } },
        { "method": "crm.lead.get", "from": "put", "stub": { "status": 400, "error": "NOT_FOUND" } },
    ]});
    assert_eq!(portal.control("stubs").await.json(), expected);
    assert_eq!(
        [delete(&portal, "stubs/crm.deal.LIST").await, delete(&portal, "stubs/crm.deal.list").await],
        [200, 404]
    );
    assert_eq!(portal.call(LIST, json!({})).await.json()["total"], 1, "the file's answer is back");
    let expected = json!({ "method": LIST, "from": "file", "stub": {
        "status": 200, "result": [{ "ID": "1" }], "total": 1,
    }});
    assert_eq!(portal.control("stubs").await.json()["stubs"][0], expected);
    assert_eq!(delete(&portal, "stubs").await, 200);
    assert_eq!(portal.call("crm.lead.get", json!({})).await.status, 501);
    put(&portal, "crm.lead.get", json!({ "result": 1 })).await;
    portal.control_post("reset", json!({})).await;
    assert_eq!(portal.call("crm.lead.get", json!({})).await.status, 501);
}

#[tokio::test]
async fn what_cannot_be_a_stub_is_refused_in_a_sentence() {
    let portal = Portal::start().await;
    for (method, stub, says) in [
        ("crm.company.list", json!({ "result": 1 }), "the sandbox has crm.company.list itself"),
        (LIST, json!([]), "the body is no stub: a stub is an object with `result` or `error`"),
        ("..%2Fcrm.deal.list", json!({ "result": 1 }), "the name of a method consists of"),
    ] {
        let refused = put(&portal, method, stub).await;
        let sentence = refused.json()["error"].as_str().expect("a sentence").to_owned();
        assert!(refused.status == 400 && sentence.starts_with(says), "{sentence}");
    }
}

#[tokio::test]
async fn methods_of_a_portals_own_can_be_stubbed() {
    let portal = Portal::start().await;
    let doubtful = put(&portal, "acme.Order.sync", json!({ "result": true })).await.json();
    assert!(doubtful["doubt"].as_str().is_some_and(|doubt| doubt.contains("acme.Order.sync")), "{doubtful}");
    assert_eq!(portal.call("acme.order.SYNC", json!({})).await.json()["result"], true);
    let cmd = portal.call("batch", json!({ "cmd": ["acme.order.sync"] })).await.json();
    assert_eq!(cmd["result"]["result"], json!([true]));
    delete(&portal, "stubs").await;
    assert_eq!(portal.call("acme.order.sync", json!({})).await.error(), (404, "system/method-not-found"));
}

#[tokio::test]
async fn a_stubbed_call_is_a_call_like_any_other() {
    let portal = Portal::start().await;
    put(&portal, LIST, json!({ "result": [] })).await;
    let planted = json!({ "error": "system/query-limit-exceeded", "method": LIST });
    assert_eq!(portal.control_post("next-answer", planted).await.status, 200);
    assert_eq!(portal.call("scope", json!({})).await.status, 200);
    assert_eq!(portal.call(LIST, json!({})).await.error(), (503, "system/query-limit-exceeded"));
    assert_eq!(portal.call(LIST, json!({})).await.status, 200);
    let wrong = answer(portal.client.get(portal.url("/rest/1/wrong/crm.deal.list"))).await;
    assert_eq!(wrong.error(), (401, "system/invalid-credentials"));
    let journal = portal.control("journal").await.json();
    assert_eq!(journal["exchanges"][2]["exchange"]["body"]["json"]["result"], json!([]));
}

#[tokio::test]
async fn isolated_portals_have_stubs_of_their_own() {
    let portal = Portal::start().await;
    let isolated = Isolated::open(&portal, json!({})).await;
    put(&portal, LIST, json!({ "result": [] })).await;
    assert_eq!(portal.call(LIST, json!({})).await.status, 200);
    assert_eq!(isolated.call(LIST, json!({})).await.status, 501);
    put_at(&portal, &format!("portals/{}/stubs/{LIST}", isolated.name), json!({ "result": 5 })).await;
    assert_eq!(isolated.call(LIST, json!({})).await.json()["result"], 5);
    assert_eq!(portal.call(LIST, json!({})).await.json()["result"], json!([]));
    assert_eq!(delete(&portal, &format!("portals/{}", isolated.name)).await, 200);
    assert_eq!(portal.sandbox.missing(), [(LIST.to_owned(), 1)], "what ended portals missed is still told");
}
