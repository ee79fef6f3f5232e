//! Calls handlers without a server, for tests.

use std::sync::Arc;

use b24_contract::Method;
use rusqlite::Connection;
use serde_json::Value;

use crate::call::{Call, Caller};
use crate::clock::{Clock, Moment};
use crate::config::{Rights, User};
use crate::dispatch::dispatch;

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
    let user = User { id: 1, name: String::new(), rights };
    let caller = Arc::new(Caller { credential: "webhook".to_owned(), user, scopes: vec!["crm".to_owned()] });
    Call { method, params: params.as_object().cloned().unwrap_or_default(), caller }
}

/// Runs a call of user 1 and gives its result, or the id of its error.
pub(crate) fn run(data: &mut Connection, method: Method, params: Value) -> Result<Value, &'static str> {
    dispatch(data, &call(method, params), noon()).map_err(|clause| clause.id)
}
