//! Every answer names the clause behind it.

use b24_contract::{ClauseId, Method, contract};
use serde_json::json;

use crate::portal::{Portal, answer, raw};

/// Whether the contract has a clause of this id, so that `b24 explain` tells of it.
fn is_known(clause: &str) -> bool {
    contract().source_of(&ClauseId::new(clause)).is_some()
}

#[tokio::test]
async fn every_method_names_its_result_or_its_error() {
    let portal = Portal::start().await;
    let mut succeeded = 0;
    for method in Method::ALL {
        assert!(is_known(method.row().result), "{method}");
        for params in
            [json!({}), json!({ "id": 7, "cmd": [], "fields": {}, "items": [], "name": "scope", "ACCESS": [] })]
        {
            let answered = portal.call(method.name(), params).await;
            let clause = answered.header("b24-clause").expect("a clause");
            assert!(is_known(clause), "{method}: {clause}");
            assert_eq!(clause == method.row().result, answered.status == 200, "{method}: {clause}");
            succeeded += usize::from(answered.status == 200);
        }
    }
    assert!(succeeded > Method::ALL.len(), "{succeeded} calls succeeded");
}

#[tokio::test]
async fn answers_in_xml_and_to_refused_requests_do_too() {
    let portal = Portal::start().await;
    let webhook = portal.announcement().webhook.clone();
    let clause = async |url: String| answer(portal.client.get(url)).await.error().1.to_owned();
    assert_eq!(clause(format!("{webhook}scope.xml")).await, "scope.result#");
    assert_eq!(clause(format!("{webhook}no.such.method")).await, "system/method-not-found");
    assert_eq!(clause(portal.url("/rest/1/wrong/scope")).await, "system/invalid-credentials");
    let put = answer(portal.client.put(format!("{webhook}scope"))).await;
    assert_eq!(put.error(), (405, "system/verb-not-allowed"));
}

#[tokio::test]
async fn what_is_no_call_is_the_sandboxs_own() {
    let portal = Portal::changed(|config| config.body_timeout = 1).await;
    let elsewhere = answer(portal.client.get(portal.url("/elsewhere"))).await;
    assert_eq!(elsewhere.error(), (404, "sandbox/not-found"));
    let named = async |request| answer(request).await.header("b24-clause").expect("a clause").to_owned();
    assert_eq!(named(portal.client.get(portal.url("/healthz"))).await, "sandbox/health");
    for path in ["", "health", "nothing", "portals/nobody/health"] {
        assert_eq!(named(portal.client.get(portal.control_url(path))).await, "sandbox/control", "{path}");
    }
    let preflight = portal.client.request(reqwest::Method::OPTIONS, portal.url("/rest/1/sandbox/scope"));
    let preflight = preflight.header("Origin", "http://page.test").header("Access-Control-Request-Method", "POST");
    assert_eq!(named(preflight).await, "sandbox/preflight");
    let head = "POST /rest/1/sandbox/scope HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 5\r\n\r\n";
    let late = raw(portal.sandbox.address(), head).await;
    assert!(late.starts_with("HTTP/1.1 408 ") && late.contains("b24-clause: sandbox/request-timeout"), "{late}");
}

#[tokio::test]
async fn the_journal_tells_the_clause() {
    let portal = Portal::start().await;
    portal.call("scope", json!({})).await;
    portal.call("crm.deal.list", json!({})).await;
    let journal = portal.control("journal").await.json();
    let clause = |index: usize| {
        let headers = journal["exchanges"][index]["exchange"]["headers"].as_array().expect("headers").clone();
        headers.into_iter().find(|header| header[0] == "b24-clause").expect("a clause")[1].clone()
    };
    assert_eq!([clause(0), clause(1)], ["scope.result#", "sandbox/not-in-sandbox"]);
}
