//! Calls behind the scenes, which a deviation makes on its own to do what it does.

use std::sync::Arc;

use b24_contract::Method;
use serde_json::Value;

use crate::call::{Call, Caller};
use crate::config::{Rights, User};
use crate::twist::Next;

/// The same call by somebody who may do everything.
pub(in crate::deviation) fn trusted(call: &Call) -> Call {
    let Caller { credential, application, user, scopes } = &*call.caller;
    let caller = Caller {
        credential: credential.clone(),
        application: application.clone(),
        user: User { rights: Rights::all(), ..user.clone() },
        scopes: scopes.clone(),
    };
    Call { caller: Arc::new(caller), ..call.clone() }
}

/// The result of a call of another method beside a call, whatever its caller may do; nothing where it is an error.
pub(in crate::deviation) async fn ask(call: &Call, next: Next<'_>, method: Method, params: Value) -> Option<Value> {
    let params = params.as_object().cloned().unwrap_or_default();
    let asked = Call { method: method.into(), params, ..trusted(call) };
    next.run(asked).await.body.get_mut("result").map(Value::take)
}
