//! Calling forms: paths, spellings, verbs, formats, browsers.

use reqwest::Method;
use serde_json::json;

use crate::portal::{GET, Portal, answer, raw};

#[tokio::test]
async fn every_path_that_sdks_send_reaches_the_method() {
    let portal = Portal::start().await;
    for path in [
        format!("/rest/1/sandbox/{GET}"),
        format!("/rest/1/sandbox/{GET}.json"),
        format!("/rest/1/sandbox/{GET}/"),
        format!("/rest/1/sandbox//{GET}/?bx24_request_id=0190cf5c-0000-7000-8000-000000000000"),
        format!("/rest/1/sandbox/{GET}?bx24_sdk_ver=2.1.0&bx24_sdk_type=b24-js-sdk&x[y][]=z"),
        format!("//rest/1/sandbox/{}", GET.to_uppercase()),
        "/rest/1/sandbox/CRM.Company.Contact.Items.Get.JSON".to_owned(),
    ] {
        let sent = portal.client.post(portal.url(&path)).json(&json!({ "id": 32 }));
        assert_eq!(answer(sent).await.contacts(), [7, 8, 9], "{path}");
    }
    let token = portal.announcement().oauth.access_token.as_deref().expect("a token");
    for path in [format!("/rest/{GET}"), format!("/rest//{GET}"), format!("/rest//{GET}.json/")] {
        let sent = portal.client.post(portal.url(&path)).json(&json!({ "id": "32", "auth": token }));
        assert_eq!(answer(sent).await.contacts(), [7, 8, 9], "{path}");
    }
}

#[tokio::test]
async fn get_takes_parameters_from_the_query_and_may_have_none() {
    let portal = Portal::start().await;
    let url = format!("{}{GET}", portal.announcement().webhook);
    assert_eq!(answer(portal.client.get(format!("{url}?ID=32&__order=order0000000000"))).await.contacts(), [7, 8, 9]);
    let none = answer(portal.client.get(url)).await;
    assert_eq!(none.error(), (400, "crm.company.contact.items.get/owner-invalid"));
}

#[tokio::test]
async fn other_verbs_are_refused_with_what_is_allowed() {
    let portal = Portal::start().await;
    for verb in ["PUT", "DELETE", "PATCH", "TRACE", "FOO"] {
        let verb = Method::from_bytes(verb.as_bytes()).expect("a verb");
        let sent = portal.client.request(verb, format!("{}{GET}", portal.announcement().webhook)).body("{}");
        let refused = answer(sent).await;
        assert_eq!(refused.error(), (405, "system/verb-not-allowed"));
        assert_eq!(refused.header("allow"), Some("GET, POST, OPTIONS"));
    }
    let head = answer(portal.client.head(format!("{}{GET}", portal.announcement().webhook))).await;
    assert_eq!((head.status, head.body.as_str()), (405, ""));
}

#[tokio::test]
async fn xml_is_written_when_the_path_asks_for_it() {
    let portal = Portal::start().await;
    let url = format!("{}{GET}.xml", portal.announcement().webhook);
    let links = answer(portal.client.post(&url).json(&json!({ "id": 32 }))).await;
    assert_eq!(links.header("content-type"), Some("text/xml; charset=utf-8"));
    let first = "<item><CONTACT_ID>7</CONTACT_ID><SORT>100</SORT><ROLE_ID>0</ROLE_ID><IS_PRIMARY>Y</IS_PRIMARY></item>";
    let start = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><response><result>{first}<item>");
    assert!(links.body.starts_with(&start), "{}", links.body);
    assert!(links.body.contains("</result><time><start>"), "{}", links.body);
    let refused = answer(portal.client.post(&url).json(&json!({}))).await;
    assert_eq!(refused.error(), (400, "crm.company.contact.items.get/owner-invalid"));
    let text = "The parameter ownerEntityID is invalid or not defined.";
    assert!(refused.body.contains(&format!("<error/><error_description>{text}</error_description>")));
}

#[tokio::test]
async fn browsers_may_call_from_pages_of_any_origin() {
    let portal = Portal::start().await;
    let url = format!("{}{GET}", portal.announcement().webhook);
    let preflight = portal
        .client
        .request(Method::OPTIONS, &url)
        .header("Origin", "https://app.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type, authorization");
    let preflight = answer(preflight).await;
    assert_eq!((preflight.status, preflight.body.as_str()), (200, ""));
    assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
    assert_eq!(preflight.header("access-control-allow-methods"), Some("GET,POST"));
    assert_eq!(preflight.header("access-control-allow-headers"), Some("content-type, authorization"));
    for (id, status) in [(32, 200), (0, 400)] {
        let sent = portal.client.post(&url).header("Origin", "https://app.example").json(&json!({ "id": id }));
        let answered = answer(sent).await;
        assert_eq!((answered.status, answered.header("access-control-allow-origin")), (status, Some("*")));
        assert_eq!(answered.header("access-control-expose-headers"), Some("b24-clause,b24-fault,b24-deviation"));
    }
}

#[tokio::test]
async fn an_offer_of_http_2_is_ignored() {
    let portal = Portal::start().await;
    let request = format!(
        "POST /rest/1/sandbox/{GET}/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\
         Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Type: application/json\r\n\
         Content-Length: 9\r\n\r\n{{\"id\":32}}"
    );
    let answer = raw(portal.sandbox.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#"{"result":[{"CONTACT_ID":7"#), "{answer}");
    let preface = raw(portal.sandbox.address(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    assert!(!preface.contains("200"), "{preface}");
}

#[tokio::test]
async fn nothing_but_rest_and_control_is_served_and_nothing_is_redirected() {
    let portal = Portal::start().await;
    for path in ["/", "/restful", "/oauth/", "/favicon.ico"] {
        let nothing = answer(portal.client.get(portal.url(path))).await;
        assert_eq!(nothing.status, 404, "{path}");
        assert!(nothing.json()["error_description"].as_str().expect("text").contains("/rest/"));
    }
    for path in ["/rest", "/rest/", "/rest/1/sandbox", "/rest/1/sandbox/"] {
        assert_eq!(
            answer(portal.client.get(portal.url(path))).await.error(),
            (404, "system/method-not-found"),
            "{path}"
        );
    }
}
