//! `journal`: shows and forgets exchanges.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde_json::Value;

use super::{At, Refused, done};
use crate::journal::{Page, Wanted};

/// A page of exchanges.
pub(super) async fn page(At(portal): At, wanted: Result<Query<Wanted>, QueryRejection>) -> Result<Json<Page>, Refused> {
    let Query(wanted) = wanted.map_err(|error| Refused::bad(error.body_text()))?;
    // Pages may be long, and other requests need the thread.
    let page = tokio::task::spawn_blocking(move || portal.journal.page(&wanted)).await;
    page.map(Json).map_err(|problem| Refused::failed("the journal could not be shown", problem))
}

/// Forgets all exchanges.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.journal.clear();
    done()
}
