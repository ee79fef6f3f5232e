//! A configuration in force: credentials that can be looked up, and the clock.

use std::collections::HashMap;
use std::sync::Arc;

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Secret};

use crate::Error;
use crate::call::{BASIC, Caller};
use crate::clock::{Clock, Moment};
use crate::config::{Application, Config, FIXED_CODE, Webhook};
use crate::deviation::Deviations;
use crate::oauth::{self, Grant, Grants};
use crate::random;

/// A checked configuration with what follows from it. A change of the configuration makes a new one; calls that are
/// under way keep theirs.
pub(crate) struct Settings {
    /// The configuration as it was given.
    pub(crate) config: Config,
    /// The clock.
    pub(crate) clock: Arc<Clock>,
    /// What applications were given, also while the sandbox runs.
    pub(crate) grants: Arc<Grants>,
    /// The applications with their client ids and secrets.
    applications: Vec<Arc<Application>>,
    /// The grants that are there from the start.
    configured: Vec<Grant>,
    /// The deviations in force.
    pub(crate) deviations: Deviations,
    webhooks: HashMap<String, Hook>,
    secrets: Vec<Secret>,
    /// What the credentials that are not given are derived from, unless it is the code of the main webhook.
    root: Option<Secret>,
}

/// What a webhook gives.
struct Hook {
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
    /// Makes a configuration ready that will take the place of the one of `previous`; a clock that was moved stays moved,
    /// and applications keep what they were given. [`Settings::adopt_grants`] completes the change.
    pub(crate) fn replacing(previous: &Settings, config: Config) -> Result<Self, Error> {
        let same_clock = config.clock_start == previous.config.clock_start;
        let new = Self { grants: Arc::clone(&previous.grants), ..Self::rooted(config, previous.root.clone())? };
        Ok(if same_clock { Self { clock: Arc::clone(&previous.clock), ..new } } else { new })
    }

    /// Puts a configuration in force.
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        Self::rooted(config, None)
    }

    /// Puts a configuration in force whose credentials are derived from `root`, or else from its main webhook's code.
    pub(crate) fn rooted(mut config: Config, root: Option<Secret>) -> Result<Self, Error> {
        config.check()?;
        let deviations = Deviations::of(&config.deviations)?;
        deviations.iter().for_each(|deed| deed.furnish(&mut config));
        let from = root.clone().unwrap_or_else(|| main_code(&config));
        let derive = |name: &str| random::credential(config.seed, &from, name);
        let hook = |own: &Webhook| {
            let user = config.user(own.user)?.clone();
            let scopes = own.scopes.iter().filter(|scope| *scope != BASIC).cloned().collect();
            let secret = own.code.clone().unwrap_or_else(|| derive(&own.name));
            let caller = Arc::new(Caller { credential: own.name.clone(), application: None, user, scopes });
            Some((secret.expose().to_owned(), Hook { caller, secret, expires_at: own.expires_at.map(Moment::from) }))
        };
        let webhooks: HashMap<_, _> = config.webhooks.iter().filter_map(hook).collect();
        let (applications, configured) = (oauth::applications(&config, &derive), oauth::grants(&config, &derive));
        let grants = Arc::new(Grants::default());
        grants.adopt(&configured);
        let secrets = webhooks.values().map(|hook| hook.secret.clone());
        let secrets = secrets.chain(applications.iter().filter_map(|card| card.client_secret.clone()));
        let secrets = secrets.chain(configured.iter().flat_map(Grant::secrets));
        // The code that everybody knows is a word like any other.
        let secrets = secrets.chain(config.control_token.clone()).filter(|code| code.expose() != FIXED_CODE).collect();
        let clock = Arc::new(Clock::new(config.clock_start));
        Ok(Self { config, clock, grants, applications, configured, deviations, webhooks, secrets, root })
    }

    /// Begins and ends grants as the configuration says.
    pub(crate) fn adopt_grants(&self) {
        self.grants.adopt(&self.configured);
    }

    /// Puts the grants back to those of the configuration.
    pub(crate) fn reset_grants(&self) {
        self.grants.reset(&self.configured);
    }

    /// Takes over grants that were written.
    pub(crate) fn restore_grants(&self, written: Vec<Grant>) {
        self.grants.restore(written, &self.configured);
    }

    /// Finds out who calls.
    pub(crate) fn authenticate(&self, presented: &Presented) -> Result<Arc<Caller>, &'static ErrorClause> {
        let now = self.clock.now();
        match presented {
            Presented::Nothing => Err(&error::SYSTEM_NO_AUTH_FOUND),
            Presented::Webhook(user, code) => self
                .webhooks
                .get(code.expose())
                .filter(|hook| user.parse() == Ok(hook.caller.user.id) && hook.lasts(now))
                .map(|hook| Arc::clone(&hook.caller))
                .ok_or(&error::SYSTEM_INVALID_CREDENTIALS),
            Presented::Token(token) => oauth::caller(self, token).map(Arc::new),
        }
    }

    /// Whether a credential is one of these, also an expired one or one with a wrong user.
    pub(crate) fn knows(&self, presented: &Presented) -> bool {
        match presented {
            Presented::Webhook(_, code) => self.webhooks.contains_key(code.expose()),
            Presented::Token(token) => self.grants.knows(token),
            Presented::Nothing => false,
        }
    }

    /// Name of a credential of `other` that is one of these too.
    pub(crate) fn shared<'a>(&self, other: &'a Settings) -> Option<&'a str> {
        let webhooks = other.webhooks.iter().filter(|(code, _)| self.webhooks.contains_key(*code));
        let webhooks = webhooks.map(|(_, hook)| &*hook.caller.credential);
        let tokens = other.configured.iter().filter(|grant| grant.secrets().any(|token| self.grants.knows(&token)));
        let clients = other
            .applications
            .iter()
            .filter(|card| card.client_id.as_ref().is_some_and(|client_id| self.client(client_id).is_some()));
        webhooks.chain(tokens.map(|grant| &*grant.id)).chain(clients.map(|card| &*card.code)).next()
    }

    /// A secret that follows from the seed, like the credentials.
    pub(crate) fn derived(&self, name: &str) -> Secret {
        random::credential(self.config.seed, &self.root(), name)
    }

    /// User id and code of the webhook with this name.
    pub(crate) fn webhook(&self, name: &str) -> Option<(u64, &Secret)> {
        self.webhooks.values().find_map(|hook| hook.named(name))
    }

    /// The applications, in the order of the configuration.
    pub(crate) fn applications(&self) -> &[Arc<Application>] {
        &self.applications
    }

    /// The application with this code.
    pub(crate) fn application(&self, code: &str) -> Option<&Arc<Application>> {
        self.applications.iter().find(|card| card.code == code)
    }

    /// The application with this client id.
    pub(crate) fn client(&self, client_id: &str) -> Option<&Arc<Application>> {
        self.applications.iter().find(|card| card.client_id.as_deref() == Some(client_id))
    }

    /// What the OAuth server calls the portal.
    pub(crate) fn member_id(&self) -> String {
        random::hexadecimal(self.config.seed, &self.root(), "oauth/member")
    }

    /// Everything that must not appear in a journal.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let mut secrets = self.secrets.clone();
        secrets.extend(self.grants.secrets());
        secrets
    }

    fn root(&self) -> Secret {
        self.root.clone().unwrap_or_else(|| main_code(&self.config))
    }
}

/// Code of the main webhook, where it is given.
fn main_code(config: &Config) -> Secret {
    config.main_webhook().and_then(|main| main.code.clone()).unwrap_or_else(|| Secret::new(""))
}

impl Hook {
    fn lasts(&self, now: Moment) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    fn named(&self, name: &str) -> Option<(u64, &Secret)> {
        (self.caller.credential == name).then_some((self.caller.user.id, &self.secret))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn settings(config: Config) -> Settings {
        Settings::new(config).expect("a consistent configuration")
    }

    fn webhook(user: &str, code: &Secret) -> Presented {
        Presented::Webhook(user.to_owned(), code.clone())
    }

    fn token(settings: &Settings, name: &str) -> Secret {
        settings.grants.get(name).expect("configured").access.secret
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
        let token = |name| Presented::Token(token(&settings, name));
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
        let token = token(&settings, "oauth");
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
        // Four webhooks, two pairs of tokens, the application's secret and the control token.
        let different: HashSet<Secret> = settings.secrets().into_iter().collect();
        assert_eq!(different.len(), 4 + 2 * 2 + 1 + 1);
        assert!(settings.secrets().contains(&Secret::new("control")));
    }
}
