//! Sends one call and takes its answer. Everything that goes to a portal goes through here.

use std::fmt;
use std::time::Duration;

use b24_contract::Secret;
use bytes::{Bytes, BytesMut};
use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, LOCATION, USER_AGENT};
use reqwest::{Request, Response};
use url::Url;

use crate::Error;
use crate::address::{Address, host};
use crate::error::{Cause, Received};
use crate::redact::redact;
use crate::reply::Reply;

/// The way to one portal.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) address: Address,
    /// Seconds from the first byte sent to the last one received.
    pub(crate) timeout: Duration,
    /// Bytes of an answer that are taken.
    pub(crate) limit: usize,
    pub(crate) user_agent: Option<HeaderValue>,
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

impl Transport {
    /// Sends one call with its parameters, a JSON object, and takes whatever comes back.
    pub(crate) async fn send(&self, method: &str, parameters: Bytes) -> Result<Reply, Error> {
        let request = self.request(method, parameters)?;
        let url = request.url().clone();
        let response = self.http.execute(request).await.map_err(|error| self.not_answered(error))?;
        self.refuse_redirect(&url, &response)?;
        let status = response.status();
        let body = self.read(method, response).await?;
        Ok(Reply { method: method.to_owned(), status, body, secret: self.secret().clone() })
    }

    /// What must not be shown.
    pub(crate) fn secret(&self) -> &Secret {
        self.address.credential.secret()
    }

    /// A method's name as errors show it.
    pub(crate) fn shown(&self, method: &str) -> String {
        redact(method, self.secret())
    }

    fn request(&self, method: &str, parameters: Bytes) -> Result<Request, Error> {
        let Address { endpoint, credential } = &self.address;
        let body = credential
            .body(parameters)
            .map_err(|_| Error::InvalidParameters { method: self.shown(method), problem: "they are no object" })?;
        let mut request = Request::new(Method::POST, credential.url(endpoint, method));
        request.headers_mut().insert(ACCEPT, JSON);
        request.headers_mut().insert(CONTENT_TYPE, JSON);
        if let Some(user_agent) = &self.user_agent {
            request.headers_mut().insert(USER_AGENT, user_agent.clone());
        }
        *request.body_mut() = Some(body.into());
        *request.timeout_mut() = Some(self.timeout);
        Ok(request)
    }

    fn not_answered(&self, error: reqwest::Error) -> Error {
        let host = host(&self.address.endpoint);
        if error.is_connect() {
            Error::Unreachable { host, source: Cause::of(error, self.secret()) }
        } else if error.is_timeout() {
            Error::Timeout { host, status: None }
        } else {
            Error::Lost { host, source: Cause::of(error, self.secret()) }
        }
    }

    /// Refuses a redirect, and one that the caller's own HTTP client followed.
    fn refuse_redirect(&self, asked: &Url, response: &Response) -> Result<(), Error> {
        let status = response.status();
        let (to, status) = if response.url() != asked {
            (Some(response.url().clone()), None)
        } else if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            let to = response.headers().get(LOCATION).and_then(|to| asked.join(to.to_str().ok()?).ok());
            (to, Some(status.as_u16()))
        } else {
            return Ok(());
        };
        let to = to.map(|to| redact(&format!("{}://{}", to.scheme(), host(&to)), self.secret()));
        Err(Error::Redirect { host: host(&self.address.endpoint), to, status })
    }

    async fn read(&self, method: &str, mut response: Response) -> Result<Bytes, Error> {
        let status = response.status().as_u16();
        let mut body = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.limit => {
                    return Err(Error::TooLarge { method: self.shown(method), status, limit: self.limit });
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body.freeze()),
                Err(error) if error.is_timeout() => {
                    return Err(Error::Timeout { host: host(&self.address.endpoint), status: Some(status) });
                }
                Err(_) => {
                    let received = Received::new(method, status, body.freeze(), self.secret());
                    return Err(Error::Interrupted(Box::new(received)));
                }
            }
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("endpoint", &self.address.endpoint.as_str())
            .field("credential", &self.address.credential)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
