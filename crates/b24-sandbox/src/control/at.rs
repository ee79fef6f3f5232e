//! Which portal a request of the control interface is about.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::portal::Portal;

/// The portal that a request is about. Every handler takes its portal from here.
pub(super) struct At(pub(super) Arc<Portal>);

impl FromRequestParts<Arc<Portal>> for At {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Infallible> {
        Ok(Self(Arc::clone(portal)))
    }
}
