//! `next-answer`: plants errors, so that every error of the contract can be met.

use std::sync::Arc;

use axum::Json;
use b24_contract::documented;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Body, Refused, done};
use crate::called::Called;
use crate::config::MethodPattern;
use crate::twist::{Origin, PlantedError, Twist, When, unknown_name};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NextAnswer {
    /// Id of the error.
    error: String,
    /// Which of its descriptions to send; the chosen one is the first.
    #[serde(default)]
    answer: usize,
    /// Only calls of this method.
    #[serde(default)]
    method: Option<String>,
    /// How many calls.
    #[serde(default = "once")]
    times: u64,
}

fn once() -> u64 {
    1
}

/// Plants an error and shows what calls will see.
pub(super) async fn plant(At(portal): At, Body(wanted): Body<NextAnswer>) -> Result<Json<Value>, Refused> {
    let NextAnswer { error, answer, method, times } = wanted;
    let known = |name: &String| {
        let unknown = || unknown_name("method", name, documented::NAMES.iter().copied());
        Called::find(name).map(|method| MethodPattern::from(method.name())).ok_or_else(unknown)
    };
    let what = PlantedError::by_id(&error, answer).map_err(Refused::bad)?;
    let method = method.as_ref().map(known).transpose().map_err(Refused::bad)?;
    if times == 0 {
        return Err(Refused::bad("`times` must be at least 1"));
    }
    let seen = what.answer();
    let (code, text) = (&seen.body["error"], &seen.body["error_description"]);
    let shown = json!({ "error": error, "status": seen.status, "code": code, "text": text });
    let when = When::next(method, times);
    portal.twists.plant(vec![Twist { when, what: Arc::new(what), origin: Origin::Planted }]);
    Ok(Json(shown))
}

/// Takes back every planted error.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.twists.clear_planted();
    done()
}
