//! `deviations`: which clauses are broken on purpose, and which can be.

use axum::Json;
use serde_json::{Value, json};

use super::At;
use crate::deviation::deviations;

/// The deviations in force, and all that the configuration may name.
pub(super) async fn list(At(portal): At) -> Json<Value> {
    Json(json!({ "in_force": portal.settings().config.deviations, "known": deviations() }))
}
