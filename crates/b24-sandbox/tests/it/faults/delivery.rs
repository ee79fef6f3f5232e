//! What is really on the wire.

use std::error::Error;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use b24_sandbox::{Sandbox, Tls};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::ADD;
use crate::portal::{GET, Portal, trusting};

/// A connection to a sandbox.
struct Line(TcpStream);

/// All bytes that came, and how the connection ended: closed, or with an error.
type End = (String, Result<(), ErrorKind>);

impl Line {
    async fn open(portal: &Portal) -> Self {
        Self(TcpStream::connect(portal.sandbox.address()).await.expect("a connection"))
    }

    async fn send(&mut self, method: &str) {
        let body = "{\"id\":32,\"fields\":{\"TITLE\":\"Wire\"}}";
        let request = format!(
            "POST /rest/1/sandbox/{method} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.write_all(request.as_bytes()).await.expect("sent");
    }

    async fn read(mut self) -> End {
        let mut bytes = Vec::new();
        let end = self.0.read_to_end(&mut bytes).await.map(drop).map_err(|error| error.kind());
        (String::from_utf8(bytes).expect("text"), end)
    }
}

/// What comes of a call of [`GET`].
async fn call(portal: &Portal) -> End {
    let mut line = Line::open(portal).await;
    line.send(GET).await;
    line.read().await
}

fn length(head: &str) -> usize {
    let line = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    line.unwrap_or_else(|| panic!("no length: {head}")).parse().expect("a number")
}

#[tokio::test]
async fn a_reset_is_a_reset_and_a_close_is_a_close() {
    let portal = Portal::start().await;
    for (fault, end) in [
        (json!({ "what": "reset", "times": 1 }), Err(ErrorKind::ConnectionReset)),
        (json!({ "what": "answer-lost", "times": 1 }), Err(ErrorKind::ConnectionReset)),
        (json!({ "what": "close", "times": 1 }), Ok(())),
        (json!({ "what": "answer-lost", "by": "close", "times": 1 }), Ok(())),
    ] {
        portal.fault(fault.clone()).await;
        assert_eq!(call(&portal).await, (String::new(), end), "{fault}");
    }
}

#[tokio::test]
async fn a_reset_may_come_after_an_answer_on_the_same_connection() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "reset", "method": ADD })).await;
    let mut line = Line::open(&portal).await;
    line.send("profile").await;
    let mut first = [0; 15];
    line.0.read_exact(&mut first).await.expect("an answer");
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    line.send(ADD).await;
    assert_eq!(line.read().await.1, Err(ErrorKind::ConnectionReset));
    assert_eq!(portal.titled("Wire").await, 0);
}

#[tokio::test]
async fn a_truncated_body_was_promised_in_full() {
    let portal = Portal::start().await;
    let whole = portal.call(GET, json!({ "id": 32 })).await.body.len();
    for (bytes, sent) in [(Some(20), 20), (Some(0), 0), (None, whole / 2)] {
        portal.fault(json!({ "what": "truncated", "bytes": bytes, "times": 1 })).await;
        let (answer, end) = call(&portal).await;
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert_eq!((length(head).abs_diff(whole) < 20, body.len().abs_diff(sent) < 10), (true, true), "{answer}");
        assert_eq!(end, Ok(()));
    }
}

#[tokio::test]
async fn all_of_a_large_truncated_body_is_sent_to_a_slow_reader() {
    let portal = Portal::start().await;
    let large = json!({ "fields": { "TITLE": "Large", "COMMENTS": "x".repeat(1_900_000) } });
    for _ in 0..5 {
        assert_eq!(portal.call(ADD, large.clone()).await.status, 200);
    }
    portal.fault(json!({ "what": "truncated", "bytes": 9_000_000 })).await;
    let request =
        "GET /rest/1/sandbox/crm.company.list?select[]=COMMENTS&filter[TITLE]=Large HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut line = Line::open(&portal).await;
    line.0.write_all(request.as_bytes()).await.expect("sent");
    let mut first = [0; 1];
    line.0.read_exact(&mut first).await.expect("the head");
    let (rest, end) = line.read().await;
    let (head, body) = rest.split_once("\r\n\r\n").expect("a head");
    assert!(length(head) > 9_000_000, "{head}");
    assert_eq!((body.len(), end), (9_000_000, Ok(())));
}

#[tokio::test]
async fn a_slow_answer_comes_in_pieces() {
    let portal = Portal::start().await;
    let whole = portal.call("user.admin", json!({})).await.body.len();
    portal.fault(json!({ "what": "drip", "bytes": whole.div_ceil(4), "seconds": 0.05 })).await;
    let mut line = Line::open(&portal).await;
    let before = Instant::now();
    line.send("user.admin").await;
    let (mut received, mut reads) = (String::new(), 0);
    let mut buffer = [0; 4096];
    while !received.contains("}}") {
        let read = line.0.read(&mut buffer).await.expect("a piece");
        assert!(read > 0, "it ended early: {received}");
        reads += 1;
        received.push_str(std::str::from_utf8(&buffer[..read]).expect("text"));
    }
    let (head, body) = received.split_once("\r\n\r\n").expect("a head");
    assert_eq!(length(head), body.len());
    // A busy machine may read several pieces at once.
    assert!(reads >= 2, "it came at once");
    assert!(before.elapsed() >= Duration::from_millis(190));
    line.send("profile").await;
    assert!(line.0.read(&mut buffer).await.expect("the next answer") > 0);
}

/// What the system, or encryption, said of a broken connection.
fn kind(error: &reqwest::Error) -> Option<ErrorKind> {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    causes.filter_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind).last()
}

#[tokio::test]
async fn encrypted_connections_break_in_the_same_ways() {
    let sandbox = Sandbox::builder().tls(Tls::default()).start().await.expect("a sandbox");
    let client = trusting(sandbox.ca_pem().expect("a certificate to trust"));
    let portal = Portal { sandbox, client };
    let url = format!("{}{GET}?id=32", portal.announcement().https_webhook.as_ref().expect("an address"));
    let call = || portal.client.get(&url).send();

    portal.fault(json!({ "what": "answer-lost", "times": 1 })).await;
    let error = call().await.expect_err("a reset");
    assert_eq!(kind(&error), Some(ErrorKind::ConnectionReset), "{error:?}");

    portal.fault(json!({ "what": "truncated", "bytes": 9, "times": 1 })).await;
    let mut begun = call().await.expect("a head");
    assert_eq!(begun.chunk().await.expect("the beginning").as_deref(), Some(&b"{\"result\""[..]));
    assert!(begun.chunk().await.is_err());

    portal.fault(json!({ "what": "drip", "bytes": 100, "seconds": 0, "times": 1 })).await;
    let slow = call().await.expect("a head").text().await.expect("a body");
    assert!(slow.starts_with("{\"result\"") && slow.ends_with("}}"), "{slow}");
}
