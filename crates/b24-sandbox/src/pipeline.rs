//! The way of a request: read, decode, choose the portal, find the method, authenticate, check scope and access, count,
//! pass the twists, handle, answer, remember.
//!
//! The method is looked up before the credential, as portals do, so an unknown method is `404` for everybody.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use b24_contract::generated::error;
use b24_contract::{Method, RawExchange, fold_names};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method as Verb, Request, Response};
use serde_json::{Map, Value};

use crate::access;
use crate::arrival::Arrival;
use crate::auth;
use crate::batch;
use crate::body::{self, BodyError};
use crate::call::{Answer, Call, Caller};
use crate::called::Called;
use crate::clock::Moment;
use crate::decode::{self, Decoded};
use crate::delivery::{Delivery, Parcel};
use crate::deviation::DEVIATION;
use crate::dispatch;
use crate::encode;
use crate::envelope::{self, Reply, Times};
use crate::host::Host;
use crate::limit;
use crate::oauth;
use crate::operating::{Handled, Tally, Worked};
use crate::portal::Portal;
use crate::route::Route;
use crate::self_check;
use crate::settings::{Presented, Settings};
use crate::stub;
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
    /// What the methods of the commands of the batch, if it is one, have come to.
    pub(crate) tally: Arc<Tally>,
}

/// A request that was read.
pub(crate) struct Received {
    /// Verb and headers.
    pub(crate) head: Parts,
    /// What its path says.
    pub(crate) route: Route,
    /// What it brought as its credential.
    pub(crate) presented: Presented,
    /// Its parameters without the credential, as far as they could be read.
    pub(crate) decoded: Decoded,
    /// The answer where they could not be read.
    unreadable: Option<Answer>,
    /// Name of the credential, or [`auth::NONE`], or [`auth::UNKNOWN`], for the journal.
    credential: String,
    /// Name of the method, for the log; what somebody sent instead of one is not logged.
    known: Cow<'static, str>,
}

/// Answers one HTTP request.
pub(crate) async fn serve(host: Arc<Host>, arrival: Arrival, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let settings = host.main().settings();
    let config = &settings.config;
    // The body is read whatever the answer will be, so that the connection can be used again.
    let body = match body::read(&head.headers, body, config.body_limit, config.body_timeout).await {
        Err(BodyError::TooSlow) => return encode::timeout(),
        Err(BodyError::Broken) => return encode::nobody(),
        Err(BodyError::TooLarge) => None,
        Ok(body) => Some(body),
    };
    if let Some(endpoint) = oauth::Endpoint::parse(head.uri.path()) {
        return oauth::serve(host, arrival, endpoint, head, body).await;
    }
    let Some(route) = Route::parse(head.uri.path()) else { return encode::not_found() };
    let format = route.format;
    // A client that goes away does not take its call along: all of it is done, and journalled.
    let caller = arrival.clone();
    let answered = tokio::spawn(async move {
        let received = Received::read(head, body, route).await;
        let portal = host.of_credential(&received.presented);
        Pipe::new(portal, caller).answer(received).await
    });
    let answered = answered.await;
    // It ends early only by a defect of the sandbox.
    let defect = |_| Parcel::from(encode::write(&Answer::error(&error::SYSTEM_INTERNAL_SERVER_ERROR), format));
    answered.unwrap_or_else(defect).into_response(&arrival)
}

impl Received {
    /// Reads parameters and credential of a request, whose body may have been too large.
    async fn read(head: Parts, body: Option<Bytes>, route: Route) -> Self {
        let read = match &body {
            Some(body) => decode::parameters(head.uri.query().unwrap_or_default(), &head.headers, body),
            None => Ok(Decoded::default()),
        };
        let too_large = body.is_none().then(|| Answer::error(&error::SYSTEM_REQUEST_TOO_LARGE));
        let (mut decoded, unreadable) = match read {
            Ok(decoded) => (decoded, too_large),
            Err(too_deep) => (Decoded::default(), Some(too_deep.into())),
        };
        let presented = auth::take(&route, &mut decoded.params);
        let credential = if matches!(presented, Presented::Nothing) { auth::NONE } else { auth::UNKNOWN }.to_owned();
        let known = Called::find(&route.method).map_or("unknown".into(), Called::into_name);
        Self { head, route, presented, decoded, unreadable, credential, known }
    }
}

impl Pipe {
    /// The pipe of a portal for a request that arrived just now.
    pub(crate) fn new(portal: Arc<Portal>, arrival: Arrival) -> Self {
        let settings = portal.settings();
        Self { arrival, started: settings.clock.now(), portal, settings, in_batch: false, tally: Arc::default() }
    }

    /// Answers a request, and remembers it.
    async fn answer(self, mut received: Received) -> Parcel {
        let settings = Arc::clone(&self.settings);
        settings.deviations.iter().for_each(|deed| deed.hear(&mut received, &settings));
        // A request counts whatever comes of it; one with an error of its own is told that error.
        let counted = limit::of_requests(&self, &received.head.headers);
        let mut answer = match (self.call(&mut received).await, counted) {
            (Ok(call), Ok(())) => self.run(call).await,
            (Ok(_), Err(clause)) => self_check::checked(&self, &received.route.method, clause.into()),
            (Err(refused), _) => self_check::checked(&self, &received.route.method, refused),
        };
        settings.deviations.iter().for_each(|deed| deed.tell(&received, &mut answer));
        let written = encode::write(&answer, received.route.format);
        let mut sent = answer.delivery.pack(written);
        settings.deviations.iter().for_each(|deed| deed.send(&received, &mut sent));
        if let Some(named) = settings.deviations.header() {
            sent.headers.insert(DEVIATION, named.clone());
        }
        self.remember(received, &sent);
        sent
    }

    /// Makes a call of a request, or the answer to one that is none.
    async fn call(&self, received: &mut Received) -> Result<Call, Answer> {
        let head = &received.head;
        if head.method != Verb::GET && head.method != Verb::POST {
            return Err(Answer::error(&error::SYSTEM_VERB_NOT_ALLOWED));
        }
        if self.settings.config.require_https && !(self.arrival.tls || came_by_https(&head.headers)) {
            return Err(Answer::error(&error::SYSTEM_HTTPS_REQUIRED));
        }
        access::check_portal(&self.settings.config.access)?;
        if let Some(refused) = received.unreadable.take() {
            return Err(refused);
        }
        let method = self.find(&received.route.method).await.ok_or(&error::SYSTEM_METHOD_NOT_FOUND)?;
        received.known = method.clone().into_name();
        let caller = self.settings.authenticate(&received.presented)?;
        received.credential.clone_from(&caller.credential);
        access::check_user(&caller, &method)?;
        self.admit(method, received.decoded.params.clone(), &caller)
    }

    /// The method with this name, if the portal has it or a stub answers for it.
    pub(crate) async fn find(&self, name: &str) -> Option<Called> {
        match Called::find(name) {
            Some(known) => Some(known),
            None => stub::name(&self.portal, &self.settings, name).await.map(|name| Called::Foreign(name.into())),
        }
    }

    /// Makes a call of a method that the caller's scopes reach.
    pub(crate) fn admit(
        &self,
        method: Called,
        params: Map<String, Value>,
        caller: &Arc<Caller>,
    ) -> Result<Call, Answer> {
        if method.contract().is_some_and(|method| !caller.reaches(method)) {
            return Err(auth::insufficient_scope(caller.kind()));
        }
        access::check_method(&self.settings.config.access, caller, &method)?;
        let params = match method.contract() {
            Some(method) if !EXACT_NAMES.contains(&method) => fold_names(method, params),
            _ => params,
        };
        Ok(Call { method, params, caller: Arc::clone(caller), settings: Arc::clone(&self.settings) })
    }

    /// Sends a call that may be made past the limits, to twists and handler.
    pub(crate) async fn run(&self, call: Call) -> Answer {
        match limit::of_work(self, &call) {
            Ok(()) => Next::first(self).run(call).await,
            Err(clause) => self_check::checked(self, call.method.name(), Answer::error(clause)),
        }
    }

    /// The pipe for the next command of a batch.
    pub(crate) fn of_command(&self) -> Self {
        Self {
            portal: Arc::clone(&self.portal),
            settings: Arc::clone(&self.settings),
            arrival: self.arrival.clone(),
            started: self.settings.clock.now(),
            in_batch: true,
            tally: Arc::clone(&self.tally),
        }
    }

    /// Has the call handled and wraps its result. This is the end of the pipe that twists stand around.
    pub(crate) async fn handle(&self, call: Call) -> Answer {
        let call = Arc::new(call);
        let processing = self.settings.clock.now();
        let Called::Contract(method) = call.method else {
            return stub::answer(self, &call).await;
        };
        let is_batch = method == Method::Batch && !self.in_batch;
        let mut delivery = Delivery::default();
        let outcome = if is_batch {
            batch::run(self, &call, &mut delivery).await
        } else {
            dispatch::run(&self.portal.store, method, &call, processing).await
        };
        let finish = self.settings.clock.now();
        let worked = limit::charge(self, &call, Handled { began: processing, ended: finish });
        let times = Times { start: self.started, processing, finish };
        let answer = match outcome {
            Ok(reply) => self.success(method, reply, times, worked),
            Err(clause) => Answer::error(clause),
        };
        Answer { delivery, ..self_check::checked(self, method.name(), answer) }
    }

    /// Answers that a call succeeded, though nothing was done.
    pub(crate) fn pretend(&self, method: Method, result: Value) -> Answer {
        let now = self.settings.clock.now();
        let times = Times { start: self.started, processing: now, finish: now };
        self.success(method, Reply::from(result), times, Worked::none(now.whole_seconds()))
    }

    fn success(&self, method: Method, reply: Reply, times: Times, worked: Worked) -> Answer {
        let shown = self.settings.config.limits.operating.shown;
        Answer::success(method, envelope::success(reply, times, worked, shown))
    }

    /// Logs and journals a request with its answer.
    fn remember(&self, received: Received, sent: &Parcel) {
        let Received { head, route, decoded, credential, known, .. } = received;
        let seconds = self.settings.clock.now().since(self.started);
        tracing::info!(method = &*known, status = sent.status, clause = sent.clause, seconds, "answered");
        let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let raw = RawExchange {
            method: route.method,
            verb: head.method.to_string(),
            target: route.target + &query,
            credential,
            encoding: decoded.encoding,
            params: Value::Object(decoded.params),
            raw_body: decoded.raw_body,
            status: sent.status,
            headers: sent.headers(),
            body: sent.body.to_vec(),
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

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
