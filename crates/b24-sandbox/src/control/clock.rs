//! `clock`: moves time instead of waiting for it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Body;
use crate::portal::Portal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    /// Seconds; negative ones move the clock back.
    advance: f64,
}

/// Moves the clock and tells what time it is.
pub(super) async fn advance(State(portal): State<Arc<Portal>>, Body(body): Body<Advance>) -> Json<Value> {
    let settings = portal.settings();
    settings.clock.advance(body.advance);
    let now = settings.clock.now();
    Json(json!({ "time": now.seconds(), "date": now.iso() }))
}
