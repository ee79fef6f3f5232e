//! What a new configuration takes over from the one in force.

use b24_contract::{MASK, Secret};

use super::{CONNECTIONS, Config};
use crate::Error;

impl Config {
    /// Puts back the secrets of `previous` where this configuration has their mask.
    pub(crate) fn keep_masked(&mut self, previous: &Config) {
        let masked = |secret: &Option<Secret>| secret.as_ref().is_some_and(|secret| secret.expose() == MASK);
        for webhook in self.webhooks.iter_mut().filter(|webhook| masked(&webhook.code)) {
            if let Some(old) = previous.webhooks.iter().find(|old| old.name == webhook.name) {
                webhook.code.clone_from(&old.code);
            }
        }
        for token in self.tokens.iter_mut().filter(|token| masked(&token.token)) {
            if let Some(old) = previous.tokens.iter().find(|old| old.name == token.name) {
                token.token.clone_from(&old.token);
            }
        }
        for token in self.tokens.iter_mut().filter(|token| masked(&token.refresh_token)) {
            if let Some(old) = previous.tokens.iter().find(|old| old.name == token.name) {
                token.refresh_token.clone_from(&old.refresh_token);
            }
        }
        for card in self.applications.iter_mut().filter(|card| masked(&card.client_secret)) {
            if let Some(old) = previous.applications.iter().find(|old| old.code == card.code) {
                card.client_secret.clone_from(&old.client_secret);
            }
        }
        if masked(&self.control_token) {
            self.control_token.clone_from(&previous.control_token);
        }
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
