//! How a sandbox is set up: the TOML file, the builder and the body of `/_sandbox/config` are all this one type.

mod access;
mod application;
mod check;
mod credential;
mod custom_field;
mod department;
mod extent;
mod fault;
mod keep;
mod limits;
mod masked;
mod method_pattern;
mod moment;
mod portal;
mod read;
mod rights;
mod seed_data;
pub(crate) mod tls;
mod user;

use std::path::PathBuf;

use b24_contract::Secret;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use access::{Access, Confirmation, Unconfirmed};
pub use application::{Application, ApplicationState, ApplicationStatus};
pub use credential::{Token, Webhook};
pub use custom_field::{CustomField, CustomFieldEntity, CustomFieldType};
pub use department::Department;
pub use extent::Extent;
pub use fault::{Fault, FaultKind, Instead, Seconds};
pub use limits::{BatchOperating, LeakyBucket, Limits, OperatingLimit, OperatingShown, RateLimit};
pub use method_pattern::MethodPattern;
pub use rights::{EntityRights, Rights};
pub use seed_data::SeedData;
pub use tls::Tls;
pub use user::{Gender, User, UserKind};

/// Name of the webhook with all rights, and its code on loopback.
pub(crate) const MAIN_WEBHOOK: &str = "webhook";
/// Connections that there may be at a time unless told otherwise.
pub(crate) const CONNECTIONS: usize = 10_000;
/// Code of the main webhook unless another one is given.
pub(crate) const FIXED_CODE: &str = "sandbox";

/// Setup of a sandbox. What is left out has its default; members that do not exist are refused.
///
/// Secrets are written as `***`: reading back what was written keeps them only where the control interface can fill them
/// in again.
///
/// ```
/// let config = b24_sandbox::Config::from_toml(
///     r#"
///     seed = 7
///     clock_start = "2024-08-19T16:46:31+02:00"
///
///     [[users]]
///     id = 5
///     name = "Clerk"
///     rights = { company = { read = true } }
///
///     [[webhooks]]
///     name = "webhook"
///     user = 5
///     code = "clerk"
///     "#,
/// )?;
/// assert_eq!(config.users[0].rights.contact.read, b24_sandbox::Extent::None);
/// # Ok::<(), b24_sandbox::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Seed of every credential that is not given, and of made-up data. The same seed gives the same ones in every run.
    pub seed: u64,
    /// Where the clock stands still until it is moved, as RFC 3339. Without it the clock follows the system.
    #[serde(with = "moment")]
    #[schemars(with = "Option<String>")]
    pub clock_start: Option<Timestamp>,
    /// The file that keeps the data. Without it the data live in memory.
    pub data: Option<PathBuf>,
    /// What a new sandbox, or one that was reset, holds.
    pub seed_data: SeedData,
    /// The people of the portal.
    pub users: Vec<User>,
    /// The departments of the portal.
    pub departments: Vec<Department>,
    /// The fields that companies and contacts have besides those of every portal.
    pub custom_fields: Vec<CustomField>,
    /// Incoming webhooks. The one called `webhook`, or else the first, is the main one.
    pub webhooks: Vec<Webhook>,
    /// Access tokens of applications.
    pub tokens: Vec<Token>,
    /// The applications that access tokens belong to. The first one is that of tokens that name none.
    pub applications: Vec<Application>,
    /// What the portal refuses besides wrong credentials and missing rights.
    pub access: Access,
    /// All scopes that the portal knows, as the method `scope` lists them with `full`: those of the documentation, unless
    /// told otherwise. Official SDKs contradict each other in what they want to find there.
    pub scopes: Vec<String>,
    /// Codes of the REST features that the portal's plan has, for `feature.get`.
    pub features: Vec<String>,
    /// The portal's plan without the region, such as `ent250`.
    pub plan: String,
    /// Language of the portal, such as `en`; also the region of its plan.
    pub language: String,
    /// How much may be called in how much time.
    pub limits: Limits,
    /// Directory of answers to calls of methods that the sandbox does not have, called `<method>.json`.
    pub stubs: Option<PathBuf>,
    /// What goes wrong on purpose.
    pub faults: Vec<Fault>,
    /// Clauses of the contract that are broken on purpose, each by its id and how: `<clause>!<how>`.
    pub deviations: Vec<String>,
    /// Refuses plain HTTP, unless a proxy says by `X-Forwarded-Proto: https` that it ended TLS.
    pub require_https: bool,
    /// HTTPS beside HTTP. It is set up when the sandbox starts.
    pub tls: Option<Tls>,
    /// Connections that there may be at a time; further ones wait. It counts when the sandbox starts.
    pub connections: usize,
    /// Seconds after which a request is answered 504. What it asked for is done nevertheless.
    pub request_timeout: u64,
    /// Greatest body of a request, in bytes.
    pub body_limit: usize,
    /// Seconds in which the body of a request must arrive.
    pub body_timeout: u64,
    /// Number of exchanges that the journal keeps.
    pub journal: usize,
    /// Judges every own answer by the contract and replaces one that breaks it by an internal error. The default is on
    /// in debug builds and off in release builds.
    pub self_check: bool,
    /// What the control interface wants as `Authorization: Bearer`. Off loopback there is no control without it.
    #[serde(with = "masked")]
    #[schemars(with = "Option<String>")]
    pub control_token: Option<Secret>,
}

impl Default for Config {
    /// An administrator with the webhook code `sandbox` and an access token, a user without rights, one who may only
    /// read, one who has left, a webhook without the scopes `crm` and `user`, and an expired token; four custom fields;
    /// the demo data, in memory.
    fn default() -> Self {
        Self {
            seed: 0,
            clock_start: None,
            data: None,
            seed_data: SeedData::default(),
            users: User::usual(),
            departments: Department::usual(),
            custom_fields: CustomField::usual(),
            webhooks: Webhook::usual(),
            tokens: Token::usual(),
            applications: vec![Application::default()],
            access: Access::default(),
            scopes: portal::scopes(),
            features: portal::features(),
            plan: "ent250".to_owned(),
            language: "en".to_owned(),
            limits: Limits::default(),
            faults: Vec::new(),
            deviations: Vec::new(),
            stubs: None,
            require_https: false,
            tls: None,
            connections: CONNECTIONS,
            request_timeout: 900,
            body_limit: 2 * 1024 * 1024,
            body_timeout: 60,
            journal: 1000,
            self_check: cfg!(debug_assertions),
            control_token: None,
        }
    }
}

impl Config {
    /// Gives the main webhook another code, as is needed off loopback.
    pub fn set_webhook_code(&mut self, code: Secret) {
        let index = self.webhooks.iter().position(|webhook| webhook.name == MAIN_WEBHOOK).unwrap_or(0);
        if let Some(webhook) = self.webhooks.get_mut(index) {
            webhook.code = Some(code);
        }
    }

    /// The same without any code or token, so that all of them are derived.
    pub(crate) fn without_codes(self) -> Self {
        self.without_codes_that(|_| true).without_client_ids()
    }

    /// The same with a derived code or token wherever the one that everybody knows stands.
    pub(crate) fn without_fixed_codes(self) -> Self {
        self.without_codes_that(|code| code.expose() == FIXED_CODE)
    }

    fn without_client_ids(mut self) -> Self {
        self.applications.iter_mut().for_each(|card| card.client_id = None);
        self
    }

    fn without_codes_that(mut self, goes: impl Fn(&Secret) -> bool) -> Self {
        let codes = self.webhooks.iter_mut().map(|webhook| &mut webhook.code);
        let tokens = self.tokens.iter_mut().flat_map(|token| [&mut token.token, &mut token.refresh_token]);
        let secrets = self.applications.iter_mut().map(|card| &mut card.client_secret);
        for code in codes.chain(tokens).chain(secrets) {
            *code = code.take().filter(|code| !goes(code));
        }
        self
    }

    /// The webhook that is announced first and that other credentials are derived from.
    pub(crate) fn main_webhook(&self) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.name == MAIN_WEBHOOK).or_else(|| self.webhooks.first())
    }

    /// The application with this code, or the first one where none is named.
    pub(crate) fn application(&self, code: Option<&str>) -> Option<&Application> {
        self.applications.iter().find(|application| code.is_none_or(|code| application.code == code))
    }

    /// The department with this id.
    pub(crate) fn department(&self, id: u64) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == id)
    }

    /// A department and those that it is a part of, from the smallest to the largest.
    pub(crate) fn department_and_above(&self, id: u64) -> impl Iterator<Item = &Department> {
        std::iter::successors(self.department(id), |department| self.department(department.parent?))
    }

    /// The user with this id.
    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }
}
