//! What is checked: a portal, the credentials for it, and what can be done with it.

use b24_contract::Secret;
use b24_contract::rule::Credential;
use serde::{Deserialize, Deserializer};
use url::{Host, Url};

use crate::{Error, Options};

/// Code of a webhook that no portal has.
pub(crate) const WRONG_CODE: &str = "b24conformancenosuchcode";
/// An access token that no application has.
pub(crate) const WRONG_TOKEN: &str = "b24conformancenosuchtoken";

/// A portal with the credentials that are at hand. The JSON that a sandbox announces is read as it is.
///
/// It cannot be printed by accident: `Debug` masks every secret.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Target {
    /// A webhook with all rights.
    #[serde(default)]
    pub webhook: Option<Webhook>,
    /// A webhook of a user without rights.
    #[serde(default)]
    pub denied: Option<Webhook>,
    /// A webhook of a user who may only read.
    #[serde(default)]
    pub reader: Option<Webhook>,
    /// A webhook without the scope `crm`.
    #[serde(default)]
    pub no_scope: Option<Webhook>,
    /// An application's tokens.
    #[serde(default)]
    pub oauth: Option<Oauth>,
    /// The control interface, which only a sandbox has; the address ends with `/`.
    #[serde(default, deserialize_with = "optional_url")]
    pub control: Option<Url>,
}

/// Access to a portal by access token.
#[derive(Debug, Clone, Deserialize)]
pub struct Oauth {
    /// Address that methods are called below, such as `https://example.bitrix24.com/rest/`.
    #[serde(deserialize_with = "url")]
    pub endpoint: Url,
    /// An access token with all rights.
    #[serde(default, deserialize_with = "optional_secret")]
    pub access_token: Option<Secret>,
    /// An access token whose hour is over.
    #[serde(default, deserialize_with = "optional_secret")]
    pub expired_access_token: Option<Secret>,
}

/// Address of a webhook. Its code, the last path segment, is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Address up to and including `/rest/`.
    endpoint: Url,
    user: String,
    code: Secret,
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
        Ok(Self { endpoint: url, user: user.clone(), code: Secret::new(code.clone()) })
    }

    /// Address without a slash at its end, code included.
    fn expose(&self) -> String {
        format!("{}{}/{}", self.endpoint, self.user, self.code.expose())
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}/{}/", self.endpoint, self.user, self.code)
    }
}

impl<'de> Deserialize<'de> for Webhook {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Something that a case needs of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// A portal and a credential for it.
    Credential(Credential),
    /// A sandbox's control interface.
    Control,
    /// Permission to make records.
    Write,
}

impl Target {
    /// A target that is known by a webhook only.
    ///
    /// # Errors
    ///
    /// [`Error::BadWebhook`] when the address is none of a webhook.
    pub fn of_webhook(address: &Secret) -> Result<Self, Error> {
        Ok(Self { webhook: Some(Webhook::parse(address.expose())?), ..Self::default() })
    }

    /// Host and port of the portal, with scheme; no secret.
    pub fn origin(&self) -> Option<String> {
        self.endpoint().map(|url| url.origin().ascii_serialization())
    }

    /// Whether the portal runs on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        match self.endpoint().and_then(Url::host) {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Address that methods are called below without a webhook.
    pub(crate) fn endpoint(&self) -> Option<&Url> {
        match (&self.oauth, self.webhooks().next()) {
            (Some(oauth), _) => Some(&oauth.endpoint),
            (None, Some(webhook)) => Some(&webhook.endpoint),
            (None, None) => None,
        }
    }

    /// Why the target does not have what a case needs, as the end of "skipped: ".
    pub(crate) fn lacks(&self, need: Need, options: &Options) -> Option<&'static str> {
        let no_probe = (self.control.is_none() && !options.probe_auth)
            .then_some("wrong credentials are sent to a sandbox only, unless allowed");
        match need {
            Need::Control => self.control.is_none().then_some("needs the control interface of a sandbox"),
            Need::Write => (!options.write).then_some("makes records, which was not allowed"),
            Need::Credential(credential) => match credential {
                Credential::Webhook => self.webhook.is_none().then_some("needs a webhook with all rights"),
                Credential::Denied => self.denied.is_none().then_some("needs a webhook of a user without rights"),
                Credential::Reader => self.reader.is_none().then_some("needs a webhook of a user who may only read"),
                Credential::NoScope => self.no_scope.is_none().then_some("needs a webhook without the scope crm"),
                Credential::Oauth => self.access_token().is_none().then_some("needs an access token"),
                Credential::Expired => self.expired_token().is_none().then_some("needs an expired access token"),
                Credential::WrongToken | Credential::WrongWebhook => {
                    self.endpoint().is_none().then_some("needs a portal").or(no_probe)
                }
                Credential::None => self.endpoint().is_none().then_some("needs a portal"),
            },
        }
    }

    /// Everything that must not appear in what the suite writes.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let tokens = self.access_token().into_iter().chain(self.expired_token());
        self.webhooks().map(|webhook| &webhook.code).chain(tokens).cloned().collect()
    }

    /// Address of a webhook, without a slash at its end, for the one place that sends it.
    pub(crate) fn expose_webhook(&self, credential: Credential) -> Option<String> {
        let webhook = match credential {
            Credential::Webhook => &self.webhook,
            Credential::Denied => &self.denied,
            Credential::Reader => &self.reader,
            Credential::NoScope => &self.no_scope,
            _ => return None,
        };
        webhook.as_ref().map(Webhook::expose)
    }

    /// An access token, for the one place that sends it.
    pub(crate) fn token(&self, credential: Credential) -> Option<&Secret> {
        match credential {
            Credential::Oauth => self.access_token(),
            Credential::Expired => self.expired_token(),
            _ => None,
        }
    }

    fn access_token(&self) -> Option<&Secret> {
        self.oauth.as_ref().and_then(|oauth| oauth.access_token.as_ref())
    }

    fn expired_token(&self) -> Option<&Secret> {
        self.oauth.as_ref().and_then(|oauth| oauth.expired_access_token.as_ref())
    }

    fn webhooks(&self) -> impl Iterator<Item = &Webhook> {
        [&self.webhook, &self.denied, &self.reader, &self.no_scope].into_iter().flatten()
    }
}

fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    address(String::deserialize(deserializer)?)
}

fn address<E: serde::de::Error>(mut text: String) -> Result<Url, E> {
    if !text.ends_with('/') {
        text.push('/');
    }
    Url::parse(&text).map_err(|error| E::custom(format!("no URL: {error}")))
}

fn optional_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(address).transpose()
}

fn optional_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Secret::new))
}
