//! A request for the OAuth server that was read.

use std::sync::Arc;

use b24_contract::Encoding;
use b24_contract::generated::error;
use bytes::Bytes;
use http::request::Parts;
use serde_json::{Map, Value};

use super::place::Place;
use crate::arrival::Arrival;
use crate::call::Answer;
use crate::clock::Moment;
use crate::decode;
use crate::host::Host;
use crate::methods::value;
use crate::portal::Portal;
use crate::settings::Settings;

/// Name of the parameter that names the application.
pub(super) const CLIENT_ID: &str = "client_id";

/// A request and the portal that it is for.
pub(super) struct Request {
    /// The portal whose application asks; the main one where no portal has such an application.
    pub(super) portal: Arc<Portal>,
    /// Its settings when the request arrived.
    pub(super) settings: Arc<Settings>,
    /// Where the client met the sandbox.
    pub(super) place: Place,
    /// Verb and path.
    pub(super) head: Parts,
    /// Parameters of query and body together.
    pub(super) params: Map<String, Value>,
    /// How they travelled.
    pub(super) encoding: Encoding,
    /// When the request arrived.
    pub(super) started: Moment,
}

impl Request {
    /// Reads a request, whose body may have been too large. The client id names the portal.
    pub(super) async fn read(host: &Host, arrival: &Arrival, head: Parts, body: Option<Bytes>) -> Result<Self, Answer> {
        let body = body.ok_or(&error::SYSTEM_REQUEST_TOO_LARGE)?;
        let query = head.uri.query().unwrap_or_default();
        let decoded = decode::parameters(query, &head.headers, &body)?;
        let client_id = parameter(&decoded.params, CLIENT_ID).unwrap_or_default();
        let found = host.find(|portal| portal.settings().client(&client_id).is_some());
        let portal = found.unwrap_or_else(|| Arc::clone(host.main()));
        let settings = portal.settings();
        Ok(Self {
            place: Place::of(&head.headers, arrival, &portal.addresses),
            started: settings.clock.now(),
            portal,
            settings,
            head,
            params: decoded.params,
            encoding: decoded.encoding,
        })
    }

    /// A parameter that is neither missing nor empty.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        parameter(&self.params, name)
    }
}

fn parameter(params: &Map<String, Value>, name: &str) -> Option<String> {
    params.get(name).and_then(value::text).filter(|text| !text.is_empty())
}
