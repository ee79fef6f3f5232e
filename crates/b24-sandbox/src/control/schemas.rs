//! `schemas`: what the documents of the control interface look like, as JSON Schemas.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use schemars::{Schema, schema_for};

use super::{Name, Refused};
use crate::snapshot::Document;
use crate::{Announcement, Config};

/// The schema of a document.
pub(super) async fn show(Path(Name { name }): Path<Name>) -> Result<Json<Schema>, Refused> {
    Ok(Json(match &*name {
        "announcement" => schema_for!(Announcement),
        "config" => schema_for!(Config),
        "snapshot" => schema_for!(Document),
        _ => {
            let says = "there are schemas called `announcement`, `config` and `snapshot`";
            return Err(Refused(StatusCode::NOT_FOUND, says.to_owned()));
        }
    }))
}
