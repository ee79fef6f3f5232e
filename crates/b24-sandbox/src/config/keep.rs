//! What a new configuration takes over from the one in force.

use b24_contract::{MASK, Secret};

use super::{CONNECTIONS, Config};
use crate::Error;

impl Config {
    /// Puts back the secrets of `previous` where this configuration has their mask.
    pub(crate) fn keep_masked(&mut self, previous: &Config) {
        for webhook in &mut self.webhooks {
            let old = previous.webhooks.iter().find(|old| old.name == webhook.name);
            keep(&mut webhook.code, old.map(|old| &old.code));
        }
        for token in &mut self.tokens {
            let old = previous.tokens.iter().find(|old| old.name == token.name);
            keep(&mut token.token, old.map(|old| &old.token));
            keep(&mut token.refresh_token, old.map(|old| &old.refresh_token));
        }
        for card in &mut self.applications {
            let old = previous.applications.iter().find(|old| old.code == card.code);
            keep(&mut card.client_secret, old.map(|old| &old.client_secret));
        }
        keep(&mut self.control_token, Some(&previous.control_token));
    }

    /// Takes what counts only when a sandbox starts from `running` where it is left out, and refuses it where it is
    /// another one.
    pub(crate) fn keep_start(&mut self, running: &Self) -> Result<(), Error> {
        self.data = self.data.take().or_else(|| running.data.clone());
        self.tls = self.tls.take().or_else(|| running.tls.clone());
        if self.connections == CONNECTIONS {
            self.connections = running.connections;
        }
        let members = [
            ("data", self.data == running.data),
            ("tls", self.tls == running.tls),
            ("connections", self.connections == running.connections),
        ];
        match members.into_iter().find(|(_, same)| !same) {
            None => Ok(()),
            Some((member, _)) => {
                Err(Error::Config(format!("`{member}` cannot be changed while the sandbox runs: leave it out")))
            }
        }
    }
}

/// Puts an old secret back where its mask stands. Without an old one the mask stays, which is refused later.
fn keep(secret: &mut Option<Secret>, old: Option<&Option<Secret>>) {
    let is_masked = secret.as_ref().is_some_and(|secret| secret.expose() == MASK);
    if let Some(old) = old.filter(|_| is_masked) {
        secret.clone_from(old);
    }
}
