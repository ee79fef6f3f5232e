//! Webhooks and access tokens.

use b24_contract::Secret;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FIXED_CODE, MAIN_WEBHOOK, masked, moment};

/// An incoming webhook: its calls act as its user, within its scopes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// What the journal calls the credential; unique among webhooks and tokens, and neither `none` nor `unknown`.
    pub name: String,
    /// Id of the user who made the webhook.
    pub user: u64,
    /// The secret code, of letters, digits, `-` and `_`. Without it the code follows from the seed.
    #[serde(default, with = "masked")]
    #[schemars(with = "Option<String>")]
    pub code: Option<Secret>,
    /// Scopes: `crm` and `user`, unless told otherwise. `basic` is part of every credential.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// When the webhook ends, as RFC 3339; never without it.
    #[serde(default, with = "moment")]
    #[schemars(with = "Option<String>")]
    pub expires_at: Option<Timestamp>,
}

/// An access token of an application: its calls act as its user, within its scopes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// What the journal calls the credential; unique among webhooks and tokens, and neither `none` nor `unknown`.
    pub name: String,
    /// Id of the user who allowed the application to act.
    pub user: u64,
    /// Code of the application: the first one, unless told otherwise.
    #[serde(default)]
    pub application: Option<String>,
    /// The token. Without it the token follows from the seed.
    #[serde(default, with = "masked")]
    #[schemars(with = "Option<String>")]
    pub token: Option<Secret>,
    /// The refresh token that belongs to it. Without it the refresh token follows from the seed.
    #[serde(default, with = "masked")]
    #[schemars(with = "Option<String>")]
    pub refresh_token: Option<Secret>,
    /// Scopes: `crm` and `user`, unless told otherwise. `basic` is part of every credential.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// When the token ends, as RFC 3339; never without it.
    #[serde(default, with = "moment")]
    #[schemars(with = "Option<String>")]
    pub expires_at: Option<Timestamp>,
}

impl Webhook {
    /// One webhook a user of [`User::usual`](super::User::usual), and one without the scopes `crm`, `user` and
    /// those that are a part of `user`.
    pub(super) fn usual() -> Vec<Self> {
        let webhook = |name: &str, user| Webhook {
            name: name.to_owned(),
            user,
            code: None,
            scopes: usual_scopes(),
            expires_at: None,
        };
        vec![
            Webhook { code: Some(Secret::new(FIXED_CODE)), ..webhook(MAIN_WEBHOOK, 1) },
            webhook("denied", 2),
            webhook("reader", 3),
            webhook("inactive", 4),
            Webhook { scopes: vec!["task".to_owned()], ..webhook("no-scope", 1) },
        ]
    }
}

impl Token {
    /// A token that lasts and one whose hour is over.
    pub(super) fn usual() -> Vec<Self> {
        let token = |name: &str| Token {
            name: name.to_owned(),
            user: 1,
            application: None,
            token: None,
            refresh_token: None,
            scopes: usual_scopes(),
            expires_at: None,
        };
        vec![token("oauth"), Token { expires_at: Some(Timestamp::UNIX_EPOCH), ..token("expired") }]
    }
}

pub(super) fn usual_scopes() -> Vec<String> {
    vec!["crm".to_owned(), "user".to_owned()]
}
