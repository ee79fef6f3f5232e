//! A call on its way to a handler, and the answer on its way back.

use std::sync::Arc;

use b24_contract::{ErrorAnswer, ErrorClause, Method};
use serde_json::{Map, Value, json};

use crate::config::User;
use crate::settings::Settings;

/// The scope that is part of every credential.
pub(crate) const BASIC: &str = "basic";

/// One call of a method of the contract by somebody who may use REST.
#[derive(Clone)]
pub(crate) struct Call {
    /// The method.
    pub(crate) method: Method,
    /// Parameters under their documented names, without the credential.
    pub(crate) params: Map<String, Value>,
    /// Who calls.
    pub(crate) caller: Arc<Caller>,
    /// The settings that were in force when the request arrived.
    pub(crate) settings: Arc<Settings>,
}

/// Who stands behind a credential.
#[derive(Debug)]
pub(crate) struct Caller {
    /// Name of the credential.
    pub(crate) credential: String,
    /// What the credential is.
    pub(crate) kind: CredentialKind,
    /// The user.
    pub(crate) user: User,
    /// Scopes of the credential besides `basic`.
    pub(crate) scopes: Vec<String>,
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CredentialKind {
    /// A webhook, which stands for its user alone.
    Webhook,
    /// An access token, which stands for an application too.
    Token,
}

/// What goes back: a status and the tree that is written as JSON or XML.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// The body's tree.
    pub(crate) body: Value,
    /// The error of the contract that this answer is.
    pub(crate) clause: Option<&'static ErrorClause>,
}

impl Call {
    /// Whether the user has the right that the method needs.
    pub(crate) fn permitted(&self) -> bool {
        self.method.row().permission.is_none_or(|permission| self.caller.user.rights.include(permission))
    }

    /// A parameter by its documented name.
    pub(crate) fn param(&self, name: &str) -> Option<&Value> {
        self.params.get(name)
    }
}

impl Caller {
    /// Whether the credential has one of the scopes that a method may be called with.
    pub(crate) fn reaches(&self, method: Method) -> bool {
        method.row().scopes.iter().any(|scope| self.has_scope(scope))
    }

    /// Whether the credential has a scope.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        scope == BASIC || self.scopes.iter().any(|own| own == scope)
    }
}

impl From<&'static ErrorClause> for Answer {
    fn from(clause: &'static ErrorClause) -> Self {
        Self::error(clause)
    }
}

impl Answer {
    /// A successful answer; `result` and `time` are members of the body.
    pub(crate) fn success(body: Value) -> Self {
        Self { status: 200, body, clause: None }
    }

    /// An error as the contract chose to describe it.
    pub(crate) fn error(clause: &'static ErrorClause) -> Self {
        Self::described(clause, clause.chosen())
    }

    /// An error as one of its sources describes it.
    pub(crate) fn described(clause: &'static ErrorClause, answer: &ErrorAnswer) -> Self {
        let body = json!({ "error": answer.code, "error_description": answer.text });
        Self { status: answer.status, body, clause: Some(clause) }
    }
}
