//! What a sandbox tells about itself when it has started.

use std::fmt::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::addresses::Addresses;
use crate::config::MAIN_WEBHOOK;
use crate::oauth;
use crate::settings::Settings;
use crate::{control, demo};

/// Where a sandbox is and how to call it. It holds credentials, because it is what gets printed for the person who
/// started the sandbox; `Debug` leaves them out.
///
/// Members whose credentials are not configured are absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Announcement {
    /// URL of the main webhook, with all rights unless configured otherwise; it ends in `/`.
    pub webhook: String,
    /// The same over HTTPS, where that is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub https_webhook: Option<String>,
    /// File with the certificate that clients have to trust for HTTPS, as PEM. Absent where it lives in memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// URL of the control interface; it ends in `/`. Absent where control is not served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
    /// URL of the webhook `denied`, of a user without rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied: Option<String>,
    /// URL of the webhook `reader`, of a user who may only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// URL of the webhook `inactive`, of a user who has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive: Option<String>,
    /// URL of the webhook `no-scope`, which lacks the scopes `crm`, `user`, `user_basic` and `user_brief`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_scope: Option<String>,
    /// How applications call.
    pub oauth: OAuthAnnouncement,
}

/// How an application calls a sandbox.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OAuthAnnouncement {
    /// URL that method names are appended to; it ends in `/`.
    pub endpoint: String,
    /// The same over HTTPS, where that is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub https_endpoint: Option<String>,
    /// URL of the page that asks a user to allow an application to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorize_endpoint: Option<String>,
    /// URL where codes and refresh tokens are exchanged for tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<String>,
    /// Client id of the application that the access token belongs to, or else of the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Client secret of the same application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// The access token `oauth`, which is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The refresh token that belongs to the access token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The access token `expired`, whose hour is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_access_token: Option<String>,
    /// What the OAuth server calls the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<String>,
}

impl Announcement {
    /// The announcement of a sandbox that listens on `addresses`.
    pub(crate) fn new(settings: &Settings, addresses: &Addresses) -> Self {
        let root = format!("http://{}", reachable(addresses.http));
        let https_root = addresses.https.map(|address| format!("https://{}", reachable(address)));
        let webhook_at = |root: &str, name| {
            let (user, code) = settings.webhook(name)?;
            Some(format!("{root}/rest/{user}/{}/", code.expose()))
        };
        let webhook = |name| webhook_at(&root, name);
        let grant = |name| settings.grants.get(name);
        let token = |name| grant(name).map(|grant| grant.access.secret.expose().to_owned());
        let announced = grant("oauth");
        let application = match &announced {
            Some(grant) => settings.application(&grant.application),
            None => settings.applications().first(),
        };
        let client_secret = application.and_then(|card| card.client_secret.as_ref());
        let main = settings.config.main_webhook().map_or(MAIN_WEBHOOK, |main| &main.name);
        Self {
            webhook: webhook(main).unwrap_or_default(),
            https_webhook: https_root.as_ref().and_then(|root| webhook_at(root, main)),
            ca: addresses.ca.clone(),
            control: control::is_served(settings, addresses).then(|| format!("{root}{}", control::ROOT)),
            denied: webhook("denied"),
            reader: webhook("reader"),
            inactive: webhook("inactive"),
            no_scope: webhook("no-scope"),
            oauth: OAuthAnnouncement {
                endpoint: format!("{root}/rest/"),
                https_endpoint: https_root.as_ref().map(|root| format!("{root}/rest/")),
                authorize_endpoint: Some(format!("{root}{}", oauth::AUTHORIZE)),
                token_endpoint: Some(format!("{root}{}", oauth::TOKEN)),
                client_id: application.and_then(|card| card.client_id.clone()),
                client_secret: client_secret.map(|secret| secret.expose().to_owned()),
                access_token: token("oauth"),
                refresh_token: announced.map(|grant| grant.refresh.secret.expose().to_owned()),
                expired_access_token: token("expired"),
                member_id: Some(settings.member_id()),
            },
        }
    }

    /// A few lines for people, with a call to paste.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: Option<&String>| {
            if let Some(value) = value {
                // Writing into a string does not fail.
                let _ = writeln!(text, "  {name:<9} {value}");
            }
        };
        line("webhook", Some(&self.webhook));
        line("https", self.https_webhook.as_ref());
        line("CA", self.ca.as_ref().map(|path| path.display().to_string()).as_ref());
        line("denied", self.denied.as_ref());
        line("reader", self.reader.as_ref());
        line("inactive", self.inactive.as_ref());
        line("no scope", self.no_scope.as_ref());
        line("endpoint", Some(&self.oauth.endpoint));
        line("token", self.oauth.access_token.as_ref());
        line("expired", self.oauth.expired_access_token.as_ref());
        line("client id", self.oauth.client_id.as_ref());
        line("secret", self.oauth.client_secret.as_ref());
        line("token URL", self.oauth.token_endpoint.as_ref());
        line("control", self.control.as_ref());
        format!(
            "A sandbox portal is listening.\n\n{text}\nTry it:\n\n  curl -H 'Content-Type: application/json' -d \
             '{{\"id\":{company}}}' \\\n    {webhook}crm.company.contact.items.get\n",
            company = demo::COMPANY,
            webhook = self.webhook,
        )
    }
}

/// An address that can be called: one that listens everywhere is called here.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        let here =
            if address.is_ipv4() { std::net::Ipv4Addr::LOCALHOST.into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        address.set_ip(here);
    }
    address
}

impl fmt::Debug for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Announcement")
            .field("control", &self.control)
            .field("oauth", &self.oauth)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OAuthAnnouncement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthAnnouncement").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use b24_contract::Secret;

    use super::*;
    use crate::Config;

    /// The default configuration with codes that are fit to be shown.
    fn shown() -> Config {
        let mut config = Config::default();
        for webhook in config.webhooks.iter_mut().skip(1) {
            webhook.code = Some(Secret::new(format!("{}-code", webhook.name)));
        }
        for card in &mut config.applications {
            card.client_id = Some("local.client".to_owned());
            card.client_secret = Some(Secret::new("client-secret"));
        }
        for token in &mut config.tokens {
            token.token = Some(Secret::new(format!("{}-token", token.name)));
            token.refresh_token = Some(Secret::new(format!("{}-refresh-token", token.name)));
        }
        config
    }

    fn announced(config: Config, address: &str) -> Announcement {
        let address: SocketAddr = address.parse().expect("an address");
        Announcement::new(&Settings::new(config).expect("a configuration"), &address.into())
    }

    #[test]
    fn the_text_has_a_call_to_paste() {
        insta::assert_snapshot!(announced(shown(), "127.0.0.1:8024").to_text());
    }

    #[test]
    fn the_json_has_one_member_a_credential() {
        let announcement = announced(shown(), "127.0.0.1:8024");
        insta::assert_json_snapshot!(announcement);
        let json = serde_json::to_string(&announcement).expect("JSON");
        assert_eq!(serde_json::from_str::<Announcement>(&json).expect("the same shape"), announcement);
    }

    #[test]
    fn addresses_that_listen_everywhere_are_called_on_loopback() {
        let mut config = Config::default();
        config.set_webhook_code(Secret::new("own"));
        let announcement = announced(config, "[::]:80");
        assert_eq!(announcement.webhook, "http://[::1]:80/rest/1/own/");
        assert_eq!(announcement.control, None);
    }

    #[test]
    fn debug_shows_no_credential() {
        let announcement = announced(Config::default(), "127.0.0.1:8024");
        let debug = format!("{announcement:?}");
        let oauth = announcement.oauth;
        for secret in [oauth.access_token, oauth.refresh_token, oauth.client_secret] {
            assert!(!debug.contains(&secret.expect("a secret")), "{debug}");
        }
        assert!(!debug.contains("/rest/1/"), "{debug}");
    }
}
