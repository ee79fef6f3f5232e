//! What there is of grants, tokens and codes, and how each is found.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use b24_contract::Secret;

use super::{Derive, Leave};
use crate::oauth::grant::{self, Grant};
use crate::oauth::refusal::OAuthError;

/// What ids of grants that were made begin with, before their number.
const NUMBERED: &str = "grant-";
/// Tokens and codes that are kept from journals, the latest ones.
pub(super) const SECRETS: usize = 1000;

/// Everything behind the lock.
#[derive(Default)]
pub(super) struct Book {
    /// By id.
    pub(super) grants: BTreeMap<String, Grant>,
    /// Id of the grant by access token.
    pub(super) by_access: HashMap<Secret, String>,
    /// Id of the grant by refresh token.
    pub(super) by_refresh: HashMap<Secret, String>,
    /// Codes that were not used yet.
    pub(super) codes: HashMap<Secret, Code>,
    /// Number of the last grant that was made.
    pub(super) last_grant: u64,
    /// Number of the last code that was given.
    pub(super) last_code: u64,
    /// The latest tokens and codes.
    pub(super) secrets: VecDeque<Secret>,
    /// Errors that requests for tokens will meet, and how many requests still do.
    pub(super) planted: VecDeque<(OAuthError, u64)>,
    /// Ids of grants that changed since they were written.
    pub(super) unsaved: BTreeSet<String>,
}

/// What a code will be exchanged for.
pub(super) struct Code {
    /// What the user allowed.
    pub(super) leave: Leave,
    /// Unix second from which on it is not accepted.
    pub(super) ends: i64,
}

impl Book {
    /// Takes over the grants of a configuration.
    pub(super) fn adopt(&mut self, configured: &[Grant]) {
        let is_still = |id: &str, grant: &Grant| {
            grant.configured.is_none()
                || configured.iter().any(|new| new.id == id && new.configured == grant.configured)
        };
        self.grants.retain(|id, grant| is_still(id, grant));
        for new in configured {
            match self.grants.get_mut(&new.id) {
                Some(kept) => {
                    kept.application.clone_from(&new.application);
                    kept.user = new.user;
                    kept.scopes.clone_from(&new.scopes);
                }
                None => {
                    self.grants.insert(new.id.clone(), new.clone());
                }
            }
        }
        self.index();
    }

    /// Makes a grant.
    pub(super) fn issue(&mut self, leave: Leave, now: i64, derive: Derive<'_>) -> Grant {
        let id = loop {
            self.last_grant += 1;
            let id = format!("{NUMBERED}{}", self.last_grant);
            if !self.grants.contains_key(&id) {
                break id;
            }
        };
        let pair = grant::pair(derive(&format!("oauth/{id}/1/access")), derive(&format!("oauth/{id}/1/refresh")), now);
        let grant = Grant::new(id.clone(), &leave.application, leave.user, leave.scopes, pair);
        self.enter(&grant);
        self.unsaved.insert(id.clone());
        self.grants.insert(id, grant.clone());
        grant
    }

    /// Makes every grant known by its tokens, and nothing else.
    fn index(&mut self) {
        self.by_access.clear();
        self.by_refresh.clear();
        for grant in self.grants.values().cloned().collect::<Vec<_>>() {
            self.enter(&grant);
        }
    }

    /// Makes a grant known by its tokens.
    pub(super) fn enter(&mut self, grant: &Grant) {
        for token in grant.access_tokens() {
            if self.by_access.insert(token.secret.clone(), grant.id.clone()).is_none() {
                self.remember(&token.secret);
            }
        }
        self.by_refresh.insert(grant.refresh.secret.clone(), grant.id.clone());
        self.remember(&grant.refresh.secret);
    }

    /// Keeps a secret from journals.
    pub(super) fn remember(&mut self, secret: &Secret) {
        if self.secrets.len() >= SECRETS {
            self.secrets.pop_front();
        }
        self.secrets.push_back(secret.clone());
    }
}

/// The number in the id of a grant that was made.
pub(super) fn number(id: &str) -> Option<u64> {
    id.strip_prefix(NUMBERED)?.parse().ok()
}
