//! The control interface below `/_sandbox/`: JSON over HTTP, for tests that set up conditions.

mod at;
mod clock;
mod config;
mod guard;
mod journal;
mod next_answer;

use std::fmt::Display;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router, middleware};
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::portal::Portal;
use crate::settings::Settings;
use at::At;

/// Where the control interface stands.
pub(crate) const ROOT: &str = "/_sandbox/";

/// What there is: verb, path below [`ROOT`] and what it does.
const INDEX: [(&str, &str, &str); 9] = [
    ("GET", "health", "The clock, and how many calls, twists and broken answers there are."),
    ("GET", "config", "The configuration, secrets masked."),
    ("PUT", "config", "Replaces the configuration; what is left out has its default, masked secrets are kept."),
    ("POST", "reset", "Puts data, ids, journal, twists and clock back to their start."),
    ("POST", "clock", "Moves the clock: {\"advance\": seconds}."),
    ("GET", "journal?after=0&limit=100", "The last exchanges, oldest first, without secrets."),
    ("DELETE", "journal", "Forgets the exchanges."),
    (
        "POST",
        "next-answer",
        "Answers the next call with an error: {\"error\": id, \"answer\": 0, \"method\": null, \"times\": 1}.",
    ),
    ("DELETE", "next-answer", "Takes back every planted error."),
];

/// Whether the control interface answers: on loopback always, elsewhere with a token only.
pub(crate) fn is_served(settings: &Settings, address: SocketAddr) -> bool {
    address.ip().is_loopback() || settings.config.control_token.is_some()
}

/// The routes of the control interface.
pub(crate) fn routes(portal: Arc<Portal>) -> Router {
    let path = |rest: &str| format!("{ROOT}{rest}");
    Router::new()
        .route(ROOT.trim_end_matches('/'), get(index))
        .route(ROOT, get(index))
        .route(&path("health"), get(health))
        .route(&path("config"), get(config::show).put(config::replace))
        .route(&path("reset"), post(reset))
        .route(&path("clock"), post(clock::advance))
        .route(&path("journal"), get(journal::page).delete(journal::clear))
        .route(&path("next-answer"), post(next_answer::plant).delete(next_answer::clear))
        .route(&path("{*unknown}"), any(unknown))
        .method_not_allowed_fallback(wrong_verb)
        .layer(middleware::from_fn_with_state(Arc::clone(&portal), guard::guard))
        .with_state(portal)
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

/// A JSON body, whatever its content type.
struct Body<T>(T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| Refused(error.status(), error.body_text()))?;
        let read = serde_json::from_slice(&body).map(Self);
        read.map_err(|error| Refused::bad(format!("the body is not what belongs here: {error}")))
    }
}

async fn index() -> Json<Value> {
    let entries =
        INDEX.map(|(verb, path, says)| json!({ "verb": verb, "path": format!("{ROOT}{path}"), "says": says }));
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
        "broken_answers": portal.broken_answers.load(Ordering::Relaxed),
    }))
}

async fn reset(At(portal): At) -> Result<Json<Value>, Refused> {
    portal.reset().await.map_err(|problem| Refused::failed("the data could not be reset", problem))?;
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
