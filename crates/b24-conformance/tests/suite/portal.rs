//! A portal of a few lines, which answers as each test likes.

use std::sync::{Arc, Mutex};

use b24_conformance::{Error, Event, Options, Rate, Target, Verdict, run};
use b24_contract::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Code of the webhook in these tests; it must appear nowhere.
pub(crate) const CANARY: &str = "canary0webhook0canary";

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Request line and headers.
    pub(crate) head: String,
    /// Body.
    pub(crate) body: String,
}

/// What the portal does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Sends these bytes and closes.
    Send(Vec<u8>),
    /// Sends these bytes and keeps the connection open without another word.
    Hang(Vec<u8>),
}

/// A portal on a free port. It lives as long as the runtime of its test.
pub(crate) struct Portal {
    address: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Portal {
    /// Starts a portal; `act` gets each request with its number, from 0.
    pub(crate) async fn start(act: impl Fn(usize, &Request) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port").to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (act, seen) = (Arc::new(act), requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, act.clone(), seen.clone()));
            }
        });
        Self { address, requests }
    }

    /// The target that the suite gets: a webhook and nothing else.
    pub(crate) fn target(&self) -> Target {
        let webhook = format!("http://{}/rest/1/{CANARY}/", self.address);
        Target::of_webhook(&Secret::new(webhook)).expect("a webhook")
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no test panics here").clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    act: Arc<impl Fn(usize, &Request) -> Act>,
    seen: Arc<Mutex<Vec<Request>>>,
) -> Option<()> {
    let request = read(&mut stream).await?;
    let number = {
        let mut seen = seen.lock().expect("no test panics here");
        seen.push(request.clone());
        seen.len() - 1
    };
    match act(number, &request) {
        Act::Send(bytes) => stream.write_all(&bytes).await.ok()?,
        Act::Hang(bytes) => {
            stream.write_all(&bytes).await.ok()?;
            std::future::pending::<()>().await;
        }
    }
    stream.shutdown().await.ok()
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let length = stream.read(&mut chunk).await.ok()?;
        bytes.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let announced =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= announced.unwrap_or(0) {
                return Some(Request { head: head.to_owned(), body: body.to_owned() });
            }
        }
        if length == 0 {
            return None;
        }
    }
}

/// An HTTP answer with a status line, a content type and a body.
pub(crate) fn answer(status: &str, content_type: &str, body: &[u8]) -> Act {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    Act::Send([head.as_bytes(), body].concat())
}

/// A JSON answer.
pub(crate) fn json(status: &str, body: &str) -> Act {
    answer(status, "application/json; charset=utf-8", body.as_bytes())
}

/// A successful answer of `crm.company.contact.items.get` that keeps the contract.
pub(crate) fn success() -> Act {
    json(
        "200 OK",
        r#"{"result":[],"time":{"start":1724078791.5,"finish":1724078791.75,"duration":0.25,"processing":0.1,
           "date_start":"2024-08-19T16:46:31+02:00","date_finish":"2024-08-19T16:46:31+02:00"}}"#,
    )
}

/// An error answer of the method.
pub(crate) fn owner_invalid() -> Act {
    json(
        "400 Bad Request",
        r#"{"error":"","error_description":"The parameter ownerEntityID is invalid or not defined."}"#,
    )
}

/// Options with short waits, for the cases that a text selects.
pub(crate) fn only(filter: &str) -> Options {
    Options {
        filter: Some(filter.to_owned()),
        timeout: std::time::Duration::from_millis(300),
        throttle_wait: std::time::Duration::ZERO,
        rate: Rate::Unlimited,
        patience: std::time::Duration::ZERO,
        sample: 0,
        cases: 2,
        ..Options::default()
    }
}

/// A run with all its events.
pub(crate) async fn ran(target: &Target, options: &Options) -> (Result<Verdict, Error>, Vec<Event>) {
    let mut events = Vec::new();
    let verdict = run(target, options, |event| events.push(event.clone())).await;
    (verdict, events)
}
