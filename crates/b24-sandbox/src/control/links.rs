//! `links`: companies, contacts and who is linked with whom, for a picture.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;

use super::{At, Refused};
use crate::store::graph::{self, Graph};

/// Companies that one answer may hold.
const MOST: u32 = 100;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Part {
    /// Id of the last company that is known already.
    after: i64,
    /// How many companies.
    limit: u32,
    /// Id of a company or a contact: what lies around it, instead of a page.
    around: Option<i64>,
}

impl Default for Part {
    fn default() -> Self {
        Self { after: 0, limit: 20, around: None }
    }
}

/// A part of all there is.
pub(super) async fn show(At(portal): At, part: Result<Query<Part>, QueryRejection>) -> Result<Json<Graph>, Refused> {
    let Query(Part { after, limit, around }) = part.map_err(|error| Refused::bad(error.body_text()))?;
    if !(1..=MOST).contains(&limit) {
        return Err(Refused::bad(format!("`limit` must be between 1 and {MOST}")));
    }
    let work = move |data: &mut rusqlite::Connection| match around {
        Some(id) => graph::around(data, id),
        None => graph::page(data, after, limit),
    };
    let graph = portal.store.run(work).await;
    graph.map(Json).map_err(|problem| Refused::failed("the links could not be read", problem))
}
