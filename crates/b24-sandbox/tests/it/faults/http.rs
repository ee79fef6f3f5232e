//! What HTTP clients see of faults: status, headers, body, and what the journal keeps of them.

use serde_json::json;

use super::ADD;
use crate::portal::{GET, Portal};

#[tokio::test]
async fn a_gateway_answers_with_a_page() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "page", "status": 503 })).await;
    let page = portal.call(GET, json!({ "id": 32 })).await;
    assert_eq!(page.error(), (503, "sandbox/fault/page"));
    assert_eq!((page.header("content-type"), page.header("b24-fault")), (Some("text/html"), Some("1")));
    assert!(page.body.contains("<h1>503 Service Unavailable</h1>"), "{}", page.body);
    let journal = portal.last_exchange().await;
    assert_eq!((&journal["status"], &journal["body"]["text"]), (&json!(503), &json!(page.body)));
}

#[tokio::test]
async fn any_status_with_any_body_can_be_had() {
    let portal = Portal::start().await;
    for (status, body, content_type) in [
        (429, r#"{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}"#, "application/json"),
        (429, "", "text/plain"),
        (503, "later", "text/plain"),
        (200, "<?php", "text/html"),
        (204, "", "text/plain"),
        (599, "x", "text/plain"),
    ] {
        let fault =
            json!({ "what": "status", "status": status, "body": body, "content_type": content_type, "times": 1 });
        portal.fault(fault).await;
        let met = portal.call(GET, json!({ "id": 32 })).await;
        assert_eq!(met.error(), (status, "sandbox/fault/status"));
        assert_eq!((&*met.body, met.header("content-type")), (body, Some(content_type)));
    }
}

#[tokio::test]
async fn every_error_of_the_contract_may_come_and_is_told_as_what_it_is() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "error", "error": "system/query-limit-exceeded" })).await;
    let met = portal.call(GET, json!({ "id": 32 })).await;
    assert_eq!(met.error(), (503, "system/query-limit-exceeded"));
    assert_eq!((met.json()["error"].clone(), met.header("b24-fault")), (json!("QUERY_LIMIT_EXCEEDED"), Some("1")));
}

#[tokio::test]
async fn a_right_body_may_have_a_wrong_type_or_be_missing() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "content-type", "times": 1 })).await;
    let html = portal.call(GET, json!({ "id": 32 })).await;
    assert_eq!((html.contacts(), html.header("content-type")), (vec![7, 8, 9], Some("text/html; charset=utf-8")));
    portal.fault(json!({ "what": "empty", "times": 1 })).await;
    let empty = portal.call(GET, json!({ "id": 32 })).await;
    assert_eq!((empty.error(), &*empty.body), ((200, "sandbox/fault/empty"), ""));
    assert_eq!(empty.header("content-length"), Some("0"));
}

#[tokio::test]
async fn pages_of_any_origin_see_which_fault_it_was() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "page" })).await;
    let url = format!("{}{GET}", portal.announcement().webhook);
    let sent = portal.client.get(url).header("Origin", "https://example.com").send().await.expect("an answer");
    let exposed = sent.headers()["access-control-expose-headers"].to_str().expect("text").to_owned();
    assert!(exposed.contains("b24-fault") && exposed.contains("b24-clause"), "{exposed}");
}

#[tokio::test]
async fn the_journal_shows_what_was_sent() {
    let portal = Portal::start().await;
    for (fault, status, body) in [
        (json!({ "what": "reset" }), 0, json!("empty")),
        (json!({ "what": "answer-lost", "by": "close" }), 0, json!("empty")),
        (json!({ "what": "truncated", "bytes": 9 }), 200, json!({ "text": "{\"result\"" })),
        (json!({ "what": "empty" }), 200, json!("empty")),
    ] {
        let id = portal.fault(fault.clone()).await[0];
        let _ = portal.try_add("A").await;
        let journal = portal.last_exchange().await;
        assert_eq!((&journal["status"], &journal["body"]), (&json!(status), &body), "{fault}");
        let clause = format!("sandbox/fault/{}", fault["what"].as_str().expect("a kind"));
        let headers = journal["headers"].as_array().expect("headers");
        assert!(headers.contains(&json!(["b24-clause", clause])), "{journal}");
        assert!(headers.contains(&json!(["b24-fault", id.to_string()])), "{journal}");
        assert_eq!(journal["method"], ADD);
        portal.client.delete(portal.control_url("faults")).send().await.expect("an answer");
    }
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn faults_act_one_after_the_other() {
    let portal = Portal::start().await;
    let faults = json!([
        { "what": "content-type" },
        { "what": "latency", "seconds": 0 },
        { "what": "error", "error": "system/overload-limit" },
        { "what": "page" },
    ]);
    portal.fault(faults).await;
    let met = portal.call(GET, json!({ "id": 32 })).await;
    assert_eq!((met.status, met.json()["error"].clone()), (503, json!("OVERLOAD_LIMIT")));
    assert_eq!(met.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(
        (met.header("b24-clause"), met.header("b24-fault")),
        (Some("sandbox/fault/content-type"), Some("1, 2, 3"))
    );
}
