//! A portal that lies: it passes calls on to a sandbox, and changes what it was asked or what it answers.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use b24_sandbox::{Announcement, Sandbox};
use serde_json::Value;

/// A call on its way to the sandbox, to be changed.
#[derive(Debug)]
pub struct Asked {
    /// Path of the call, in lower case.
    pub path: String,
    /// JSON body; `null` when the body is no JSON, which then stays as it is.
    pub json: Value,
}

/// An answer on its way back, to be changed.
#[derive(Debug)]
pub struct Reply {
    /// Path of the call, in lower case.
    pub path: String,
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// JSON body; `null` when the body is no JSON, which then stays as it is.
    pub json: Value,
}

impl Reply {
    /// Whether the call succeeded.
    pub fn is_success(&self) -> bool {
        self.json.get("result").is_some()
    }
}

type Mishear = Arc<dyn Fn(&mut Asked) + Send + Sync>;
type Lie = Arc<dyn Fn(&mut Reply) + Send + Sync>;

/// A portal that lies. It stops when dropped.
pub struct Liar {
    announcement: Announcement,
    server: tokio::task::JoinHandle<()>,
    _sandbox: Sandbox,
}

#[derive(Clone)]
struct Front {
    upstream: String,
    http: reqwest::Client,
    mishear: Mishear,
    lie: Lie,
}

impl Liar {
    /// Starts a sandbox, and in front of it a server that changes each answer with `lie`.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn start(lie: impl Fn(&mut Reply) + Send + Sync + 'static) -> Self {
        Self::start_with(Arc::new(|_| ()), Arc::new(lie)).await
    }

    /// Starts a sandbox, and in front of it a server that changes each call with `mishear`.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn start_mishearing(mishear: impl Fn(&mut Asked) + Send + Sync + 'static) -> Self {
        Self::start_with(Arc::new(mishear), Arc::new(|_| ())).await
    }

    /// Starts a sandbox, and in front of it a server that changes each call with `mishear` and each answer with `lie`.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn start_doing_both(
        mishear: impl Fn(&mut Asked) + Send + Sync + 'static,
        lie: impl Fn(&mut Reply) + Send + Sync + 'static,
    ) -> Self {
        Self::start_with(Arc::new(mishear), Arc::new(lie)).await
    }

    async fn start_with(mishear: Mishear, lie: Lie) -> Self {
        let sandbox = crate::sandbox().await;
        let upstream = format!("http://{}", sandbox.address());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let own = format!("http://{}", listener.local_addr().expect("a bound port"));
        let announcement = moved(sandbox.announcement(), &upstream, &own);
        b24_client::install_crypto_provider();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        let front = Front { upstream, http: http.build().expect("a client"), mishear, lie };
        let router = axum::Router::new().fallback(pass_on).with_state(front);
        let server = tokio::spawn(async move {
            // The server runs until the liar is dropped.
            let _ = axum::serve(listener, router).await;
        });
        Self { announcement, server, _sandbox: sandbox }
    }

    /// Addresses and credentials; calls meet the liar.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The announcement with the sandbox's address replaced by the liar's.
fn moved(announcement: &Announcement, from: &str, to: &str) -> Announcement {
    let text = serde_json::to_string(announcement).expect("an announcement is JSON");
    serde_json::from_str(&text.replace(from, to)).expect("still an announcement")
}

async fn pass_on(State(front): State<Front>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let path = uri.path().to_ascii_lowercase();
    let url = format!("{}{}", front.upstream, uri.path_and_query().map_or("/", |path| path.as_str()));
    let mut forwarded = headers;
    for hop in ["host", "connection", "upgrade", "http2-settings", "content-length"] {
        forwarded.remove(hop);
    }
    let body = match serde_json::from_slice(&body) {
        Ok(json) => {
            let mut asked = Asked { path: path.clone(), json };
            (front.mishear)(&mut asked);
            Bytes::from(asked.json.to_string())
        }
        Err(_) => body,
    };
    let answer = match front.http.request(method, url).headers(forwarded).body(body).send().await {
        Ok(answer) => answer,
        Err(error) => return (StatusCode::BAD_GATEWAY, error.without_url().to_string()).into_response(),
    };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove("transfer-encoding");
    headers.remove("content-length");
    let bytes = answer.bytes().await.unwrap_or_default();
    let Ok(json) = serde_json::from_slice(&bytes) else {
        return (status, headers, bytes).into_response();
    };
    if path.starts_with("/_sandbox") {
        return (status, headers, bytes).into_response();
    }
    let mut reply = Reply { path, status: status.as_u16(), headers, json };
    (front.lie)(&mut reply);
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, reply.headers, reply.json.to_string()).into_response()
}
