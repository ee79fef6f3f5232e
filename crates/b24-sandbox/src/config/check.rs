//! What a configuration must fulfil beyond its shape.

use std::collections::HashSet;

use b24_contract::{MASK, Secret};

use super::{Config, FIXED_CODE, Fault, portal, tls};
use crate::addresses::Addresses;
use crate::twist::{Origin, Twist};
use crate::{Error, auth};

impl Config {
    /// Refuses a configuration that contradicts itself.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |sentence: String| Err(Error::Config(sentence));
        if self.main_webhook().is_none() {
            return refuse("a sandbox needs at least one webhook".to_owned());
        }
        let mut ids = HashSet::new();
        if let Some(user) = self.users.iter().find(|user| user.id == 0 || !ids.insert(user.id)) {
            return refuse(format!("user id {} must be at least 1 and belong to one user only", user.id));
        }
        let mut names = HashSet::new();
        let mut codes = HashSet::new();
        for (name, user, secret) in self.credentials() {
            if ["", auth::NONE, auth::UNKNOWN].contains(&name) || !names.insert(name) {
                let not = format!("neither empty nor `{}` nor `{}`", auth::NONE, auth::UNKNOWN);
                return refuse(format!("credential name `{name}` must be unique, and {not}"));
            }
            if self.user(user).is_none() {
                return refuse(format!("credential `{name}` belongs to user {user}, who does not exist"));
            }
            match secret.map(Secret::expose) {
                Some(MASK) => {
                    return refuse(format!("credential `{name}` is masked, and there is no such credential to keep"));
                }
                Some(code) if !is_path_segment(code) => {
                    return refuse(format!("the code of `{name}` must consist of letters, digits, `-` and `_`"));
                }
                Some(code) if !codes.insert(code) => {
                    return refuse(format!("the code of `{name}` belongs to another credential too"));
                }
                _ => {}
            }
        }
        if self.control_token.as_ref().is_some_and(|token| matches!(token.expose(), "" | MASK)) {
            return refuse("the control token must neither be empty nor a mask".to_owned());
        }
        if self.clock_start.is_some_and(|start| start.as_second() < 0) {
            return refuse("clock_start must not lie before 1970".to_owned());
        }
        Twist::of_faults(&self.faults, Origin::Configured).map_err(Error::Config)?;
        self.check_credentials_of(&self.faults).map_err(Error::Config)?;
        if let Some(sentence) = self.limits.contradiction() {
            return refuse(sentence);
        }
        if self.connections == 0 {
            return refuse("connections must be at least 1".to_owned());
        }
        if let Some(sentence) = self.tls.as_ref().and_then(tls::contradiction) {
            return refuse(sentence);
        }
        portal::contradiction(self).or_else(|| self.access.contradiction(self)).map_or(Ok(()), refuse)
    }

    /// Refuses a configuration that contradicts itself, or that must not be reachable on `addresses`.
    pub(crate) fn check_for(&self, addresses: &Addresses) -> Result<(), Error> {
        self.check()?;
        if addresses.are_loopback() { Ok(()) } else { self.check_exposed() }
    }

    /// Refuses codes that other machines must not be offered.
    fn check_exposed(&self) -> Result<(), Error> {
        let fixed = |secret: &Secret| secret.expose() == FIXED_CODE;
        if self.main_webhook().is_some_and(|webhook| webhook.code.is_none())
            || self.credentials().any(|(_, _, secret)| secret.is_some_and(fixed))
        {
            return Err(Error::KnownWebhookCode);
        }
        Ok(())
    }

    /// Refuses faults that meet the calls of nobody, because there is no such credential.
    pub(crate) fn check_credentials_of(&self, faults: &[Fault]) -> Result<(), String> {
        let mut named = faults.iter().filter_map(|fault| fault.credential.as_deref());
        let unknown = named.find(|name| !self.has_credential(name));
        unknown.map_or(Ok(()), |name| Err(format!("a fault names the credential `{name}`, which does not exist")))
    }

    /// Whether a credential may have this name: a webhook, a token, or `application/user`, as the OAuth server's are called.
    pub(super) fn has_credential(&self, name: &str) -> bool {
        let may_be_handed_out = |(application, user): (&str, &str)| {
            self.application(Some(application)).is_some() && user.parse().is_ok_and(|id| self.user(id).is_some())
        };
        self.credentials().any(|(own, ..)| own == name) || name.rsplit_once('/').is_some_and(may_be_handed_out)
    }

    /// Name, user and given secret of every credential.
    fn credentials(&self) -> impl Iterator<Item = (&str, u64, Option<&Secret>)> {
        let webhooks = self.webhooks.iter().map(|webhook| (&*webhook.name, webhook.user, webhook.code.as_ref()));
        let tokens = self.tokens.iter().map(|token| (&*token.name, token.user, token.token.as_ref()));
        webhooks.chain(tokens)
    }
}

fn is_path_segment(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests;
