//! `config`: shows and replaces the configuration.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::{At, Body, Refused};
use crate::Config;
use crate::host::Host;

/// The configuration, secrets masked.
pub(super) async fn show(At(portal): At) -> Json<Config> {
    Json(portal.settings().config.clone())
}

/// Replaces the configuration and shows it.
pub(super) async fn replace(
    State(host): State<Arc<Host>>,
    At(portal): At,
    Body(config): Body<Config>,
) -> Result<Json<Config>, Refused> {
    host.configure(&portal, config).map_err(|error| Refused::bad(error.to_string()))?;
    Ok(show(At(portal)).await)
}
