//! `snapshots`: copies of a portal's data and clock, to which it can be put back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Body, Name, Refused, done};
use crate::Error;
use crate::portal::Portal;
use crate::snapshot::{Document, Snapshot, Summary};

/// Greatest document, in bytes.
pub(super) const LARGEST: usize = 256 * 1024 * 1024;

/// A new snapshot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSnapshot {
    name: String,
}

/// Copies what the portal holds and keeps it under a name.
pub(super) async fn take(
    At(portal): At,
    Body(NewSnapshot { name }): Body<NewSnapshot>,
) -> Result<(StatusCode, Json<Summary>), Refused> {
    let snapshot = portal.snapshot().await.map_err(|problem| Refused::failed("no snapshot could be taken", problem))?;
    keep(&portal, name, snapshot)
}

/// Keeps a snapshot that a document describes.
pub(super) async fn import(
    At(portal): At,
    Path(Name { name }): Path<Name>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Summary>), Refused> {
    let body = body.map_err(|error| Refused(error.status(), error.body_text()))?;
    let work = move || Snapshot::import(&Document::parse(&body)?);
    let read = tokio::task::spawn_blocking(work).await;
    let snapshot = read.map_err(|problem| Refused::failed("the snapshot could not be read", problem))?;
    keep(&portal, name, snapshot.map_err(refusal)?)
}

fn keep(portal: &Portal, name: String, snapshot: Snapshot) -> Result<(StatusCode, Json<Summary>), Refused> {
    let summary = snapshot.summary(&name).map_err(failed)?;
    let is_new = portal.snapshots.keep(name, snapshot).map_err(refusal)?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, Json(summary)))
}

/// All snapshots by name.
pub(super) async fn list(At(portal): At) -> Result<Json<Value>, Refused> {
    let summaries = portal.snapshots.all().into_iter().map(|(name, snapshot)| snapshot.summary(&name));
    let summaries = summaries.collect::<rusqlite::Result<Vec<Summary>>>().map_err(failed)?;
    Ok(Json(json!({ "snapshots": summaries })))
}

/// The document of a snapshot.
pub(super) async fn export(At(portal): At, Path(Name { name }): Path<Name>) -> Result<Json<Document>, Refused> {
    let snapshot = portal.snapshots.find(&name).ok_or_else(unknown)?;
    let written = tokio::task::spawn_blocking(move || snapshot.export()).await;
    let written = written.map_err(|problem| Refused::failed("the snapshot could not be shown", problem))?;
    written.map(Json).map_err(failed)
}

/// Puts the portal back to a snapshot.
pub(super) async fn restore(At(portal): At, Path(Name { name }): Path<Name>) -> Result<Json<Summary>, Refused> {
    let snapshot = portal.snapshots.find(&name).ok_or_else(unknown)?;
    let summary = snapshot.summary(&name).map_err(failed)?;
    portal.restore(snapshot).await.map_err(|problem| Refused::failed("the snapshot could not be restored", problem))?;
    Ok(Json(summary))
}

/// Forgets a snapshot.
pub(super) async fn forget(At(portal): At, Path(Name { name }): Path<Name>) -> Result<Json<Value>, Refused> {
    if portal.snapshots.forget(&name) { Ok(done()) } else { Err(unknown()) }
}

fn unknown() -> Refused {
    let says = "there is no snapshot of this name; GET snapshots lists those that there are";
    Refused(StatusCode::NOT_FOUND, says.to_owned())
}

fn failed(problem: rusqlite::Error) -> Refused {
    Refused::failed("the snapshot could not be read", problem)
}

fn refusal(error: Error) -> Refused {
    match error {
        Error::TooManySnapshots { .. } => Refused(StatusCode::CONFLICT, error.to_string()),
        Error::Data { source, .. } => failed(source),
        error => Refused::bad(error.to_string()),
    }
}
