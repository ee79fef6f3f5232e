//! `faults`: lets something go wrong on purpose, shows what does, and ends it.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{At, Body, Refused, done};
use crate::config::Fault;
use crate::twist::{Origin, Twist};

/// Faults that there may be.
const MOST: usize = 1000;

/// One fault or a list of them.
pub(super) struct Faults(Vec<Fault>);

impl<'de> Deserialize<'de> for Faults {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let faults = match Value::deserialize(deserializer)? {
            Value::Array(list) => list.into_iter().map(serde_json::from_value).collect(),
            one => serde_json::from_value(one).map(|fault| vec![fault]),
        };
        faults.map(Self).map_err(serde::de::Error::custom)
    }
}

/// The path below `faults/`.
#[derive(Deserialize)]
pub(super) struct Which {
    id: u64,
}

/// All faults, and what became of them so far.
pub(super) async fn list(At(portal): At) -> Json<Value> {
    Json(json!({ "faults": portal.twists.faults() }))
}

/// Puts faults in force behind the others and tells their ids.
pub(super) async fn add(At(portal): At, Body(Faults(faults)): Body<Faults>) -> Result<Json<Value>, Refused> {
    if portal.twists.faults().len() + faults.len() > MOST {
        return Err(Refused::bad(format!("there may be {MOST} faults at a time; DELETE faults ends them")));
    }
    let twists = Twist::of_faults(&faults, Origin::Made).map_err(Refused::bad)?;
    portal.settings().config.check_credentials_of(&faults).map_err(Refused::bad)?;
    Ok(Json(json!({ "ids": portal.twists.plant(twists) })))
}

/// Ends all faults.
pub(super) async fn clear(At(portal): At) -> Json<Value> {
    portal.twists.clear_faults();
    done()
}

/// Ends a fault.
pub(super) async fn remove(At(portal): At, which: Result<Path<Which>, PathRejection>) -> Result<Json<Value>, Refused> {
    let Path(Which { id }) = which.map_err(|error| Refused::bad(error.body_text()))?;
    if portal.twists.remove_fault(id) {
        Ok(done())
    } else {
        Err(Refused(StatusCode::NOT_FOUND, format!("there is no fault {id}; GET faults lists what there is")))
    }
}
