//! A sandbox and an HTTP client for it.

use std::net::SocketAddr;
use std::sync::Once;

use b24_sandbox::{Announcement, Config, Sandbox};
use reqwest::{Client, ClientBuilder, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The method that most calls use.
pub(crate) const GET: &str = "crm.company.contact.items.get";

/// A sandbox that ends with the test.
pub(crate) struct Portal {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

impl Portal {
    /// A sandbox with the default configuration.
    pub(crate) async fn start() -> Self {
        Self::with(Config::default()).await
    }

    /// A sandbox whose configuration was changed.
    pub(crate) async fn changed(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        change(&mut config);
        Self::with(config).await
    }

    /// A sandbox with this configuration.
    pub(crate) async fn with(config: Config) -> Self {
        let sandbox = Sandbox::builder().config(config).start().await.expect("a sandbox");
        Self { sandbox, client: client() }
    }

    /// What the sandbox told about itself.
    pub(crate) fn announcement(&self) -> &Announcement {
        self.sandbox.announcement()
    }

    /// A URL below the sandbox's root.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.sandbox.address())
    }

    /// A JSON call through the main webhook.
    pub(crate) async fn call(&self, method: &str, params: Value) -> Answer {
        answer(self.client.post(format!("{}{method}", self.announcement().webhook)).json(&params)).await
    }

    /// A GET of the control interface.
    pub(crate) async fn control(&self, path: &str) -> Answer {
        answer(self.client.get(self.control_url(path))).await
    }

    /// A POST to the control interface.
    pub(crate) async fn control_post(&self, path: &str, body: Value) -> Answer {
        answer(self.client.post(self.control_url(path)).json(&body)).await
    }

    /// A URL of the control interface.
    pub(crate) fn control_url(&self, path: &str) -> String {
        format!("{}{path}", self.announcement().control.as_deref().expect("control"))
    }

    /// A new company's id.
    pub(crate) async fn company(&self) -> i64 {
        id(self.call("crm.company.add", json!({ "fields": { "TITLE": "A company" } })).await)
    }

    /// A new contact's id.
    pub(crate) async fn contact(&self) -> i64 {
        id(self.call("crm.contact.add", json!({ "fields": { "NAME": "A contact" } })).await)
    }
}

fn id(answer: Answer) -> i64 {
    answer.json()["result"].as_i64().expect("an id")
}

/// An answer that was read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }

    /// Status and the id of the error.
    pub(crate) fn error(&self) -> (u16, &str) {
        (self.status, self.header("b24-clause").unwrap_or("no clause"))
    }

    /// The contacts in the result.
    pub(crate) fn contacts(&self) -> Vec<i64> {
        let json = self.json();
        let items = json["result"].as_array().unwrap_or_else(|| panic!("no list: {}", self.body));
        items.iter().map(|item| item["CONTACT_ID"].as_i64().expect("an integer")).collect()
    }
}

/// Sends a request and reads its answer.
pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    read(request.send().await.expect("an answer")).await
}

async fn read(response: Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: response.text().await.expect("text") }
}

/// A client that follows no redirects.
pub(crate) fn client() -> Client {
    client_builder().build().expect("a client")
}

/// A client that trusts one certificate authority only, given as PEM.
pub(crate) fn trusting(ca: &str) -> Client {
    let ca = reqwest::Certificate::from_pem(ca.as_bytes()).expect("PEM");
    client_builder().tls_certs_only([ca]).build().expect("a client")
}

/// A client to be that follows no redirects.
pub(crate) fn client_builder() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy()
}

/// Sends bytes as they are and reads until the sandbox closes the connection.
pub(crate) async fn raw(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(request.as_ref()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8(answer).expect("text")
}
