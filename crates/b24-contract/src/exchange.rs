//! One call with its answer, without secrets.

mod redact;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Secret;

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

/// An exchange as it happened, secrets included. It lives only until [`Exchange::new`].
#[derive(Debug, Clone, Default)]
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
/// can leak one: journals, reports, run files and replays are all made of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    method: String,
    verb: String,
    target: String,
    credential: String,
    encoding: Encoding,
    params: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw_body: Option<String>,
    status: u16,
    headers: Vec<(String, String)>,
    body: AnswerBody,
    started: f64,
    seconds: f64,
}

impl Exchange {
    /// Takes an exchange and replaces each of `secrets`, plain or percent-encoded, wherever it stands, by `***`. The
    /// parameter `auth` and the headers `set-cookie`, `cookie` and `authorization` lose their values in any case.
    pub fn new(raw: RawExchange, secrets: &[Secret]) -> Self {
        redact::exchange(raw, secrets)
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
