//! `config`: shows and replaces the configuration.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::{Body, Refused};
use crate::Config;
use crate::portal::Portal;

/// The configuration, secrets masked.
pub(super) async fn show(State(portal): State<Arc<Portal>>) -> Json<Config> {
    Json(portal.settings().config.clone())
}

/// Replaces the configuration and shows it.
pub(super) async fn replace(
    State(portal): State<Arc<Portal>>,
    Body(config): Body<Config>,
) -> Result<Json<Config>, Refused> {
    portal.configure(config).map_err(|error| Refused::bad(error.to_string()))?;
    Ok(show(State(portal)).await)
}
