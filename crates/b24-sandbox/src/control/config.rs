//! `config`: shows and replaces the configuration.

use axum::Json;

use super::{At, Body, Refused};
use crate::Config;

/// The configuration, secrets masked.
pub(super) async fn show(At(portal): At) -> Json<Config> {
    Json(portal.settings().config.clone())
}

/// Replaces the configuration and shows it.
pub(super) async fn replace(At(portal): At, Body(config): Body<Config>) -> Result<Json<Config>, Refused> {
    portal.configure(config).map_err(|error| Refused::bad(error.to_string()))?;
    Ok(show(At(portal)).await)
}
