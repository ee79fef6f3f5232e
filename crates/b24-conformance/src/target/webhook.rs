//! Address of a webhook.

use b24_contract::Secret;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::Error;

/// Address of a webhook. Its code, the last path segment, is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Address up to and including `/rest/`, or of a mock.
    pub(super) endpoint: Url,
    /// A mock has none: it serves methods right below its address.
    pub(super) credential: Option<(String, Secret)>,
}

impl Webhook {
    /// Reads an address such as `https://example.bitrix24.com/rest/1/put-your-webhook-here/`.
    ///
    /// # Errors
    ///
    /// [`Error::BadWebhook`] says what the address lacks, without repeating it.
    pub fn parse(address: &str) -> Result<Self, Error> {
        let refused = |lacks: &str| Err(Error::BadWebhook { lacks: lacks.to_owned() });
        let Ok(mut url) = Url::parse(address.trim()) else {
            return refused("it is no URL");
        };
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return refused("it does not start with http:// or https:// and a host");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("it has a user name or a password before the host");
        }
        let segments: Vec<String> =
            url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let [before @ .., rest, user, code] = segments.as_slice() else {
            return refused("its path is not /rest/USER/CODE/");
        };
        if rest != "rest" || user.is_empty() || !user.bytes().all(|byte| byte.is_ascii_digit()) {
            return refused("its path is not /rest/USER/CODE/ with a number as USER");
        }
        url.set_query(None);
        url.set_fragment(None);
        let mut path = before.join("/");
        path.push_str(if before.is_empty() { "rest/" } else { "/rest/" });
        url.set_path(&path);
        Ok(Self { endpoint: url, credential: Some((user.clone(), Secret::new(code.clone()))) })
    }

    /// Reads the address of a mock, such as `http://127.0.0.1:4010/`, which serves methods right below it.
    ///
    /// # Errors
    ///
    /// [`Error::BadMock`] for what is no address of a server.
    pub fn of_mock(address: &str) -> Result<Self, Error> {
        let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(mut url) = url else { return Err(Error::BadMock) };
        url.set_query(None);
        url.set_fragment(None);
        let path = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&path);
        Ok(Self { endpoint: url, credential: None })
    }

    /// Address without a slash at its end, code included.
    pub(super) fn expose(&self) -> String {
        match &self.credential {
            Some((user, code)) => format!("{}{user}/{}", self.endpoint, code.expose()),
            None => self.endpoint.as_str().trim_end_matches('/').to_owned(),
        }
    }
}

impl Webhook {
    /// The same code behind the id of the next user.
    pub(super) fn expose_for_another(&self) -> String {
        let next = |user: &str| user.parse::<u64>().map_or(1, |id| id.saturating_add(1)).to_string();
        let credential = self.credential.as_ref().map(|(user, code)| (next(user), code.clone()));
        Self { endpoint: self.endpoint.clone(), credential }.expose()
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.credential {
            Some((user, code)) => write!(f, "{}{user}/{code}/", self.endpoint),
            None => write!(f, "{}", self.endpoint),
        }
    }
}

impl<'de> Deserialize<'de> for Webhook {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
