//! `config`: shows and replaces the configuration.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use bytes::Bytes;

use super::{Refused, parse};
use crate::Config;
use crate::portal::Portal;

/// The configuration, secrets masked.
pub(super) async fn show(State(portal): State<Arc<Portal>>) -> Json<Config> {
    Json(portal.settings().config.clone())
}

/// Replaces the configuration and shows it.
pub(super) async fn replace(State(portal): State<Arc<Portal>>, body: Bytes) -> Result<Json<Config>, Refused> {
    portal.configure(parse(&body)?).map_err(|error| Refused::bad(error.to_string()))?;
    Ok(show(State(portal)).await)
}
