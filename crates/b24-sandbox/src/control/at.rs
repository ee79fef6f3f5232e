//! Which portal a request of the control interface is about.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use http::StatusCode;
use http::request::Parts;
use serde::Deserialize;

use super::{ROOT, Refused};
use crate::host::Host;
use crate::portal::Portal;

/// The portal that a request is about: the one called `{portal}` in the path, else the main one. Every handler takes its
/// portal from here.
pub(super) struct At(pub(super) Arc<Portal>);

/// The part of the path called `{name}`. (`Path<String>` will not do: below `portals/{portal}/` there is another part.)
#[derive(Deserialize)]
pub(super) struct Name {
    pub(super) name: String,
}

impl FromRequestParts<Arc<Host>> for At {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, host: &Arc<Host>) -> Result<Self, Refused> {
        let params = RawPathParams::from_request_parts(parts, host).await.ok();
        let portal = params.iter().flatten().find(|(part, _)| *part == "portal");
        match portal.map(|(_, name)| name) {
            None => Ok(Self(Arc::clone(host.main()))),
            Some(name) => host.named(name).map(Self).ok_or_else(|| {
                let says = format!("there is no portal of this name; GET {ROOT}portals lists those that there are");
                Refused(StatusCode::NOT_FOUND, says)
            }),
        }
    }
}
