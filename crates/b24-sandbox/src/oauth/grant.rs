//! What a user allowed an application to do, and the tokens that stand for it.

use std::collections::VecDeque;

use b24_contract::Secret;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seconds that an access token lasts.
pub(crate) const ACCESS_LIFE: i64 = 60 * 60;
/// Seconds that a refresh token lasts.
const REFRESH_LIFE: i64 = 180 * 24 * 60 * 60;
/// Replaced access tokens that a grant remembers. An older one is unknown, whether it has ended or not.
const REMEMBERED: usize = 100;

/// A user's leave for an application, with its pair of tokens. Serialising writes the tokens as they are: it is for the
/// data file only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// Identifier within the portal.
    pub(crate) id: String,
    /// What the journal calls calls with its tokens.
    pub(crate) credential: String,
    /// Code of the application.
    pub(crate) application: String,
    /// Id of the user.
    pub(crate) user: u64,
    /// Scopes besides `basic`.
    pub(crate) scopes: Vec<String>,
    /// The access token.
    pub(crate) access: Token,
    /// The refresh token.
    pub(crate) refresh: Token,
    /// Access tokens that were replaced, the oldest first. Each of them lasts until its own end.
    pub(super) earlier: VecDeque<Token>,
    /// How many pairs of tokens there were.
    pub(super) pairs: u64,
    /// Whether it was taken back.
    pub(crate) revoked: bool,
    /// The first pair, where the configuration gave it.
    pub(super) configured: Option<Box<(Token, Token)>>,
}

/// A token and its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Token {
    /// The token.
    #[serde(serialize_with = "expose", deserialize_with = "take")]
    pub(crate) secret: Secret,
    /// Unix second from which on it is not accepted; it lasts for ever without one.
    pub(crate) ends: Option<i64>,
}

/// Whether the access token of a grant is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// It is.
    Active,
    /// It has ended.
    Expired,
    /// The grant was taken back.
    Revoked,
}

impl Grant {
    /// A grant whose first pair of tokens the configuration gives.
    pub(crate) fn configured(
        name: &str,
        application: &str,
        user: u64,
        scopes: Vec<String>,
        (access, refresh): (Token, Token),
    ) -> Self {
        let configured = Some(Box::new((access.clone(), refresh.clone())));
        let credential = name.to_owned();
        Self { configured, credential, ..Self::new(name.to_owned(), application, user, scopes, (access, refresh)) }
    }

    /// A grant with its first pair of tokens.
    pub(super) fn new(
        id: String,
        application: &str,
        user: u64,
        scopes: Vec<String>,
        (access, refresh): (Token, Token),
    ) -> Self {
        Self {
            id,
            credential: format!("{application}/{user}"),
            application: application.to_owned(),
            user,
            scopes,
            access,
            refresh,
            earlier: VecDeque::new(),
            pairs: 1,
            revoked: false,
            configured: None,
        }
    }

    /// Whether the access token is accepted at this Unix second.
    pub(crate) fn state(&self, now: i64) -> State {
        match () {
            () if self.revoked => State::Revoked,
            () if self.access.lasts(now) => State::Active,
            () => State::Expired,
        }
    }

    /// Puts another pair of tokens in the place of this one. The access token that is replaced lasts until its end. Gives
    /// the access tokens that are remembered no longer.
    pub(super) fn replace(&mut self, (access, refresh): (Token, Token)) -> Vec<Token> {
        self.earlier.push_back(std::mem::replace(&mut self.access, access));
        self.refresh = refresh;
        self.pairs += 1;
        let surplus = self.earlier.len().saturating_sub(REMEMBERED);
        self.earlier.drain(..surplus).collect()
    }

    /// Ends every access token at this Unix second, and with `refresh` the refresh token too.
    pub(super) fn expire(&mut self, now: i64, refresh: bool) {
        let refresh = refresh.then_some(&mut self.refresh);
        for token in self.earlier.iter_mut().chain([&mut self.access]).chain(refresh) {
            token.ends = Some(token.ends.map_or(now, |end| end.min(now)));
        }
    }

    /// The pair of tokens.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = Secret> {
        [&self.access, &self.refresh].map(|token| token.secret.clone()).into_iter()
    }

    /// Every access token that is remembered.
    pub(super) fn access_tokens(&self) -> impl Iterator<Item = &Token> {
        self.earlier.iter().chain([&self.access])
    }
}

impl Token {
    /// Whether the token is accepted at this Unix second.
    pub(crate) fn lasts(&self, now: i64) -> bool {
        self.ends.is_none_or(|end| now < end)
    }
}

/// A pair of tokens that begins at this Unix second.
pub(super) fn pair(access: Secret, refresh: Secret, now: i64) -> (Token, Token) {
    let token = |secret, life: i64| Token { secret, ends: Some(now.saturating_add(life)) };
    (token(access, ACCESS_LIFE), token(refresh, REFRESH_LIFE))
}

fn expose<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}
