//! The way of a request: read, decode, find the method, authenticate, check the scope, handle, answer, remember.
//!
//! The method is looked up before the credential, as portals do, so an unknown method is `404` for everybody.

use std::sync::Arc;

use axum::body::Body;
use b24_contract::generated::error;
use b24_contract::{Method, RawExchange, fold_names};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method as Verb, Request, Response};
use serde_json::{Map, Value};

use crate::arrival::Arrival;
use crate::auth;
use crate::batch;
use crate::body::{self, BodyError};
use crate::call::{Answer, Call, Caller};
use crate::clock::Moment;
use crate::decode::{self, Decoded};
use crate::dispatch;
use crate::encode::{self, Written};
use crate::envelope::{self, Times};
use crate::portal::Portal;
use crate::route::Route;
use crate::self_check;
use crate::settings::{Presented, Settings};
use crate::twist::Next;

/// Methods whose documentation says that the letter case of their parameters counts.
const EXACT_NAMES: &[Method] = &[Method::MethodGet];

/// What the steps from a call to its answer work with.
pub(crate) struct Pipe {
    /// The portal.
    pub(crate) portal: Arc<Portal>,
    /// The settings that were in force when the request arrived.
    pub(crate) settings: Arc<Settings>,
    /// How the request arrived.
    pub(crate) arrival: Arrival,
    /// When the request arrived, or the command of a batch had its turn.
    pub(crate) started: Moment,
    /// Whether it is the pipe of a batch's commands, where no other batch may go.
    pub(crate) in_batch: bool,
}

/// What the journal says of a request.
struct Seen {
    /// Name of the credential, or [`auth::NONE`], or [`auth::UNKNOWN`].
    credential: String,
    decoded: Decoded,
}

/// Answers one HTTP request.
pub(crate) async fn serve(portal: Arc<Portal>, arrival: Arrival, request: Request<Body>) -> Response<Body> {
    let settings = portal.settings();
    let pipe = Pipe { arrival, started: settings.clock.now(), portal, settings, in_batch: false };
    let (head, body) = request.into_parts();
    let config = &pipe.settings.config;
    // The body is read whatever the answer will be, so that the connection can be used again.
    let body = match body::read(&head.headers, body, config.body_limit, config.body_timeout).await {
        Err(BodyError::TooSlow) => return encode::timeout(),
        Err(BodyError::Broken) => return encode::nobody(),
        Err(BodyError::TooLarge) => None,
        Ok(body) => Some(body),
    };
    let Some(route) = Route::parse(head.uri.path()) else { return encode::not_found() };
    let format = route.format;
    // A client that goes away does not take its call along: all of it is done, and journalled.
    let answered = tokio::spawn(pipe.answer(head, body, route)).await;
    // It ends early only by a defect of the sandbox.
    let defect = |_| encode::write(&Answer::error(&error::SYSTEM_INTERNAL_SERVER_ERROR), format);
    answered.unwrap_or_else(defect).into_response()
}

impl Pipe {
    /// Answers a request, and remembers it.
    async fn answer(self, head: Parts, body: Option<Bytes>, route: Route) -> Written {
        let mut seen = Seen { credential: auth::NONE.to_owned(), decoded: Decoded::default() };
        let answer = match self.call(&head, body.as_ref(), &route, &mut seen).await {
            Ok(call) => Next::first(&self).run(call).await,
            Err(refused) => self_check::checked(&self, &route.method, refused),
        };
        let written = encode::write(&answer, route.format);
        self.remember(&head, route, seen, &written);
        written
    }

    /// Makes a call of a request, or the answer to one that is none.
    async fn call(&self, head: &Parts, body: Option<&Bytes>, route: &Route, seen: &mut Seen) -> Result<Call, Answer> {
        if head.method != Verb::GET && head.method != Verb::POST {
            return Err(Answer::error(&error::SYSTEM_VERB_NOT_ALLOWED));
        }
        if self.settings.config.require_https && !(self.arrival.tls || came_by_https(&head.headers)) {
            return Err(Answer::error(&error::SYSTEM_HTTPS_REQUIRED));
        }
        let body = body.ok_or(&error::SYSTEM_REQUEST_TOO_LARGE)?;
        seen.decoded = decode::parameters(head.uri.query().unwrap_or_default(), &head.headers, body).await?;
        let presented = auth::take(route, &mut seen.decoded.params);
        seen.credential = if matches!(presented, Presented::Nothing) { auth::NONE } else { auth::UNKNOWN }.to_owned();
        let method = Method::parse(&route.method).ok_or(&error::SYSTEM_METHOD_NOT_FOUND)?;
        let caller = self.settings.authenticate(&presented)?;
        seen.credential.clone_from(&caller.credential);
        self.admit(method, seen.decoded.params.clone(), &caller)
    }

    /// Makes a call of a method that the caller's scopes reach.
    pub(crate) fn admit(
        &self,
        method: Method,
        params: Map<String, Value>,
        caller: &Arc<Caller>,
    ) -> Result<Call, Answer> {
        if !caller.reaches(method) {
            return Err(auth::insufficient_scope(caller.kind));
        }
        let params = if EXACT_NAMES.contains(&method) { params } else { fold_names(method, params) };
        Ok(Call { method, params, caller: Arc::clone(caller), settings: Arc::clone(&self.settings) })
    }

    /// The pipe for the next command of a batch.
    pub(crate) fn of_command(&self) -> Self {
        Self {
            portal: Arc::clone(&self.portal),
            settings: Arc::clone(&self.settings),
            arrival: self.arrival.clone(),
            started: self.settings.clock.now(),
            in_batch: true,
        }
    }

    /// Has the call handled and wraps its result. This is the end of the pipe that twists stand around.
    pub(crate) async fn handle(&self, call: Call) -> Answer {
        let call = Arc::new(call);
        let processing = self.settings.clock.now();
        let is_batch = call.method == Method::Batch && !self.in_batch;
        let outcome = if is_batch {
            batch::run(self, &call).await
        } else {
            dispatch::run(&self.portal.store, &call, processing).await
        };
        let finish = self.settings.clock.now();
        // The commands of a batch are charged, the batch itself is not.
        let seconds = if call.method == Method::Batch { 0.0 } else { finish.since(processing) };
        let worked = self.portal.operating.add(&call, processing, seconds);
        let answer = match outcome {
            Ok(reply) => {
                let times = Times { start: self.started, processing, finish };
                Answer::success(envelope::success(reply, times, worked))
            }
            Err(clause) => Answer::error(clause),
        };
        self_check::checked(self, call.method.name(), answer)
    }

    /// Logs and journals a request with its answer.
    fn remember(&self, head: &Parts, route: Route, seen: Seen, written: &Written) {
        let seconds = self.settings.clock.now().since(self.started);
        let clause = written.clause.map(|clause| clause.id);
        tracing::info!(method = known(&route.method), status = written.status, clause, seconds, "answered");
        let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let raw = RawExchange {
            method: route.method,
            verb: head.method.to_string(),
            target: route.target + &query,
            credential: seen.credential,
            encoding: seen.decoded.encoding,
            params: Value::Object(seen.decoded.params),
            raw_body: seen.decoded.raw_body,
            status: written.status,
            headers: written.headers(),
            body: written.body.to_vec(),
            started: self.started.seconds(),
            seconds,
        };
        self.portal.journal.push(raw, Arc::clone(&self.settings));
    }
}

/// Whether the request came over TLS that ended at a proxy before the sandbox.
fn came_by_https(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

/// The name of a method for the log; what somebody sent instead of one is not logged.
fn known(name: &str) -> &'static str {
    Method::parse(name).map_or("unknown", Method::name)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
