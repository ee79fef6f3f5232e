//! Calls handlers without a server, for tests.

use std::sync::{Arc, LazyLock};

use b24_contract::{ErrorClause, Method};
use rusqlite::Connection;
use serde_json::Value;

use crate::call::{Call, Caller};
use crate::clock::{Clock, Moment};
use crate::config::{Config, Rights, User};
use crate::dispatch;
use crate::envelope::Reply;
use crate::settings::Settings;

/// Noon of a day in August.
pub(crate) fn noon() -> Moment {
    Clock::new("2024-08-19T12:00:00Z".parse().ok()).now()
}

/// A call by user 1, who may do everything.
pub(crate) fn call(method: Method, params: Value) -> Call {
    call_with(method, params, Rights::all())
}

/// A call by user 1 with some rights.
pub(crate) fn call_with(method: Method, params: Value, rights: Rights) -> Call {
    call_by(User { rights, ..User::new(1) }, method, params)
}

/// A call by a user through a webhook of the usual portal.
pub(crate) fn call_by(user: User, method: Method, params: Value) -> Call {
    static SETTINGS: LazyLock<Arc<Settings>> =
        LazyLock::new(|| Arc::new(Settings::new(Config::default()).expect("the usual configuration")));
    let scopes = vec!["crm".to_owned(), "user".to_owned()];
    let caller = Caller { credential: "webhook".to_owned(), application: None, user, scopes };
    let params = params.as_object().cloned().unwrap_or_default();
    Call { method: method.into(), params, caller: Arc::new(caller), settings: Arc::clone(&SETTINGS) }
}

/// Runs the handler of a call of a method of the contract.
pub(crate) fn dispatch(data: &mut Connection, call: &Call, now: Moment) -> Result<Reply, &'static ErrorClause> {
    dispatch::dispatch(data, call.method.contract().expect("a method of the contract"), call, now)
}

/// Runs a call of user 1 and gives its result, or the id of its error.
pub(crate) fn run(data: &mut Connection, method: Method, params: Value) -> Result<Value, &'static str> {
    dispatch(data, &call(method, params), noon()).map(|reply| reply.result).map_err(|clause| clause.id)
}
