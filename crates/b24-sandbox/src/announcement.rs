//! What a sandbox tells about itself when it has started.

use std::fmt::{self, Write};
use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::MAIN_WEBHOOK;
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
    /// The access token `oauth`, which is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The access token `expired`, whose hour is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_access_token: Option<String>,
}

impl Announcement {
    /// The announcement of a sandbox that listens on `address`.
    pub(crate) fn new(settings: &Settings, address: SocketAddr) -> Self {
        let root = format!("http://{}", reachable(address));
        let webhook = |name| {
            let (user, code) = settings.webhook(name)?;
            Some(format!("{root}/rest/{user}/{}/", code.expose()))
        };
        let token = |name| settings.token(name).map(|token| token.expose().to_owned());
        let main = settings.config.main_webhook().map_or(MAIN_WEBHOOK, |main| &main.name);
        Self {
            webhook: webhook(main).unwrap_or_default(),
            control: control::is_served(settings, address).then(|| format!("{root}{}", control::ROOT)),
            denied: webhook("denied"),
            reader: webhook("reader"),
            inactive: webhook("inactive"),
            no_scope: webhook("no-scope"),
            oauth: OAuthAnnouncement {
                endpoint: format!("{root}/rest/"),
                access_token: token("oauth"),
                expired_access_token: token("expired"),
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
        line("denied", self.denied.as_ref());
        line("reader", self.reader.as_ref());
        line("inactive", self.inactive.as_ref());
        line("no scope", self.no_scope.as_ref());
        line("endpoint", Some(&self.oauth.endpoint));
        line("token", self.oauth.access_token.as_ref());
        line("expired", self.oauth.expired_access_token.as_ref());
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
        for token in &mut config.tokens {
            token.token = Some(Secret::new(format!("{}-token", token.name)));
        }
        config
    }

    fn announced(config: Config, address: &str) -> Announcement {
        Announcement::new(&Settings::new(config).expect("a configuration"), address.parse().expect("an address"))
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
        let token = announcement.oauth.access_token.expect("a token");
        assert!(!debug.contains(&token) && !debug.contains("/rest/1/"), "{debug}");
    }
}
