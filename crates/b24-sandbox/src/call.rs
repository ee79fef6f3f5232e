//! A call on its way to a handler, and the answer on its way back.

use std::sync::Arc;

use b24_contract::{ErrorAnswer, ErrorClause, Method};
use serde_json::{Map, Value, json};

use crate::called::Called;
use crate::config::{Application, Extent, User};
use crate::delivery::Delivery;
use crate::settings::Settings;

/// The scope that is part of every credential.
pub(crate) const BASIC: &str = "basic";

/// One call of a method by somebody who may use REST.
#[derive(Clone)]
pub(crate) struct Call {
    /// The method.
    pub(crate) method: Called,
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
    /// The application that an access token belongs to; a webhook has none.
    pub(crate) application: Option<Arc<Application>>,
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

/// What goes back: a status, the tree that is written as JSON or XML, and the clause behind them.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// The body's tree.
    pub(crate) body: Value,
    /// Id of the clause that says so; it begins with `sandbox/` where portals have no such answer.
    pub(crate) clause: &'static str,
    /// What faults do to it on its way out.
    pub(crate) delivery: Delivery,
}

impl Call {
    /// The records for which the user has the right that the method needs.
    pub(crate) fn extent(&self) -> Extent {
        let needed = self.method.contract().and_then(|method| method.row().permission);
        needed.map_or(Extent::All, |permission| self.caller.user.rights.extent(permission))
    }

    /// A parameter by its documented name.
    pub(crate) fn param(&self, name: &str) -> Option<&Value> {
        self.params.get(name)
    }
}

impl Caller {
    /// What the credential is.
    pub(crate) fn kind(&self) -> CredentialKind {
        if self.application.is_some() { CredentialKind::Token } else { CredentialKind::Webhook }
    }

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
    /// A successful answer of a method; `result` and `time` are members of the body.
    pub(crate) fn success(method: Method, body: Value) -> Self {
        Self { status: 200, body, clause: method.row().result, delivery: Delivery::default() }
    }

    /// An answer of the sandbox's own, by a clause that begins with `sandbox/`.
    pub(crate) fn own(status: u16, body: Value, clause: &'static str) -> Self {
        Self { status, body, clause, delivery: Delivery::default() }
    }

    /// An error as the contract chose to describe it.
    pub(crate) fn error(clause: &'static ErrorClause) -> Self {
        Self::described(clause, clause.chosen())
    }

    /// An error as one of its sources describes it.
    pub(crate) fn described(clause: &'static ErrorClause, answer: &ErrorAnswer) -> Self {
        let body = json!({ "error": answer.code, "error_description": answer.text });
        Self { status: answer.status, body, clause: clause.id, delivery: Delivery::default() }
    }

    /// Nothing, which a fault puts something else in the place of.
    pub(crate) fn nothing(clause: &'static str) -> Self {
        Self::own(500, Value::Null, clause)
    }
}
