//! The grants of a portal, with everything that is decided about tokens. One lock decides who comes first.
//!
//! Grants live in memory, where looking up a token waits for nothing, and are written through to the data.

mod book;

use std::sync::{Mutex, MutexGuard, PoisonError};

use b24_contract::generated::error;
use b24_contract::{ErrorClause, Secret};

use super::grant::{self, Grant, Token};
use super::refusal::OAuthError;
use book::{Book, Code, number};

/// Seconds that an authorisation code lasts.
const CODE_LIFE: i64 = 30;

/// All grants of a portal.
#[derive(Default)]
pub(crate) struct Grants {
    book: Mutex<Book>,
}

/// Whom a user allows what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leave {
    /// Code of the application.
    pub(crate) application: String,
    /// Id of the user.
    pub(crate) user: u64,
    /// Scopes of the application's card.
    pub(crate) scopes: Vec<String>,
}

/// Who holds an access token that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    /// What the journal calls calls with it.
    pub(crate) credential: String,
    /// Whom a user allowed what.
    pub(crate) leave: Leave,
}

/// Where new tokens and codes come from: a secret for a name.
pub(crate) type Derive<'a> = &'a dyn Fn(&str) -> Secret;

impl Grants {
    /// Takes over the grants of a configuration: new ones begin, those that it no longer has end, and one that it still
    /// gives the same pair of tokens keeps what became of it.
    pub(crate) fn adopt(&self, configured: &[Grant]) {
        self.lock().adopt(configured);
    }

    /// Puts the grants back to those of a configuration.
    pub(crate) fn reset(&self, configured: &[Grant]) {
        self.restore(Vec::new(), configured);
    }

    /// Takes grants that were written, in place of all others, and those of a configuration.
    pub(crate) fn restore(&self, written: Vec<Grant>, configured: &[Grant]) {
        let mut book = Book::default();
        for grant in written {
            book.last_grant = book.last_grant.max(number(&grant.id).unwrap_or_default());
            book.grants.insert(grant.id.clone(), grant);
        }
        book.adopt(configured);
        *self.lock() = book;
    }

    /// Who calls with an access token, if it is accepted at this Unix second.
    pub(crate) fn of_access(&self, token: &Secret, now: i64) -> Result<Holder, &'static ErrorClause> {
        let book = self.lock();
        let grant = book.by_access.get(token).and_then(|id| book.grants.get(id)).filter(|grant| !grant.revoked);
        let grant = grant.ok_or(&error::SYSTEM_INVALID_TOKEN)?;
        let is_it = |own: &&Token| own.secret == *token;
        if grant.access_tokens().find(is_it).is_some_and(|own| own.lasts(now)) {
            Ok(grant.into())
        } else {
            Err(&error::SYSTEM_EXPIRED_TOKEN)
        }
    }

    /// Whether an access token is, or was, one of these.
    pub(crate) fn knows(&self, token: &Secret) -> bool {
        self.lock().by_access.contains_key(token)
    }

    /// Gives a code for what a user allowed.
    pub(crate) fn give_code(&self, leave: Leave, now: i64, derive: Derive<'_>) -> Secret {
        let mut book = self.lock();
        book.codes.retain(|_, code| now < code.ends);
        book.last_code += 1;
        let secret = derive(&format!("oauth/code/{}", book.last_code));
        book.remember(&secret);
        book.codes.insert(secret.clone(), Code { leave, ends: now.saturating_add(CODE_LIFE) });
        secret
    }

    /// Makes a grant of a code, which can be used once.
    pub(crate) fn exchange(
        &self,
        code: &Secret,
        application: &str,
        now: i64,
        derive: Derive<'_>,
    ) -> Result<Grant, OAuthError> {
        let mut book = self.lock();
        let is_own = book.codes.get(code).is_some_and(|given| given.leave.application == application);
        let given = if is_own { book.codes.remove(code) } else { None };
        let given = given.filter(|given| now < given.ends).ok_or(OAuthError::InvalidGrant)?;
        Ok(book.issue(given.leave, now, derive))
    }

    /// Makes a grant at once.
    pub(crate) fn issue(&self, leave: Leave, now: i64, derive: Derive<'_>) -> Grant {
        self.lock().issue(leave, now, derive)
    }

    /// Replaces the pair of tokens that a refresh token belongs to. Of several that ask with the same one the first gets
    /// the new pair.
    pub(crate) fn refresh(
        &self,
        token: &Secret,
        application: &str,
        now: i64,
        derive: Derive<'_>,
    ) -> Result<Grant, OAuthError> {
        let mut book = self.lock();
        let id = book.by_refresh.get(token).cloned().ok_or(OAuthError::InvalidGrant)?;
        let grant = book.grants.get_mut(&id).filter(|grant| !grant.revoked && grant.application == application);
        let grant = grant.filter(|grant| grant.refresh.lasts(now)).ok_or(OAuthError::InvalidGrant)?;
        let name = format!("oauth/{id}/{}", grant.pairs + 1);
        let pair = grant::pair(derive(&format!("{name}/access")), derive(&format!("{name}/refresh")), now);
        let forgotten = grant.replace(pair);
        let grant = grant.clone();
        book.by_refresh.remove(token);
        for token in forgotten {
            book.by_access.remove(&token.secret);
        }
        book.enter(&grant);
        book.unsaved.insert(id);
        Ok(grant)
    }

    /// All grants, those of the configuration first.
    pub(crate) fn list(&self) -> Vec<Grant> {
        let mut grants: Vec<Grant> = self.lock().grants.values().cloned().collect();
        grants.sort_by_key(|grant| if grant.configured.is_some() { 0 } else { number(&grant.id).unwrap_or(0) });
        grants
    }

    /// The grant with this id.
    pub(crate) fn get(&self, id: &str) -> Option<Grant> {
        self.lock().grants.get(id).cloned()
    }

    /// Changes one grant, or all of them, and tells how many that were.
    fn change(&self, id: Option<&str>, change: impl Fn(&mut Grant)) -> usize {
        let mut book = self.lock();
        let Book { grants, unsaved, .. } = &mut *book;
        let mut changed = 0;
        for grant in grants.values_mut().filter(|grant| id.is_none_or(|id| grant.id == id)) {
            change(grant);
            unsaved.insert(grant.id.clone());
            changed += 1;
        }
        changed
    }

    /// Ends the access tokens of one grant, or of all, and with `refresh` the refresh tokens too. Tells of how many.
    pub(crate) fn expire(&self, id: Option<&str>, refresh: bool, now: i64) -> usize {
        self.change(id, |grant| grant.expire(now, refresh))
    }

    /// Takes back one grant, or all. Tells how many.
    pub(crate) fn revoke(&self, id: Option<&str>) -> usize {
        self.change(id, |grant| grant.revoked = true)
    }

    /// Makes requests for tokens meet an error, behind the errors that are planted already.
    pub(crate) fn plant(&self, error: OAuthError, times: u64) {
        self.lock().planted.push_back((error, times));
    }

    /// Takes back every planted error.
    pub(crate) fn clear_planted(&self) {
        self.lock().planted.clear();
    }

    /// Takes one use of the first planted error.
    pub(super) fn claim_planted(&self) -> Option<OAuthError> {
        let mut book = self.lock();
        let (error, times) = book.planted.front_mut()?;
        let claimed = *error;
        *times -= 1;
        if *times == 0 {
            book.planted.pop_front();
        }
        Some(claimed)
    }

    /// The latest tokens and codes, for those who hide them.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.lock().secrets.iter().cloned().collect()
    }

    /// Hands over the grants that changed since the last time.
    pub(super) fn take_unsaved(&self) -> Vec<Grant> {
        let mut book = self.lock();
        let ids = std::mem::take(&mut book.unsaved);
        ids.iter().filter_map(|id| book.grants.get(id).cloned()).collect()
    }

    /// Takes back grants that could not be written.
    pub(super) fn put_back_unsaved(&self, grants: Vec<Grant>) {
        self.lock().unsaved.extend(grants.into_iter().map(|grant| grant.id));
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<&Grant> for Holder {
    fn from(grant: &Grant) -> Self {
        let Grant { credential, application, user, scopes, .. } = grant;
        let leave = Leave { application: application.clone(), user: *user, scopes: scopes.clone() };
        Self { credential: credential.clone(), leave }
    }
}

#[cfg(test)]
mod tests;
