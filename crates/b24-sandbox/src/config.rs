//! How a sandbox is set up: the TOML file, the builder and the body of `/_sandbox/config` are all this one type.

mod check;
mod credential;
mod masked;
mod moment;
mod read;
mod user;

use std::path::PathBuf;

use b24_contract::Secret;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use credential::{Token, Webhook};
pub use user::{EntityRights, Rights, User};

/// Name of the webhook with all rights, and its code on loopback.
pub(crate) const MAIN_WEBHOOK: &str = "webhook";
/// Code of the main webhook unless another one is given.
pub(crate) const FIXED_CODE: &str = "sandbox";

/// Setup of a sandbox. What is left out has its default; members that do not exist are refused.
///
/// Secrets are written as `***`: reading back what was written keeps them only where
/// [the control interface](crate#the-control-interface) can fill them in again.
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
/// assert!(!config.users[0].rights.contact.read);
/// # Ok::<(), b24_sandbox::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Seed of every credential that is not given. The same seed gives the same credentials in every run.
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
    /// Incoming webhooks. The one called `webhook`, or else the first, is the main one.
    pub webhooks: Vec<Webhook>,
    /// Access tokens of applications.
    pub tokens: Vec<Token>,
    /// Refuses plain HTTP, unless a proxy says by `X-Forwarded-Proto: https` that it ended TLS.
    pub require_https: bool,
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

/// What a sandbox holds at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SeedData {
    /// A small portal around the documentation's own example: company 32 with the contacts 7, 8 and 9.
    #[default]
    Demo,
    /// Nothing.
    Empty,
}

impl Default for Config {
    /// An administrator with the webhook code `sandbox` and an access token, a user without rights, one who may only
    /// read, a webhook without the scope `crm` and an expired token; the demo data, in memory.
    fn default() -> Self {
        Self {
            seed: 0,
            clock_start: None,
            data: None,
            seed_data: SeedData::default(),
            users: User::usual(),
            webhooks: Webhook::usual(),
            tokens: Token::usual(),
            require_https: false,
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

    /// The webhook that is announced first and that other credentials are derived from.
    pub(crate) fn main_webhook(&self) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.name == MAIN_WEBHOOK).or_else(|| self.webhooks.first())
    }

    /// The user with this id.
    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }
}
