//! `clock`: moves time instead of waiting for it.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Body};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    /// Seconds; negative ones move the clock back.
    advance: f64,
}

/// Moves the clock and tells what time it is.
pub(super) async fn advance(At(portal): At, Body(body): Body<Advance>) -> Json<Value> {
    let settings = portal.settings();
    settings.clock.advance(body.advance);
    let now = settings.clock.now();
    Json(json!({ "time": now.seconds(), "date": now.iso() }))
}
