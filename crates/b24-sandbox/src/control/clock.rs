//! `clock`: tells the time, moves it instead of waiting for it, and stops it.

use axum::Json;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Body, Refused};
use crate::clock::Clock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// Seconds; negative ones move the clock back.
    advance: Option<f64>,
    /// Where to move the clock, as RFC 3339.
    set: Option<String>,
    /// Whether the clock stands still from now on.
    freeze: Option<bool>,
}

/// Tells what time it is.
pub(super) async fn show(At(portal): At) -> Json<Value> {
    Json(told(&portal.settings().clock))
}

/// Moves, stops or starts the clock and tells what time it is.
pub(super) async fn change(At(portal): At, Body(change): Body<Change>) -> Result<Json<Value>, Refused> {
    let Change { advance, set, freeze } = change;
    if advance.is_some() == set.is_some() && (advance.is_some() || freeze.is_none()) {
        return Err(Refused::bad("tell either `advance` (seconds) or `set` (RFC 3339), and `freeze` (true or false)"));
    }
    let moment = set.map(|text| moment(&text)).transpose()?;
    let clock = &portal.settings().clock;
    if freeze == Some(true) {
        clock.freeze();
    }
    if let Some(seconds) = advance {
        clock.advance(seconds);
    }
    if let Some(moment) = moment {
        clock.set(moment.into());
    }
    if freeze == Some(false) {
        clock.release();
    }
    Ok(Json(told(clock)))
}

fn moment(text: &str) -> Result<Timestamp, Refused> {
    let moment = text.parse::<Timestamp>().ok().filter(|moment| moment.as_second() >= 0);
    moment.ok_or_else(|| Refused::bad("`set` must be a moment since 1970 as RFC 3339, such as 2024-08-19T12:00:00Z"))
}

fn told(clock: &Clock) -> Value {
    let now = clock.now();
    json!({ "time": now.seconds(), "date": now.iso(), "frozen": clock.is_frozen() })
}
