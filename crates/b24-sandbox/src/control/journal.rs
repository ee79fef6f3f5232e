//! `journal`: shows and forgets exchanges.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::Value;

use super::{Refused, done};
use crate::journal::Page;
use crate::portal::Portal;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Part {
    /// Number of the last exchange that is known already.
    after: u64,
    /// How many to show.
    limit: usize,
}

impl Default for Part {
    fn default() -> Self {
        Self { after: 0, limit: 100 }
    }
}

/// A page of exchanges.
pub(super) async fn page(
    State(portal): State<Arc<Portal>>,
    part: Result<Query<Part>, QueryRejection>,
) -> Result<Json<Page>, Refused> {
    let Query(Part { after, limit }) = part.map_err(|error| Refused::bad(error.body_text()))?;
    // Taking the secrets out of large exchanges is work that calls need not wait for.
    let page = tokio::task::spawn_blocking(move || portal.journal.page(after, limit)).await;
    page.map(Json).map_err(|problem| Refused::failed("the journal could not be shown", problem))
}

/// Forgets all exchanges.
pub(super) async fn clear(State(portal): State<Arc<Portal>>) -> Json<Value> {
    portal.journal.clear();
    done()
}
