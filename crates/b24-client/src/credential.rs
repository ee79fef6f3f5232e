//! What a portal knows the caller by, and where it travels.

use b24_contract::Secret;
use bytes::Bytes;
use serde_json::{Map, Value};
use url::Url;

/// A credential. Neither form of it can be printed.
#[derive(Debug, Clone)]
pub(crate) enum Credential {
    /// An incoming webhook: the user who made it, and its code. Both are segments of the path.
    Webhook { user: String, code: Secret },
    /// An access token, which travels as the parameter `auth`.
    Token(Secret),
}

impl Credential {
    /// What must not be shown.
    pub(crate) fn secret(&self) -> &Secret {
        match self {
            Credential::Webhook { code, .. } => code,
            Credential::Token(token) => token,
        }
    }

    /// Address of a method below `endpoint`, which ends in `/rest`.
    pub(crate) fn url(&self, endpoint: &Url, method: &str) -> Url {
        let mut url = endpoint.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            if let Credential::Webhook { user, code } = self {
                path.extend([user.as_str(), code.expose()]);
            }
            path.push(method);
        }
        url
    }

    /// The request's body: the parameters, a JSON object, with the token where there is one.
    pub(crate) fn body(&self, parameters: Bytes) -> Result<Bytes, serde_json::Error> {
        match self {
            Credential::Webhook { .. } => Ok(parameters),
            Credential::Token(token) => {
                let mut parameters: Map<String, Value> = serde_json::from_slice(&parameters)?;
                parameters.insert("auth".to_owned(), token.expose().into());
                serde_json::to_vec(&parameters).map(Bytes::from)
            }
        }
    }
}
