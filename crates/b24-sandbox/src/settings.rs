//! A configuration in force: credentials that can be looked up, and the clock.

use std::collections::HashMap;
use std::sync::Arc;

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Secret};
use jiff::Timestamp;

use crate::Error;
use crate::call::{BASIC, Caller, CredentialKind};
use crate::clock::{Clock, Moment};
use crate::config::{Config, FIXED_CODE, Token, Webhook};
use crate::random;

/// A checked configuration with what follows from it. A change of the configuration makes a new one; calls that are
/// under way keep theirs.
pub(crate) struct Settings {
    /// The configuration as it was given.
    pub(crate) config: Config,
    /// The clock.
    pub(crate) clock: Arc<Clock>,
    webhooks: HashMap<String, Grant>,
    tokens: HashMap<String, Grant>,
    secrets: Vec<Secret>,
}

/// What a credential gives.
struct Grant {
    caller: Arc<Caller>,
    secret: Secret,
    expires_at: Option<Moment>,
}

/// What a request brought as its credential.
pub(crate) enum Presented {
    /// User id and code of a webhook.
    Webhook(String, Secret),
    /// An access token.
    Token(Secret),
    /// Nothing.
    Nothing,
}

impl Settings {
    /// Puts a configuration in force in place of the one of `previous`; a clock that was moved stays moved.
    pub(crate) fn replacing(previous: &Settings, config: Config) -> Result<Self, Error> {
        let same_clock = config.clock_start == previous.config.clock_start;
        let new = Self::new(config)?;
        Ok(if same_clock { Self { clock: Arc::clone(&previous.clock), ..new } } else { new })
    }

    /// Puts a configuration in force.
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        config.check()?;
        let root = config.main_webhook().and_then(|main| main.code.clone()).unwrap_or_else(|| Secret::new(""));
        let grant = |kind, name: &str, user, secret: &Option<Secret>, scopes: &[String], end: Option<Timestamp>| {
            let user = config.user(user)?.clone();
            let scopes = scopes.iter().filter(|scope| *scope != BASIC).cloned().collect();
            let secret = secret.clone().unwrap_or_else(|| random::credential(config.seed, &root, name));
            let caller = Arc::new(Caller { credential: name.to_owned(), kind, user, scopes });
            Some((secret.expose().to_owned(), Grant { caller, secret, expires_at: end.map(Moment::from) }))
        };
        let of_webhook =
            |own: &Webhook| grant(CredentialKind::Webhook, &own.name, own.user, &own.code, &own.scopes, own.expires_at);
        let of_token =
            |own: &Token| grant(CredentialKind::Token, &own.name, own.user, &own.token, &own.scopes, own.expires_at);
        let webhooks: HashMap<_, _> = config.webhooks.iter().filter_map(of_webhook).collect();
        let tokens: HashMap<_, _> = config.tokens.iter().filter_map(of_token).collect();
        let secrets = webhooks.values().chain(tokens.values()).map(|grant| grant.secret.clone());
        // The code that everybody knows is a word like any other.
        let secrets = secrets.chain(config.control_token.clone()).filter(|code| code.expose() != FIXED_CODE).collect();
        let clock = Arc::new(Clock::new(config.clock_start));
        Ok(Self { config, clock, webhooks, tokens, secrets })
    }

    /// Finds out who calls.
    pub(crate) fn authenticate(&self, presented: &Presented) -> Result<Arc<Caller>, &'static ErrorClause> {
        let now = self.clock.now();
        match presented {
            Presented::Nothing => Err(&error::SYSTEM_NO_AUTH_FOUND),
            Presented::Webhook(user, code) => self
                .webhooks
                .get(code.expose())
                .filter(|grant| user.parse() == Ok(grant.caller.user.id) && grant.lasts(now))
                .map(|grant| Arc::clone(&grant.caller))
                .ok_or(&error::SYSTEM_INVALID_CREDENTIALS),
            Presented::Token(token) => match self.tokens.get(token.expose()) {
                Some(grant) if grant.lasts(now) => Ok(Arc::clone(&grant.caller)),
                Some(_) => Err(&error::SYSTEM_EXPIRED_TOKEN),
                None => Err(&error::SYSTEM_INVALID_TOKEN),
            },
        }
    }

    /// User id and code of the webhook with this name.
    pub(crate) fn webhook(&self, name: &str) -> Option<(u64, &Secret)> {
        self.webhooks.values().find_map(|grant| grant.named(name))
    }

    /// The access token with this name.
    pub(crate) fn token(&self, name: &str) -> Option<&Secret> {
        self.tokens.values().find_map(|grant| grant.named(name)).map(|(_, token)| token)
    }

    /// Everything that must not appear in a journal.
    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }
}

impl Grant {
    fn lasts(&self, now: Moment) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    fn named(&self, name: &str) -> Option<(u64, &Secret)> {
        (self.caller.credential == name).then_some((self.caller.user.id, &self.secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(config: Config) -> Settings {
        Settings::new(config).expect("a consistent configuration")
    }

    fn webhook(user: &str, code: &Secret) -> Presented {
        Presented::Webhook(user.to_owned(), code.clone())
    }

    fn refusal(settings: &Settings, presented: Presented) -> &'static str {
        settings.authenticate(&presented).expect_err("a refusal").id
    }

    #[test]
    fn a_webhook_belongs_to_its_user() {
        let settings = settings(Config::default());
        let code = Secret::new("sandbox");
        assert_eq!(settings.authenticate(&webhook("1", &code)).expect("known").credential, "webhook");
        assert_eq!(refusal(&settings, webhook("2", &code)), "system/invalid-credentials");
        assert_eq!(refusal(&settings, webhook("1", &Secret::new("wrong"))), "system/invalid-credentials");
    }

    #[test]
    fn a_token_is_known_expired_or_wrong() {
        let settings = settings(Config::default());
        let token = |name| Presented::Token(settings.token(name).expect("configured").clone());
        assert_eq!(settings.authenticate(&token("oauth")).expect("known").user.id, 1);
        assert_eq!(refusal(&settings, token("expired")), "system/expired-token");
        assert_eq!(refusal(&settings, Presented::Token(Secret::new("wrong"))), "system/invalid-token");
        assert_eq!(refusal(&settings, Presented::Nothing), "system/no-auth-found");
    }

    #[test]
    fn the_scope_that_everybody_has_is_not_counted() {
        let mut config = Config::default();
        config.webhooks[0].scopes = vec!["basic".to_owned(), "crm".to_owned()];
        let caller = settings(config).authenticate(&webhook("1", &Secret::new("sandbox"))).expect("known");
        assert_eq!(caller.scopes, ["crm"]);
        assert!(caller.has_scope("basic"));
    }

    #[test]
    fn credentials_end_when_the_clock_says_so() {
        let mut config = Config { clock_start: "2024-08-19T12:00:00Z".parse().ok(), ..Config::default() };
        config.webhooks[0].expires_at = "2024-08-19T13:00:00Z".parse().ok();
        config.tokens[0].expires_at = "2024-08-19T13:00:00Z".parse().ok();
        let settings = settings(config);
        let code = Secret::new("sandbox");
        let token = settings.token("oauth").expect("configured").clone();
        assert!(settings.authenticate(&webhook("1", &code)).is_ok());
        settings.clock.advance(3600.0);
        assert_eq!(refusal(&settings, webhook("1", &code)), "system/invalid-credentials");
        assert_eq!(refusal(&settings, Presented::Token(token)), "system/expired-token");
    }

    #[test]
    fn derived_credentials_follow_from_the_seed() {
        let denied = |seed| {
            let settings = settings(Config { seed, ..Config::default() });
            settings.webhook("denied").expect("configured").1.clone()
        };
        assert_eq!(denied(7), denied(7));
        assert_ne!(denied(7), denied(8));
    }

    #[test]
    fn every_credential_but_the_fixed_one_is_a_secret() {
        let settings = settings(Config { control_token: Some(Secret::new("control")), ..Config::default() });
        assert_eq!(settings.secrets().len(), 4 + 2 + 1);
        assert!(settings.secrets().contains(&Secret::new("control")));
    }
}
