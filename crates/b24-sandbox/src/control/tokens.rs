//! `tokens`: what users allowed applications, and tokens without a browser.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use axum::{Json, http::HeaderMap};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{At, Body, Name, Refused, done};
use crate::arrival::Arrival;
use crate::oauth::{self, Grant, Leave, OAuthError, Place, State};
use crate::portal::Portal;

/// A grant without its tokens.
#[derive(Serialize)]
pub(super) struct Shown {
    id: String,
    credential: String,
    application: String,
    user: u64,
    scopes: Vec<String>,
    state: State,
    /// Unix second at which the access token ends; null where it does not.
    expires_at: Option<i64>,
    /// Unix second at which the refresh token ends; null where it does not.
    refresh_expires_at: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// Code of the application; the first one without it.
    #[serde(default)]
    application: Option<String>,
    /// Id of the user.
    user: u64,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Expiry {
    /// Which grant; all without it.
    id: Option<String>,
    /// Whether the refresh token ends too.
    refresh: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NextError {
    /// Code of the error.
    error: OAuthError,
    /// How many requests.
    #[serde(default = "once")]
    times: u64,
}

fn once() -> u64 {
    1
}

/// All grants, without their tokens.
pub(super) async fn list(At(portal): At) -> Json<Value> {
    let settings = portal.settings();
    let now = settings.clock.now().whole_seconds();
    let shown: Vec<Shown> = settings.grants.list().into_iter().map(|grant| Shown::new(grant, now)).collect();
    Json(json!({ "grants": shown }))
}

/// Makes a grant and answers as the token endpoint does.
pub(super) async fn issue(
    At(portal): At,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    Body(Wanted { application, user }): Body<Wanted>,
) -> Result<Json<Value>, Refused> {
    let settings = portal.settings();
    let card = settings.config.application(application.as_deref());
    let card = card.ok_or_else(|| Refused::bad("there is no such application in the configuration"))?;
    settings.config.user(user).ok_or_else(|| Refused::bad(format!("there is no user {user} in the configuration")))?;
    let leave = Leave { application: card.code.clone(), user, scopes: card.scopes.clone() };
    let now = settings.clock.now().whole_seconds();
    let grant = settings.grants.issue(leave, now, &|name| settings.derived(name));
    save(&portal).await?;
    let place = Place::of(&headers, &arrival, &portal.addresses);
    Ok(Json(oauth::token_answer(&settings, &place, &grant)))
}

/// Ends access tokens now.
pub(super) async fn expire(At(portal): At, Body(Expiry { id, refresh }): Body<Expiry>) -> Result<Json<Value>, Refused> {
    let settings = portal.settings();
    let now = settings.clock.now().whole_seconds();
    let expired = settings.grants.expire(id.as_deref(), refresh, now);
    changed(&portal, id.as_deref(), "expired", expired).await
}

/// Takes back a grant.
pub(super) async fn revoke(At(portal): At, Path(Name { name }): Path<Name>) -> Result<Json<Value>, Refused> {
    let revoked = portal.settings().grants.revoke(Some(&name));
    changed(&portal, Some(&name), "revoked", revoked).await
}

/// Takes back all grants.
pub(super) async fn revoke_all(At(portal): At) -> Result<Json<Value>, Refused> {
    let revoked = portal.settings().grants.revoke(None);
    changed(&portal, None, "revoked", revoked).await
}

/// Makes the token endpoint refuse its next requests.
pub(super) async fn plant_error(
    At(portal): At,
    Body(NextError { error, times }): Body<NextError>,
) -> Result<Json<Value>, Refused> {
    if times == 0 {
        return Err(Refused::bad("`times` must be at least 1"));
    }
    portal.settings().grants.plant(error, times);
    Ok(Json(json!({ "error": error.code(), "status": error.status() })))
}

/// Takes back every planted error.
pub(super) async fn clear_errors(At(portal): At) -> Json<Value> {
    portal.settings().grants.clear_planted();
    done()
}

/// Writes what changed, and tells how many grants that were.
async fn changed(portal: &Arc<Portal>, id: Option<&str>, what: &str, count: usize) -> Result<Json<Value>, Refused> {
    match id {
        Some(_) if count == 0 => {
            Err(Refused(StatusCode::NOT_FOUND, "there is no grant with this id; GET tokens lists them".to_owned()))
        }
        _ => {
            save(portal).await?;
            Ok(Json(json!({ what: count })))
        }
    }
}

async fn save(portal: &Portal) -> Result<(), Refused> {
    oauth::save(portal).await.map_err(|problem| Refused::failed("the tokens could not be written", problem))
}

impl Shown {
    fn new(grant: Grant, now: i64) -> Self {
        let state = grant.state(now);
        let Grant { id, credential, application, user, scopes, access, refresh, .. } = grant;
        Self {
            id,
            credential,
            application,
            user,
            scopes,
            state,
            expires_at: access.ends,
            refresh_expires_at: refresh.ends,
        }
    }
}
