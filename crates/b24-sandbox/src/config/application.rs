//! The applications of a portal: their cards, and who may use them.

use std::collections::HashSet;

use b24_contract::{MASK, Secret};
use http::Uri;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::credential::usual_scopes;
use super::{Config, masked};

/// An application that access tokens belong to, as its card and `app.info` tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Application {
    /// Identifier within the portal, at least 1.
    pub id: u32,
    /// Code, unique in the portal; tokens name their application by it.
    pub code: String,
    /// What the application calls itself to the OAuth server; no secret. Without it the id follows from the seed.
    pub client_id: Option<String>,
    /// What the application proves itself with to the OAuth server. Without it the secret follows from the seed.
    #[serde(with = "masked")]
    #[schemars(with = "Option<String>")]
    pub client_secret: Option<Secret>,
    /// Scopes of its card, which the tokens that it is given have: `crm` and `user`, unless told otherwise.
    pub scopes: Vec<String>,
    /// Where a browser is sent with the authorisation code: an address of http or https. Without it the code is shown to
    /// the user.
    pub redirect_uri: Option<String>,
    /// Version that is installed.
    pub version: u32,
    /// How the portal may use it.
    pub status: ApplicationStatus,
    /// Whether the OAuth server and calls are open to it, and how it is refused otherwise.
    pub state: ApplicationState,
    /// Whether installing is finished, as `app.info` tells; nothing else depends on it.
    pub installed: bool,
    /// Days until the paid or trial period ends, negative once it is over; nothing where there is no such period. Only
    /// `app.info` tells of it; [`ApplicationState::Unpaid`] is what refuses.
    pub days: Option<i32>,
    /// Ids of the users who may use it: all users, unless told otherwise.
    pub users: Option<Vec<u64>>,
}

/// How a portal may use an application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationStatus {
    /// Free of charge.
    Free,
    /// As a demonstration.
    Demo,
    /// For a while, to try it.
    Trial,
    /// Paid for.
    Paid,
    /// Made for this portal.
    #[default]
    Local,
}

/// Whether an application can be used. What it is not open to is refused, its calls as well as its tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationState {
    /// It can.
    #[default]
    Usable,
    /// It was never installed: calls are `ERROR_OAUTH`, the OAuth server says `invalid_client`.
    NotInstalled,
    /// It was installed and removed: `NOT_INSTALLED` for calls and from the OAuth server.
    Removed,
    /// It exists no more: calls are `APPLICATION_NOT_FOUND`, the OAuth server says `wrong_client`.
    Deleted,
    /// Its paid or trial period is over: `PAYMENT_REQUIRED` for calls and from the OAuth server.
    Unpaid,
}

impl Default for Application {
    fn default() -> Self {
        Self {
            id: 1,
            code: "local.sandbox".to_owned(),
            client_id: None,
            client_secret: None,
            scopes: usual_scopes(),
            redirect_uri: Some("http://127.0.0.1:3000/oauth/callback".to_owned()),
            version: 1,
            status: ApplicationStatus::default(),
            state: ApplicationState::default(),
            installed: true,
            days: None,
            users: None,
        }
    }
}

impl Application {
    /// What contradicts itself in the applications of a configuration and the tokens for them, as a sentence.
    pub(super) fn contradiction(config: &Config) -> Option<String> {
        let (mut codes, mut clients) = (HashSet::new(), HashSet::new());
        for Self { id, code, client_id, client_secret, redirect_uri, users, .. } in &config.applications {
            if code.is_empty() || !codes.insert(code) {
                return Some(format!("the application code `{code}` must be unique, and not empty"));
            }
            if *id == 0 {
                return Some(format!("the id of application `{code}` must be at least 1"));
            }
            if client_id.as_ref().is_some_and(|client_id| client_id.is_empty() || !clients.insert(client_id)) {
                return Some(format!("the client id of application `{code}` must be unique, and not empty"));
            }
            if let Some(problem) = unfit(client_secret.as_ref()) {
                return Some(format!("the client secret of application `{code}` {problem}"));
            }
            if redirect_uri.as_ref().is_some_and(|uri| !is_web_address(uri)) {
                return Some(format!("the redirect_uri of application `{code}` must be an address of http or https"));
            }
            if let Some(user) = users.iter().flatten().find(|id| config.user(**id).is_none()) {
                return Some(format!("application `{code}` may be used by user {user}, who does not exist"));
            }
        }
        let mut refresh_tokens = HashSet::new();
        config.tokens.iter().find_map(|token| {
            let (name, code) = (&token.name, token.application.as_deref());
            if config.application(code).is_none() {
                return Some(match code {
                    Some(code) => format!("token `{name}` belongs to application `{code}`, which does not exist"),
                    None => format!("token `{name}` needs an application, and there is none"),
                });
            }
            let refresh = token.refresh_token.as_ref();
            let mut twice = || refresh.is_some_and(|refresh| !refresh_tokens.insert(refresh));
            let problem = unfit(refresh).or_else(|| twice().then_some("belongs to another token too"));
            problem.map(|problem| format!("the refresh token of `{name}` {problem}"))
        })
    }

    /// Whether a user may use the application.
    pub(crate) fn admits(&self, user: u64) -> bool {
        self.users.as_ref().is_none_or(|users| users.contains(&user))
    }
}

impl ApplicationStatus {
    /// The letter that stands for it in answers.
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Free => "F",
            Self::Demo => "D",
            Self::Trial => "T",
            Self::Paid => "P",
            Self::Local => "L",
        }
    }
}

/// Why a text that was given is no secret.
fn unfit(secret: Option<&Secret>) -> Option<&'static str> {
    match secret?.expose() {
        "" => Some("must not be empty"),
        MASK => Some("is masked, and there is none to keep"),
        _ => None,
    }
}

fn is_web_address(text: &str) -> bool {
    let address = text.parse::<Uri>().ok();
    address
        .is_some_and(|address| matches!(address.scheme_str(), Some("http" | "https")) && address.authority().is_some())
}

#[cfg(test)]
mod tests;
