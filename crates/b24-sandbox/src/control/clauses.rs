//! `clauses`: what a clause of the contract says, for those who read its id in an answer.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use b24_contract::{ClauseId, contract};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// The clause's id.
    id: String,
}

/// What a clause says and where that stands.
pub(super) async fn show(wanted: Result<Query<Wanted>, QueryRejection>) -> Result<Json<Value>, Refused> {
    let Query(Wanted { id }) = wanted.map_err(|error| Refused::bad(error.body_text()))?;
    let id = ClauseId::new(id);
    let says = contract().says(&id);
    let source = contract().source_of(&id);
    let Some(says) = says else {
        return Err(Refused(StatusCode::NOT_FOUND, "the contract has no such clause".to_owned()));
    };
    let page = source.as_ref().and_then(|source| source.url());
    let source = source.map(|source| format!("{}: {}", source.kind(), source.place()));
    Ok(Json(json!({ "id": id, "says": says, "source": source, "page": page })))
}
