//! `portals`: isolated portals beside the main one, for tests that run at the same time.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{At, Body, Refused, done};
use crate::host::Host;
use crate::portal::Portal;
use crate::{Announcement, Config, Error};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub(super) struct NewPortal {
    /// Its name; one is given to it without.
    name: Option<String>,
    /// How it is set up: like the main portal at its start without.
    config: Option<Config>,
}

/// An announcement with the portal's name.
#[derive(Serialize)]
pub(super) struct Named {
    name: String,
    #[serde(flatten)]
    announcement: Announcement,
}

impl Named {
    fn new(host: &Host, portal: &Portal) -> Self {
        Self { name: portal.name.clone().unwrap_or_default(), announcement: host.announcement(portal) }
    }
}

/// Opens a portal and announces it.
pub(super) async fn create(
    State(host): State<Arc<Host>>,
    Body(wanted): Body<NewPortal>,
) -> Result<(StatusCode, Json<Named>), Refused> {
    let opened = host.create(wanted.name, wanted.config).await;
    let portal = opened.map_err(|error| match error {
        Error::PortalExists { .. } | Error::TooManyPortals { .. } => Refused(StatusCode::CONFLICT, error.to_string()),
        error if error.is_configuration() => Refused::bad(error.to_string()),
        error => Refused::failed("the portal could not be opened", error),
    })?;
    Ok((StatusCode::CREATED, Json(Named::new(&host, &portal))))
}

/// All isolated portals by name.
pub(super) async fn list(State(host): State<Arc<Host>>) -> Json<Value> {
    let portals: Vec<Named> = host.isolated().iter().map(|portal| Named::new(&host, portal)).collect();
    Json(json!({ "portals": portals }))
}

/// Announces a portal again.
pub(super) async fn show(State(host): State<Arc<Host>>, At(portal): At) -> Json<Named> {
    Json(Named::new(&host, &portal))
}

/// Ends a portal.
pub(super) async fn end(State(host): State<Arc<Host>>, At(portal): At) -> Json<Value> {
    // Somebody else may have been faster; it has ended either way.
    host.end(portal.name.as_deref().unwrap_or_default());
    done()
}
