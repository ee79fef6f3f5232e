//! One call of a rule: what is sent, as whom and how, and what is kept of the answer.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// Variables to take from an answer: JSON pointers into its body by variable, such as `$p` from `/result/PHONE/0/ID`.
/// A whole number there, also one written as text, becomes a number; other text stays text.
pub type Take = BTreeMap<String, String>;

/// One call: what is sent, as whom and how. What is left out has its usual value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Call {
    /// Method name as it is sent.
    pub call: String,
    /// Parameters, with variables.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// The credential.
    #[serde(default, rename = "as")]
    pub credential: Credential,
    /// How parameters travel.
    #[serde(default)]
    pub via: crate::Encoding,
    /// Where an access token travels.
    #[serde(default)]
    pub auth_in: AuthIn,
    /// HTTP method; POST unless parameters travel in the query, then GET.
    pub verb: Option<String>,
    /// What follows the credential part of the URL, such as `/{method}.json`; `/{method}` unless given.
    pub path: Option<String>,
    /// Query string added as it stands.
    pub query: Option<String>,
    /// Request headers besides those of the encoding.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// A raw body instead of encoded parameters.
    pub body: Option<String>,
    /// Content type of the raw body.
    pub content_type: Option<String>,
    /// Variables to take from the answer. Those of an expectation's call are with the [`Expectation`](super::Expectation).
    #[serde(default)]
    pub take: Take,
}

/// Whose credential a call carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// A webhook with all rights.
    #[default]
    Webhook,
    /// An access token with all rights.
    Oauth,
    /// A user without rights.
    Denied,
    /// A user who may only read.
    Reader,
    /// A user who has left.
    Inactive,
    /// A credential without the scope `crm`.
    NoScope,
    /// An access token whose hour is over.
    Expired,
    /// An access token that no application has.
    WrongToken,
    /// A webhook code that does not exist.
    WrongWebhook,
    /// No credential.
    None,
}

/// Where an access token travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthIn {
    /// With the parameters.
    #[default]
    Body,
    /// In the query.
    Query,
}
