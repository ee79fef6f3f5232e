//! One call with its answer, without secrets.

mod redact;
mod veil;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Secret;

pub use redact::mask_secrets;

/// How parameters travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// A JSON body.
    #[default]
    Json,
    /// An urlencoded form with PHP brackets.
    Form,
    /// Multipart, one part a leaf, named by its bracket path.
    Multipart,
    /// The query, with PHP brackets.
    Query,
}

/// An exchange as it happened, secrets included. It cannot be shown; [`Exchange::new`] makes of it what can.
#[derive(Clone, Default)]
pub struct RawExchange {
    /// Method name as it was sent, without suffix.
    pub method: String,
    /// HTTP method.
    pub verb: String,
    /// URL path after the credential, with suffix and query, such as `/crm.company.get.json?x=1`.
    pub target: String,
    /// Name of the credential used, such as `webhook` or `denied`; `none` without one.
    pub credential: String,
    /// How parameters travelled.
    pub encoding: Encoding,
    /// Parameters after decoding.
    pub params: Value,
    /// The body as it was sent, where it was no encoding of `params`.
    pub raw_body: Option<String>,
    /// HTTP status of the answer.
    pub status: u16,
    /// Headers of the answer, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body of the answer.
    pub body: Vec<u8>,
    /// When the call began, in Unix seconds.
    pub started: f64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

impl fmt::Debug for RawExchange {
    /// Shows nothing: secrets may stand in any field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawExchange").finish_non_exhaustive()
    }
}

/// Body of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerBody {
    /// JSON.
    Json(Value),
    /// Text that is no JSON: XML, HTML, a cut-off answer.
    Text(String),
    /// Bytes that are no UTF-8; only their number is kept.
    Binary(usize),
    /// Nothing.
    Empty,
}

/// One call with its answer. The only way to make one removes every secret, so nothing that is built from exchanges
/// can leak one: journals, reports, run files and replays are all made of them. One that is read from a file loses the
/// value of `auth` and of secret headers again, whoever wrote the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    method: String,
    verb: String,
    #[serde(deserialize_with = "redact::read_target")]
    target: String,
    credential: String,
    encoding: Encoding,
    #[serde(deserialize_with = "redact::read_params")]
    params: Value,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "redact::read_raw_body")]
    raw_body: Option<String>,
    status: u16,
    #[serde(deserialize_with = "redact::read_headers")]
    headers: Vec<(String, String)>,
    body: AnswerBody,
    started: f64,
    seconds: f64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_veiled: bool,
}

impl Exchange {
    /// Takes an exchange and replaces each of `secrets` by [`MASK`](crate::MASK) wherever it stands: in any field, in
    /// keys and values, plain, percent-encoded, escaped as in JSON or as in XML. The parameter `auth` and the headers
    /// `authorization`, `cookie`, `proxy-authorization` and `set-cookie` lose their values in any case.
    ///
    /// Secrets of fewer than four characters are passed over: masking them would leave no text readable. A body is JSON
    /// when it is a list or an object, or when its content type says so and it parses.
    pub fn new(raw: RawExchange, secrets: &[Secret]) -> Self {
        redact::exchange(raw, secrets)
    }

    /// A command of this batch as an exchange of its own, with what is left of the batch's secrets.
    pub(crate) fn command(&self, method: String, params: Value, status: u16, body: Value) -> Self {
        Self {
            target: format!("/{method}"),
            method,
            verb: self.verb.clone(),
            credential: self.credential.clone(),
            encoding: self.encoding,
            params: redact::without_auth(params),
            raw_body: None,
            status,
            headers: Vec::new(),
            body: AnswerBody::Json(body),
            started: self.started,
            seconds: self.seconds,
            is_veiled: self.is_veiled,
        }
    }

    /// Method name as it was sent, without suffix.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// HTTP method.
    pub fn verb(&self) -> &str {
        &self.verb
    }

    /// URL path after the credential, with suffix and query.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Name of the credential used, such as `webhook` or `denied`; `none` without one.
    pub fn credential(&self) -> &str {
        &self.credential
    }

    /// How parameters travelled.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Parameters after decoding.
    pub fn params(&self) -> &Value {
        &self.params
    }

    /// The body as it was sent, where it was no encoding of the parameters.
    pub fn raw_body(&self) -> Option<&str> {
        self.raw_body.as_deref()
    }

    /// HTTP status of the answer.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header of the answer, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Headers of the answer, names in lower case.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Whether any header of the answer is known; saved payloads have none.
    pub fn has_headers(&self) -> bool {
        !self.headers.is_empty()
    }

    /// Body of the answer.
    pub fn body(&self) -> &AnswerBody {
        &self.body
    }

    /// Body of the answer, where it is JSON.
    pub fn json(&self) -> Option<&Value> {
        match &self.body {
            AnswerBody::Json(value) => Some(value),
            _ => None,
        }
    }

    /// When the call began, in Unix seconds.
    pub fn started(&self) -> f64 {
        self.started
    }

    /// How long the call took, in seconds.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }
}
