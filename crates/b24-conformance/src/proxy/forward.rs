//! Passes one call on, and its answer back.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{CONNECTION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::budget::Budget;
use super::copy::{Copied, Shared};
use super::judging::{Inlet, Passed};
use super::{ProxyOptions, Upstream};
use crate::Error;

/// Headers that belong to one connection, not to the call. `expect` is answered by the server itself.
const OF_CONNECTION: [&str; 8] =
    ["connection", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

/// What passes calls on.
#[derive(Debug, Clone)]
pub(super) struct Front(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    upstream: Upstream,
    http: Client<HttpsConnector<HttpConnector>, Body>,
    timeout: Duration,
    longest: usize,
    budget: Arc<Budget>,
    inlet: Inlet,
}

impl Front {
    /// Passes calls on to an upstream, with copies for `inlet`.
    pub(super) fn new(
        upstream: Upstream,
        options: &ProxyOptions,
        budget: Arc<Budget>,
        inlet: Inlet,
    ) -> Result<Self, Error> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(options.timeout));
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_platform_verifier(rustls::crypto::ring::default_provider())
            .map_err(|error| Error::Client { reason: root(&error) })?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let http = Client::builder(TokioExecutor::new()).build(connector);
        let ProxyOptions { timeout, longest, .. } = *options;
        Ok(Self(Arc::new(Inner { upstream, http, timeout, longest, budget, inlet })))
    }

    fn copy(&self) -> Shared {
        Shared::new(self.0.longest, self.0.budget.share())
    }
}

/// Passes a call on.
pub(super) async fn pass_on(State(front): State<Front>, request: Request) -> Response {
    let inner = Arc::clone(&front.0);
    let (clock, began) = (Instant::now(), SystemTime::now().duration_since(UNIX_EPOCH));
    let (head, body) = request.into_parts();
    let Some(uri) = inner.upstream.uri(&head.uri) else {
        return refusal(StatusCode::BAD_REQUEST, "the path of the call is none that can be passed on");
    };
    let asked = front.copy();
    let mut passed = Passed {
        verb: head.method.to_string(),
        uri: uri.clone(),
        headers: head.headers.clone(),
        body: asked.clone(),
        answer: None,
        started: began.map_or(0.0, |began| began.as_secs_f64()),
        seconds: 0.0,
        longest: inner.longest,
    };
    let mut onward = http::Request::new(Body::new(Copied::new(body, asked, || ())));
    *onward.method_mut() = head.method;
    *onward.uri_mut() = uri;
    *onward.version_mut() = Version::HTTP_11;
    *onward.headers_mut() = of_call(head.headers);
    if let Ok(host) = HeaderValue::from_str(inner.upstream.authority()) {
        onward.headers_mut().insert(HOST, host);
    }
    let answered = tokio::time::timeout(inner.timeout, inner.http.request(onward)).await;
    let origin = inner.upstream.origin();
    let refused = match answered {
        Ok(Ok(answer)) => return pass_back(&front, passed, answer, clock),
        Ok(Err(error)) => refusal(StatusCode::BAD_GATEWAY, &format!("{origin} gave no answer: {}", root(&error))),
        Err(_) => {
            let seconds = inner.timeout.as_secs();
            refusal(StatusCode::GATEWAY_TIMEOUT, &format!("{origin} gave no answer within {seconds} s"))
        }
    };
    passed.seconds = clock.elapsed().as_secs_f64();
    inner.inlet.put(passed);
    refused
}

/// Passes an answer back; when its end has passed, or nobody reads on, the call goes to be judged.
fn pass_back(
    front: &Front,
    mut passed: Passed,
    answer: http::Response<hyper::body::Incoming>,
    clock: Instant,
) -> Response {
    let (mut head, body) = answer.into_parts();
    let told = front.copy();
    passed.answer = Some((head.status.as_u16(), head.headers.clone(), told.clone()));
    let inlet = front.0.inlet.clone();
    let on_end = Box::new(move || {
        passed.seconds = clock.elapsed().as_secs_f64();
        inlet.put(passed);
    });
    head.headers = of_call(head.headers);
    head.version = Version::HTTP_11;
    Response::from_parts(head, Body::new(Copied::new(body, told, on_end)))
}

/// The headers without those of the connection.
fn of_call(mut headers: HeaderMap) -> HeaderMap {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|names| names.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    named.into_iter().for_each(|name| drop(headers.remove(name)));
    OF_CONNECTION.into_iter().for_each(|name| drop(headers.remove(name)));
    headers
}

/// An answer of the proxy itself.
fn refusal(status: StatusCode, sentence: &str) -> Response {
    (status, [("content-type", "text/plain; charset=utf-8")], format!("b24 proxy: {sentence}\n")).into_response()
}

/// What an error comes from in the end; what lies above it only names the layers.
fn root(error: &(dyn StdError + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
