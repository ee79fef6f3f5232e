//! `clock`: moves time instead of waiting for it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refused, parse};
use crate::portal::Portal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// Seconds; negative ones move the clock back.
    advance: f64,
}

/// Moves the clock and tells what time it is.
pub(super) async fn advance(State(portal): State<Arc<Portal>>, body: Bytes) -> Result<Json<Value>, Refused> {
    let Advance { advance } = parse(&body)?;
    let settings = portal.settings();
    settings.clock.advance(advance);
    let now = settings.clock.now();
    Ok(Json(json!({ "time": now.seconds(), "date": now.iso() })))
}
