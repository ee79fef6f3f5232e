//! Life as a service: health, and the bounds of connections, headers and time.

use std::time::Duration;

use b24_contract::Secret;
use b24_sandbox::{Config, Sandbox};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::portal::{Portal, answer, client, raw};

#[tokio::test]
async fn health_is_told_to_everybody_on_every_address() {
    let mut config = Config { require_https: true, ..Config::default() };
    config.set_webhook_code(Secret::new("own"));
    let everywhere = "0.0.0.0:0".parse().expect("an address");
    let sandbox = Sandbox::builder().config(config).listen(everywhere).start().await.expect("a sandbox");
    let url = format!("http://127.0.0.1:{}/healthz", sandbox.address().port());
    let health = answer(client().get(&url)).await;
    assert_eq!((health.status, health.body.as_str()), (200, r#"{"status":"ok"}"#));
    assert_eq!(answer(client().head(&url)).await.status, 200);
    assert_eq!(answer(client().post(&url)).await.status, 405);
}

#[tokio::test]
async fn headers_beyond_the_bounds_are_refused_with_a_sentence() {
    let portal = Portal::start().await;
    let address = portal.sandbox.address();
    let request = |headers: &str| format!("GET /rest/1/sandbox/profile HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
    let many: String = (0..150).map(|number| format!("X-{number}: a\r\n")).collect();
    let large = format!("X-A: {}\r\n", "a".repeat(70 * 1024));
    for headers in [many, large] {
        let told = raw(address, request(&headers)).await;
        assert!(told.starts_with("HTTP/1.1 431 ") && told.contains("\"error_description\":\"A request may"), "{told}");
        assert!(told.contains("b24-clause: sandbox/request-headers-too-large"), "{told}");
    }
    let few: String = (0..90).map(|number| format!("X-{number}: a\r\n")).collect();
    let told = raw(address, request(&format!("Connection: close\r\nX-A: {}\r\n{few}", "a".repeat(60 * 1024)))).await;
    assert!(told.starts_with("HTTP/1.1 200 "), "{told}");
    let endless: String = (0..10_000).map(|number| format!("X-{number}: a\r\n")).collect();
    let told = raw(address, request(&endless)).await;
    assert!(told.starts_with("HTTP/1.1 431 "), "{told}");
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_answered_504_and_done_nevertheless() {
    let slow = "request_timeout = 0\n[[faults]]\nwhat = \"latency\"\nseconds = 0.3\nmethod = \"crm.company.add\"";
    let portal = Portal::with(Config::from_toml(slow).expect("TOML")).await;
    let params = json!({ "fields": { "TITLE": "Late" } });
    let late = portal.call("crm.company.add", params).await;
    assert_eq!(late.error(), (504, "sandbox/gateway-timeout"));
    let journalled = async {
        while portal.control("health").await.json()["exchanges"] == json!(0) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), journalled).await.expect("the call comes to its end");
    assert_eq!(answer(portal.client.put(portal.control_url("config")).json(&json!({}))).await.status, 200);
    let kept = portal.call("crm.company.get", json!({ "id": 1001 })).await;
    assert_eq!(kept.json()["result"]["TITLE"], json!("Late"));
}

#[tokio::test]
async fn beyond_the_greatest_number_of_connections_the_next_one_waits() {
    let portal = Portal::changed(|config| config.connections = 2).await;
    let address = portal.sandbox.address();
    let request = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut answer = [0; 12];
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(request).await.expect("sent");
        stream.read_exact(&mut answer).await.expect("an answer");
        open.push(stream);
    }
    let mut waiting = TcpStream::connect(address).await.expect("the system accepts it");
    waiting.write_all(request).await.expect("sent");
    let early = tokio::time::timeout(Duration::from_millis(100), waiting.read_exact(&mut answer)).await;
    assert!(early.is_err(), "there was no place for it");
    open.pop();
    waiting.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test]
async fn no_connection_at_all_is_refused() {
    let config = Config { connections: 0, ..Config::default() };
    let error = Sandbox::builder().config(config).start().await.expect_err("nobody could call");
    assert!(error.is_configuration() && error.to_string().contains("connections"), "{error}");
}
