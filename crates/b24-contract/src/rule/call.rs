//! One call of a rule: what is sent, as whom and how, and what is kept of the answer.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Variables to take from an answer: JSON pointers into its body by variable, such as `$p` from `/result/PHONE/0/ID`.
/// A whole number there, also one written as text, becomes a number; other text stays text.
pub type Take = BTreeMap<String, String>;

/// One call: what is sent, as whom and how. What is left out has its usual value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Call {
    /// Method name as it is sent.
    pub call: String,
    /// Parameters, with variables.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
    /// The credential.
    #[serde(default, rename = "as", skip_serializing_if = "is_usual")]
    pub credential: Credential,
    /// How parameters travel.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub via: crate::Encoding,
    /// Where an access token travels.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub auth_in: AuthIn,
    /// HTTP method; POST unless parameters travel in the query, then GET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// What follows the credential part of the URL, such as `/{method}.json`; `/{method}` unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Query string added as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Request headers besides those of the encoding.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// A raw body instead of encoded parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Content type of the raw body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Variables to take from the answer. Those of an expectation's call are with the [`Expectation`](super::Expectation).
    #[serde(default, skip_serializing_if = "Take::is_empty")]
    pub take: Take,
}

/// Whether a member may be left out.
fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Whose credential a call carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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
    /// The code of the webhook with all rights, behind the id of another user.
    WrongUser,
    /// No credential.
    None,
}

/// Where an access token travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthIn {
    /// With the parameters.
    #[default]
    Body,
    /// In the query.
    Query,
}
