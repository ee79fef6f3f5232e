//! `stubs`: answers to calls of methods that the sandbox does not have.

use axum::Json;
use axum::extract::Path;
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Refused, done};
use crate::stub::{self, Stub};

/// The method in the path.
#[derive(Deserialize)]
pub(super) struct Named {
    method: String,
}

/// Shows every stub; of one that cannot be used, why.
pub(super) async fn list(At(portal): At) -> Result<Json<Value>, Refused> {
    let settings = portal.settings();
    let stubs = stub::all(&portal, &settings).await.map_err(|problem| Refused::failed(&problem, ""))?;
    Ok(Json(json!({ "stubs": stubs })))
}

/// Gives a method a stub in place of the one it had.
pub(super) async fn put(
    At(portal): At,
    Path(Named { method }): Path<Named>,
    body: Bytes,
) -> Result<Json<Value>, Refused> {
    let name = stub::check(&method).map_err(Refused::bad)?;
    let stub = Stub::parse(&body).map_err(|problem| Refused::bad(format!("the body is no stub: {problem}")))?;
    portal.stubs.put(name.name.clone(), stub);
    Ok(Json(json!({ "method": name.name, "doubt": name.doubt })))
}

/// Takes a stub that was put away again.
pub(super) async fn remove(At(portal): At, Path(Named { method }): Path<Named>) -> Result<Json<Value>, Refused> {
    if portal.stubs.remove(&method) {
        return Ok(done());
    }
    let says = "no stub was put for this method; those of the directory go when their file goes";
    Err(Refused(StatusCode::NOT_FOUND, says.to_owned()))
}

/// Takes all stubs that were put away again.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.stubs.clear();
    done()
}
