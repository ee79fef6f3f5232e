//! A server that answers as it was told and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use b24_client::{Portal, PortalBuilder, Secret};
use b24_contract::{Method, judge};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Stands for a webhook's code and for an access token. It may appear on the wire and nowhere else.
pub(crate) const CANARY: &str = "canary4f1d2";

/// First byte of a client that wants to speak TLS.
const TLS_HANDSHAKE: u8 = 22;

/// A server on a loopback port of its own, which lives as long as the test's runtime.
pub(crate) struct Fixture {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

/// What a server does with a request.
#[derive(Clone)]
struct Script {
    bytes: Vec<u8>,
    /// Whether the connection stays open afterwards.
    hangs: bool,
}

impl Fixture {
    /// A server that answers with `answer`, head and all, and closes the connection.
    pub(crate) async fn new(answer: impl Into<Vec<u8>>) -> Self {
        Self::serve(vec![Script { bytes: answer.into(), hangs: false }], None).await
    }

    /// A server that answers with a JSON body.
    pub(crate) async fn json(status: &str, body: &str) -> Self {
        Self::new(json(status, body)).await
    }

    /// A server that answers with one JSON body after the other, and then always with the last one.
    pub(crate) async fn sequence(bodies: impl IntoIterator<Item = Value>) -> Self {
        let answers = bodies.into_iter().map(|body| json("200 OK", &body.to_string()).into_bytes());
        Self::serve(answers.map(|bytes| Script { bytes, hangs: false }).collect(), None).await
    }

    /// A server that takes a request and never answers.
    pub(crate) async fn silent() -> Self {
        Self::stalling("").await
    }

    /// A server that begins to answer and goes silent.
    pub(crate) async fn stalling(beginning: &str) -> Self {
        Self::serve(vec![Script { bytes: beginning.into(), hangs: true }], None).await
    }

    /// A server that speaks TLS and answers with `answer`.
    pub(crate) async fn tls(acceptor: TlsAcceptor, answer: impl Into<Vec<u8>>) -> Self {
        Self::serve(vec![Script { bytes: answer.into(), hangs: false }], Some(acceptor)).await
    }

    async fn serve(answers: Vec<Script>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::default();
        let log = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answers, log, tls) = (answers.clone(), Arc::clone(&log), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                converse(stream, &answers, log).await;
                            }
                        }
                        None => converse(stream, &answers, log).await,
                    }
                });
            }
        });
        Self { address, requests }
    }

    /// Host and port.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The URL of a webhook whose code is the canary.
    pub(crate) fn webhook_url(&self) -> String {
        format!("http://{}/rest/1/{CANARY}/", self.address)
    }

    /// A portal by that webhook.
    pub(crate) fn webhook(&self) -> Portal {
        self.webhook_with(Portal::builder())
    }

    /// A portal by that webhook, with options.
    pub(crate) fn webhook_with(&self, builder: PortalBuilder) -> Portal {
        builder.webhook(&self.webhook_url()).unwrap()
    }

    /// A portal by an access token that is the canary.
    pub(crate) fn oauth(&self) -> Portal {
        Portal::oauth(&format!("http://{}/rest/", self.address), Secret::new(CANARY)).unwrap()
    }

    /// The requests so far as they came, with the canary and the port replaced.
    pub(crate) fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests.iter().map(|request| self.masked(request)).collect()
    }

    /// Method and parameters of each request so far, one a line. All of them keep the contract.
    pub(crate) fn sent(&self) -> String {
        let requests = self.requests();
        let lines = requests.iter().map(|request| {
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            let method = head.split_whitespace().nth(1).unwrap().rsplit('/').next().unwrap();
            let findings = judge::request(Method::parse(method).unwrap(), &body.parse().unwrap());
            assert!(findings.is_empty(), "{method} {body}: {findings:?}");
            format!("{method} {body}")
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A text with the canary and the port replaced.
    pub(crate) fn masked(&self, text: &str) -> String {
        text.replace(CANARY, "{secret}").replace(&self.address.to_string(), "{host}")
    }
}

/// An HTTP client of the caller's, which follows redirects as reqwest does by default.
pub(crate) fn own_client() -> reqwest::Client {
    b24_client::install_crypto_provider();
    reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap()
}

fn json(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, answers: &[Script], log: Arc<Mutex<Vec<String>>>) {
    let request = read_request(&mut stream).await;
    let answer = {
        let mut log = log.lock().unwrap();
        log.push(request);
        &answers[log.len().min(answers.len()) - 1]
    };
    // The client may have hung up before all of it was sent.
    let _ = stream.write_all(&answer.bytes).await;
    if answer.hangs {
        let _ = stream.flush().await;
        std::future::pending::<()>().await;
    }
    let _ = stream.shutdown().await;
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut request = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.unwrap_or_default();
        request.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let complete = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
            body.len() >= length.parse().unwrap()
        });
        let is_tls = request.first() == Some(&TLS_HANDSHAKE);
        if complete || is_tls || read == 0 {
            return text;
        }
    }
}
