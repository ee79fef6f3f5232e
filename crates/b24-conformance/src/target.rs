//! What is checked: a portal, the credentials for it, and what can be done with it.

mod webhook;

use b24_contract::Secret;
use b24_contract::rule::Credential;
use serde::{Deserialize, Deserializer};
use url::{Host, Url};

use crate::{Error, Options};

pub use webhook::Webhook;

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
    /// A webhook of a user who has left.
    #[serde(default)]
    pub inactive: Option<Webhook>,
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

impl Oauth {
    /// Reads an address with an access token, such as `https://example.bitrix24.com/rest/?auth=TOKEN`.
    ///
    /// # Errors
    ///
    /// [`Error::BadOauth`], without the token.
    pub fn parse(address: &Secret) -> Result<Self, Error> {
        let url = Url::parse(address.expose().trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let mut endpoint = url.ok_or(Error::BadOauth)?;
        let token = endpoint.query_pairs().find(|(name, value)| name == "auth" && !value.is_empty());
        let token = Secret::new(token.ok_or(Error::BadOauth)?.1);
        endpoint.set_query(None);
        endpoint.set_fragment(None);
        let path = format!("{}/", endpoint.path().trim_end_matches('/'));
        endpoint.set_path(&path);
        Ok(Self { endpoint, access_token: Some(token), expired_access_token: None })
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

    /// A mock that was made from an OpenAPI document: it serves methods right below its address and asks for no
    /// credential.
    ///
    /// # Errors
    ///
    /// [`Error::BadMock`] for what is no address of a server.
    pub fn of_mock(address: &str) -> Result<Self, Error> {
        Ok(Self { webhook: Some(Webhook::of_mock(address)?), ..Self::default() })
    }

    /// Host and port of the portal, with scheme; no secret.
    pub fn origin(&self) -> Option<String> {
        self.endpoint().map(|url| url.origin().ascii_serialization())
    }

    /// Host name of the portal.
    pub fn host(&self) -> Option<String> {
        self.endpoint()?.host_str().map(str::to_owned)
    }

    /// A host name that another credential or the control interface is for, if not all are for the portal's own.
    pub fn other_host(&self) -> Option<String> {
        let own = self.host()?;
        let webhooks = self.webhooks().map(|webhook| &webhook.endpoint);
        let endpoints = webhooks.chain(self.oauth.as_ref().map(|oauth| &oauth.endpoint)).chain(&self.control);
        endpoints.filter_map(Url::host_str).map(str::to_owned).find(|host| *host != own)
    }

    /// What the target has, by name: its credentials, and `control`.
    pub fn capabilities(&self) -> Vec<&'static str> {
        [
            ("webhook", self.webhook.is_some()),
            ("denied", self.denied.is_some()),
            ("reader", self.reader.is_some()),
            ("inactive", self.inactive.is_some()),
            ("no-scope", self.no_scope.is_some()),
            ("oauth", self.access_token().is_some()),
            ("expired", self.expired_token().is_some()),
            ("control", self.control.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect()
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

    /// Whether the portal is one that others use: it has neither a control interface, as a sandbox does, nor is it a mock.
    pub fn is_live(&self) -> bool {
        self.control.is_none() && !self.is_mock() && self.endpoint().is_some()
    }

    pub(crate) fn is_mock(&self) -> bool {
        self.webhook.as_ref().is_some_and(|webhook| webhook.credential.is_none())
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
            .then_some("wrong credentials are sent to a sandbox only, unless allowed (--probe-auth)");
        match need {
            Need::Control => self.control.is_none().then_some("needs the control interface of a sandbox"),
            Need::Write => (!options.write).then_some("makes records, which was not allowed (--write HOST)"),
            Need::Credential(credential) => match credential {
                Credential::Webhook => self.webhook.is_none().then_some("needs a webhook with all rights"),
                Credential::Denied => {
                    self.denied.is_none().then_some("needs a webhook of a user without rights (--denied)")
                }
                Credential::Reader => {
                    self.reader.is_none().then_some("needs a webhook of a user who may only read (--reader)")
                }
                Credential::Inactive => {
                    self.inactive.is_none().then_some("needs a webhook of a user who has left (--target)")
                }
                Credential::NoScope => {
                    self.no_scope.is_none().then_some("needs a webhook without the scope crm (--target)")
                }
                Credential::Oauth => self.access_token().is_none().then_some("needs an access token (--oauth)"),
                Credential::Expired => {
                    self.expired_token().is_none().then_some("needs an expired access token (--target)")
                }
                Credential::None | Credential::WrongToken | Credential::WrongWebhook | Credential::WrongUser
                    if self.is_mock() =>
                {
                    Some("a mock asks for no credential")
                }
                Credential::WrongUser => {
                    self.webhook.is_none().then_some("needs a webhook with all rights").or(no_probe)
                }
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
        let codes = self.webhooks().filter_map(|webhook| Some(&webhook.credential.as_ref()?.1));
        codes.chain(tokens).cloned().collect()
    }

    /// Address of a webhook, without a slash at its end, for the one place that sends it.
    pub(crate) fn expose_webhook(&self, credential: Credential) -> Option<String> {
        let webhook = match credential {
            Credential::Webhook => &self.webhook,
            Credential::Denied => &self.denied,
            Credential::Reader => &self.reader,
            Credential::Inactive => &self.inactive,
            Credential::NoScope => &self.no_scope,
            Credential::WrongUser => return self.webhook.as_ref().map(Webhook::expose_for_another),
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
        [&self.webhook, &self.denied, &self.reader, &self.inactive, &self.no_scope].into_iter().flatten()
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
