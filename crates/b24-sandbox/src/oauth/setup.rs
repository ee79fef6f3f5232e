//! What the OAuth server takes from a configuration: applications with their credentials, and grants that are there
//! from the start.

use std::sync::Arc;

use super::grant::{Grant, Token};
use super::grants::Derive;
use crate::call::BASIC;
use crate::config::{self, Application, Config};

/// The applications, each with the client id and the client secret that it has.
pub(crate) fn applications(config: &Config, derive: Derive<'_>) -> Vec<Arc<Application>> {
    let complete = |card: &Application| {
        let name = |what: &str| format!("oauth/client/{}/{what}", card.code);
        let client_id = card.client_id.clone().unwrap_or_else(|| format!("local.{}", derive(&name("id")).expose()));
        let client_secret = card.client_secret.clone().unwrap_or_else(|| derive(&name("secret")));
        Arc::new(Application { client_id: Some(client_id), client_secret: Some(client_secret), ..card.clone() })
    };
    config.applications.iter().map(complete).collect()
}

/// The grants behind the tokens of a configuration. Their refresh tokens do not end by themselves.
pub(crate) fn grants(config: &Config, derive: Derive<'_>) -> Vec<Grant> {
    let grant = |own: &config::Token| {
        let application = config.application(own.application.as_deref())?;
        let access = own.token.clone().unwrap_or_else(|| derive(&own.name));
        let refresh = own.refresh_token.clone().unwrap_or_else(|| derive(&format!("oauth/{}/1/refresh", own.name)));
        let access = Token { secret: access, ends: own.expires_at.map(|end| end.as_second()) };
        let refresh = Token { secret: refresh, ends: None };
        let scopes = own.scopes.iter().filter(|scope| *scope != BASIC).cloned().collect();
        Some(Grant::configured(&own.name, &application.code, own.user, scopes, (access, refresh)))
    };
    config.tokens.iter().filter_map(grant).collect()
}
