//! Input that is wrong, huge, deep, slow or cut off.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::portal::{GET, Portal, answer, raw};

const OWNER_INVALID: (u16, &str) = (400, "crm.company.contact.items.get/owner-invalid");

#[tokio::test]
async fn ids_that_are_none() {
    let portal = Portal::start().await;
    for id in [
        json!(0),
        json!(-32),
        json!("company"),
        json!(""),
        json!(null),
        json!([32]),
        json!({ "ID": 32 }),
        json!(32.5),
        json!(1e300),
        json!(i64::MAX),
        json!("99999999999999999999"),
    ] {
        assert_eq!(portal.call(GET, json!({ "id": id })).await.error(), OWNER_INVALID, "{id}");
    }
    let url = format!("{}{GET}", portal.announcement().webhook);
    for body in [r#"{"id":123456789012345678901234567890}"#, r#"{"id":1e999}"#] {
        let sent = portal.client.post(&url).header("Content-Type", "application/json").body(body);
        assert_eq!(answer(sent).await.error(), OWNER_INVALID, "{body}");
    }
    assert_eq!(portal.call(GET, json!({ "id": 9_007_199_254_740_991_i64 })).await.json()["result"], json!([]));
}

#[tokio::test]
async fn links_with_odd_values() {
    let portal = Portal::start().await;
    let company = portal.company().await;
    let add = |fields: Value| portal.call("crm.company.contact.add", json!({ "id": company, "fields": fields }));
    for contact in [json!(0), json!("x"), json!([7]), json!(null)] {
        let refused = add(json!({ "CONTACT_ID": contact })).await;
        assert_eq!(refused.error(), (400, "crm.company.contact.add/fields-invalid"), "{contact}");
    }
    for (contact, sort, expected) in [
        (7, json!(i64::MAX), i32::MAX),
        (8, json!("-1e30"), i32::MIN),
        (9, json!("x"), i32::MAX),
        (10, json!([]), i32::MAX),
    ] {
        assert_eq!(add(json!({ "CONTACT_ID": contact, "SORT": sort })).await.json()["result"], json!(true));
        let links = portal.call(GET, json!({ "id": company })).await.json();
        let links = links["result"].as_array().expect("links").clone();
        let own = links.iter().find(|link| link["CONTACT_ID"] == contact).expect("the link");
        assert_eq!(own["SORT"], json!(expected), "{sort}");
    }
}

#[tokio::test]
async fn parameters_may_not_nest_without_end() {
    let portal = Portal::start().await;
    let url = format!("{}{GET}", portal.announcement().webhook);
    let deep = |levels: usize| format!("{{\"id\":32,\"x\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    let json = |body| portal.client.post(&url).header("Content-Type", "application/json").body(body);
    assert_eq!(answer(json(deep(64))).await.contacts(), [7, 8, 9]);
    assert_eq!(answer(json(deep(65))).await.error(), (400, "system/nesting-too-deep"));
    assert_eq!(answer(json(deep(100_000))).await.error(), (400, "system/nesting-too-deep"));
    let query = format!("{url}?id=32&x{}=1", "[a]".repeat(65));
    assert_eq!(answer(portal.client.get(query)).await.error(), (400, "system/nesting-too-deep"));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_and_the_connection_goes_on() {
    let portal = Portal::changed(|config| config.body_limit = 1000).await;
    let mut stream = TcpStream::connect(portal.sandbox.address()).await.expect("a connection");
    let request = |body: &str| {
        let length = body.len();
        let head = format!("POST /rest/1/sandbox/{GET} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json");
        format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}")
    };
    let large = format!("{{\"id\":32,\"x\":\"{}\"}}", "x".repeat(500_000));
    for (body, status, says) in
        [(large.as_str(), "413 Payload Too Large", "ERROR_REQUEST_TOO_LARGE"), (r#"{"id":32}"#, "200 OK", "CONTACT_ID")]
    {
        stream.write_all(request(body).as_bytes()).await.expect("sent");
        let mut answer = vec![0; 4096];
        let read = stream.read(&mut answer).await.expect("an answer");
        let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.contains(says), "{answer}");
    }
}

#[tokio::test]
async fn a_client_that_asks_first_is_told_before_it_sends() {
    let portal = Portal::changed(|config| config.body_limit = 1000).await;
    let request = format!(
        "POST /rest/1/sandbox/{GET} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n"
    );
    let answer = raw(portal.sandbox.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 413 Payload Too Large"), "{answer}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let portal = Portal::changed(|config| config.body_timeout = 0).await;
    let request = format!("POST /rest/1/sandbox/{GET} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{{");
    let answer = raw(portal.sandbox.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout"), "{answer}");
}

#[tokio::test]
async fn requests_that_are_no_http_harm_nobody() {
    let portal = Portal::start().await;
    for request in [
        "\u{0}\u{1}\u{2}\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        format!("GET /rest/{} HTTP/1.1\r\n\r\n", "a".repeat(1_000_000)),
        "POST /rest/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n".to_owned(),
        "POST /rest/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".to_owned(),
    ] {
        let mut stream = TcpStream::connect(portal.sandbox.address()).await.expect("a connection");
        // The sandbox may close before it has read everything.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    }
    let mut cut_off = TcpStream::connect(portal.sandbox.address()).await.expect("a connection");
    cut_off.write_all(b"POST /rest/x HTTP/1.1\r\nContent-Length: 10\r\n\r\n1").await.expect("sent");
    drop(cut_off);
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_survived() {
    let portal = Portal::start().await;
    let url = format!("{}{GET}", portal.announcement().webhook);
    for (content_type, body) in [
        ("application/json", b"\xff\xfe{}".to_vec()),
        ("application/x-www-form-urlencoded", b"\xff=%ff&%00[\x00]=1".to_vec()),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\xff\r\n--b--".to_vec(),
        ),
    ] {
        let sent = portal.client.post(&url).header("Content-Type", content_type).body(body);
        assert_eq!(answer(sent).await.error(), OWNER_INVALID, "{content_type}");
    }
    let named = answer(portal.client.get(portal.url("/rest/1/sandbox/%ff%00%2e.xml"))).await;
    assert_eq!(named.error(), (404, "system/method-not-found"));
    assert_eq!(portal.control("journal").await.status, 200);
}
