//! The control interface below `/_sandbox/`: JSON over HTTP, for tests that set up conditions.

mod at;
mod clauses;
mod clock;
mod config;
mod deviations;
mod faults;
mod guard;
mod journal;
mod limits;
mod links;
mod next_answer;
mod portals;
mod schemas;
mod snapshots;
mod stubs;
mod tokens;

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, post, put};
use axum::{Json, Router, middleware};
use bytes::Bytes;
use http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::addresses::Addresses;
use crate::console;
use crate::encode;
use crate::host::Host;
use crate::settings::Settings;
use at::{At, Name};

/// Where the control interface stands.
pub(crate) const ROOT: &str = "/_sandbox/";

/// Where isolated portals stand, below [`ROOT`].
pub(crate) const PORTALS: &str = "portals/";

/// What there is: verb, path below [`ROOT`] and what it does. All but what begins with [`PORTALS`] is there for each
/// isolated portal too, below `portals/{name}/`.
const INDEX: &[(&str, &str, &str)] = &[
    (
        "GET",
        "health",
        "The clock, how many calls, twists and broken answers there are, and which methods were missing.",
    ),
    ("GET", "config", "The configuration, secrets masked."),
    (
        "PUT",
        "config",
        "Replaces the configuration; what is left out has its default, masked secrets, data and address are kept.",
    ),
    ("POST", "reset", "Puts data, ids, journal, twists, stubs and clock back to their start."),
    ("GET", "clock", "The clock, and whether it stands still."),
    (
        "POST",
        "clock",
        "Moves the clock by seconds or to a moment, and stops it: {\"advance\": 60, \"set\": null, \"freeze\": null}.",
    ),
    ("GET", "limits", "How full buckets and operating budgets are."),
    ("DELETE", "limits", "Empties them."),
    (
        "GET",
        "journal?after=0&limit=100&method=&credential=&status=&clause=",
        "The last exchanges, oldest first, without secrets; `*` at the end of a method or clause stands for anything.",
    ),
    ("DELETE", "journal", "Forgets the exchanges."),
    (
        "POST",
        "next-answer",
        "Answers the next call with an error: {\"error\": id, \"answer\": 0, \"method\": null, \"times\": 1}.",
    ),
    ("DELETE", "next-answer", "Takes back every planted error."),
    ("GET", "faults", "What goes wrong on purpose, and how many calls it met."),
    (
        "POST",
        "faults",
        "Lets something go wrong, or several things as a list: {\"what\": kind, \"method\": null, ...}.",
    ),
    ("DELETE", "faults", "Ends every fault."),
    ("DELETE", "faults/{id}", "Ends a fault."),
    ("GET", "deviations", "Which clauses are broken on purpose, and which can be: `config` takes their ids."),
    ("GET", "stubs", "The answers to methods that the sandbox does not have."),
    (
        "PUT",
        "stubs/{method}",
        "Answers such a method: {\"result\": ...} or {\"error\": code, ...}, with \"status\" if need be.",
    ),
    ("DELETE", "stubs/{method}", "Takes an answer away again that was put."),
    ("DELETE", "stubs", "Takes all of them away again."),
    ("GET", "snapshots", "The snapshots of data and clock."),
    ("POST", "snapshots", "Takes a snapshot, in place of one of the same name: {\"name\": text}."),
    ("POST", "snapshots/{name}/restore", "Puts data and clock back to a snapshot."),
    ("GET", "snapshots/{name}", "Exports a snapshot as a JSON document."),
    ("PUT", "snapshots/{name}", "Imports a snapshot."),
    ("DELETE", "snapshots/{name}", "Forgets a snapshot."),
    (
        "GET",
        "links?after=0&limit=20",
        "Companies with their contacts and links; with `around=ID`, what lies around a record.",
    ),
    ("GET", "clauses?id=ID", "What a clause of the contract says, and where that stands."),
    ("GET", "tokens", "What users allowed applications, without the tokens."),
    ("POST", "tokens", "Gives a pair of tokens without a browser: {\"application\": null, \"user\": 1}."),
    ("POST", "tokens/expire", "Ends access tokens now: {\"id\": null, \"refresh\": false}."),
    ("DELETE", "tokens/{id}", "Takes back what a user allowed an application, by the id that GET tokens shows."),
    ("DELETE", "tokens", "Takes back all of it."),
    ("POST", "tokens/next-error", "Makes the token endpoint refuse: {\"error\": \"invalid_grant\", \"times\": 1}."),
    ("DELETE", "tokens/next-error", "Takes that back."),
    ("GET", "schemas/{name}", "The JSON Schema of `announcement`, `config` or `snapshot`."),
    ("POST", "portals", "Opens an isolated portal and announces it: {\"name\": null, \"config\": null}."),
    ("GET", "portals", "The isolated portals with their announcements."),
    ("GET", "portals/{name}", "Announces an isolated portal again; below it is its own control interface."),
    ("DELETE", "portals/{name}", "Ends an isolated portal."),
];

/// Whether the control interface answers: on loopback always, elsewhere with a token only.
pub(crate) fn is_served(settings: &Settings, addresses: &Addresses) -> bool {
    addresses.are_loopback() || settings.config.control_token.is_some()
}

/// Whether a path is that of the index, of the main portal or of an isolated one.
pub(crate) fn is_index(path: &str) -> bool {
    let Some(below) = path.strip_prefix(ROOT.trim_end_matches('/')) else { return false };
    let is_name = |name: &str| name.strip_suffix('/').is_some_and(|name| !name.is_empty() && !name.contains('/'));
    matches!(below, "" | "/")
        || below.strip_prefix('/').and_then(|path| path.strip_prefix(PORTALS)).is_some_and(is_name)
}

/// The routes of the control interface.
pub(crate) fn routes(host: Arc<Host>) -> Router {
    let path = |rest: &str| format!("{ROOT}{rest}");
    Router::new()
        .route(ROOT.trim_end_matches('/'), get(index))
        .merge(of_portal(ROOT))
        .merge(of_portal(&format!("{ROOT}{PORTALS}{{portal}}/")))
        .route(&path("portals"), get(portals::list).post(portals::create))
        .route(&path("portals/{portal}"), get(portals::show).delete(portals::end))
        .route(&path("schemas/{name}"), get(schemas::show))
        .route(&path("clauses"), get(clauses::show))
        .route(&path("{*unknown}"), any(unknown))
        .method_not_allowed_fallback(wrong_verb)
        .layer(middleware::from_fn_with_state(Arc::clone(&host), guard::guard))
        .route(&path(console::FILES), get(console::asset))
        .layer(middleware::from_fn_with_state(Arc::clone(&host), console::page))
        .layer(encode::naming("sandbox/control"))
        .with_state(host)
}

/// The routes of one portal, whose handlers find it by [`At`].
fn of_portal(root: &str) -> Router<Arc<Host>> {
    let path = |rest: &str| format!("{root}{rest}");
    Router::new()
        .route(root, get(index))
        .route(&path("health"), get(health))
        .route(&path("config"), get(config::show).put(config::replace))
        .route(&path("reset"), post(reset))
        .route(&path("clock"), get(clock::show).post(clock::change))
        .route(&path("links"), get(links::show))
        .route(&path("tokens"), get(tokens::list).post(tokens::issue).delete(tokens::revoke_all))
        .route(&path("tokens/expire"), post(tokens::expire))
        .route(&path("tokens/next-error"), post(tokens::plant_error).delete(tokens::clear_errors))
        .route(&path("tokens/{name}"), delete(tokens::revoke))
        .route(&path("limits"), get(limits::show).delete(limits::clear))
        .route(&path("journal"), get(journal::page).delete(journal::clear))
        .route(&path("faults"), get(faults::list).post(faults::add).delete(faults::clear))
        .route(&path("faults/{id}"), delete(faults::remove))
        .route(&path("deviations"), get(deviations::list))
        .route(&path("stubs"), get(stubs::list).delete(stubs::clear))
        .route(&path("stubs/{method}"), put(stubs::put).delete(stubs::remove))
        .route(&path("snapshots"), get(snapshots::list).post(snapshots::take))
        .route(
            &path("snapshots/{name}"),
            get(snapshots::export)
                .delete(snapshots::forget)
                .put(snapshots::import)
                .layer(DefaultBodyLimit::max(snapshots::LARGEST)),
        )
        .route(&path("snapshots/{name}/restore"), post(snapshots::restore))
        .route(&path("next-answer"), post(next_answer::plant).delete(next_answer::clear))
}

/// Why a request of the control interface was not fulfilled, as one sentence.
#[derive(Debug)]
struct Refused(StatusCode, String);

impl Refused {
    fn bad(sentence: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, sentence.into())
    }

    /// A failure of the sandbox itself, with its cause in the log.
    fn failed(sentence: &str, cause: impl Display) -> Self {
        tracing::error!(%cause, "{sentence}");
        Self(StatusCode::INTERNAL_SERVER_ERROR, sentence.to_owned())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// A JSON body, whatever its content type. A POST without one means `{}`.
struct Body<T>(T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let may_be_left_out = request.method() == Method::POST;
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| Refused(error.status(), error.body_text()))?;
        let written = if body.is_empty() && may_be_left_out { b"{}" } else { body.as_ref() };
        let read = serde_json::from_slice(written).map(Self);
        read.map_err(|error| Refused::bad(format!("the body is not what belongs here: {error}")))
    }
}

async fn index(At(portal): At) -> Json<Value> {
    let root = portal.name.as_ref().map_or(ROOT.to_owned(), |name| format!("{ROOT}{PORTALS}{name}/"));
    let is_here = |path: &str| portal.name.is_none() || !PORTALS.starts_with(path) && !path.starts_with(PORTALS);
    let entries: Vec<Value> = INDEX
        .iter()
        .filter(|(_, path, _)| is_here(path))
        .map(|(verb, path, says)| json!({ "verb": verb, "path": format!("{root}{path}"), "says": says }))
        .collect();
    Json(json!({ "sandbox": env!("CARGO_PKG_VERSION"), "control": entries }))
}

async fn health(At(portal): At) -> Json<Value> {
    let now = portal.settings().clock.now();
    Json(json!({
        "status": "ok",
        "time": now.seconds(),
        "date": now.iso(),
        "exchanges": portal.journal.last(),
        "twists": portal.twists.count(),
        "missing": portal.missing.by_name(),
        "broken_answers": portal.broken_answers.load(Ordering::Relaxed),
    }))
}

async fn reset(At(portal): At) -> Result<Json<Value>, Refused> {
    portal.reset().await.map_err(|problem| match problem {
        problem if problem.is_configuration() => Refused::bad(problem.to_string()),
        problem => Refused::failed("the data could not be reset", problem),
    })?;
    Ok(done())
}

async fn unknown() -> Refused {
    Refused(StatusCode::NOT_FOUND, format!("nothing is called so here; GET {ROOT} lists what there is"))
}

async fn wrong_verb() -> Refused {
    Refused(StatusCode::METHOD_NOT_ALLOWED, format!("not with this verb; GET {ROOT} lists what there is"))
}

fn done() -> Json<Value> {
    Json(json!({ "done": true }))
}
