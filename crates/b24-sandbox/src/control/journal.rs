//! `journal`: shows and forgets exchanges.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;
use serde_json::Value;

use super::{At, Refused, done};
use crate::journal::Page;

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
pub(super) async fn page(At(portal): At, part: Result<Query<Part>, QueryRejection>) -> Result<Json<Page>, Refused> {
    let Query(Part { after, limit }) = part.map_err(|error| Refused::bad(error.body_text()))?;
    // Taking the secrets out of large exchanges is work that calls need not wait for.
    let page = tokio::task::spawn_blocking(move || portal.journal.page(after, limit)).await;
    page.map(Json).map_err(|problem| Refused::failed("the journal could not be shown", problem))
}

/// Forgets all exchanges.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.journal.clear();
    done()
}
