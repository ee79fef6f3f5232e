//! The token endpoint: codes and refresh tokens are exchanged for pairs of tokens.

use axum::body::Body;
use b24_contract::Secret;
use http::Response;
use serde_json::{Value, json};

use super::grant::{ACCESS_LIFE, Grant};
use super::place::Place;
use super::refusal::{self, OAuthError, Refusal};
use super::request::{CLIENT_ID, Request};
use super::{keep, record};
use crate::call::Answer;
use crate::config::Application;
use crate::encode;
use crate::route::Format;
use crate::settings::Settings;

/// What the header that names clauses says of a pair of tokens.
const CLAUSE: &str = "sandbox/oauth/token";

/// What an application shows for a pair of tokens.
enum Proof {
    Code(Secret),
    Refresh(Secret),
}

/// Answers a request for a pair of tokens. They are written before they are handed over.
pub(super) async fn serve(request: Request) -> Response<Body> {
    let decided = decide(&request);
    let saved = match &decided {
        Ok(_) => keep::save(&request.portal).await,
        Err(_) => Ok(()),
    };
    let answer = match (&decided, saved) {
        (_, Err(problem)) => {
            tracing::error!(%problem, "the tokens could not be written");
            Answer::error(&b24_contract::generated::error::SYSTEM_INTERNAL_SERVER_ERROR)
        }
        (Ok(grant), Ok(())) => Answer::own(200, members(&request.settings, &request.place, grant), CLAUSE),
        (Err(refusal), Ok(())) => Answer::own(refusal.error.status(), refusal.body(), refusal.error.clause()),
    };
    let written = encode::write(&answer, Format::Json);
    let credential = decided.ok().map(|grant| grant.credential);
    record::remember(request, credential, &answer, &written);
    written.into_response()
}

/// Gives a pair of tokens for what is shown. An empty parameter is a missing one.
fn decide(request: &Request) -> Result<Grant, Refusal> {
    let text = |name: &str| request.parameter(name).ok_or_else(|| Refusal::missing(name));
    let kind = text("grant_type")?;
    let (client_id, client_secret) = (text(CLIENT_ID)?, Secret::new(text("client_secret")?));
    let proof = match kind.as_str() {
        "authorization_code" => Proof::Code(Secret::new(text("code")?)),
        "refresh_token" => Proof::Refresh(Secret::new(text("refresh_token")?)),
        _ => return Err(Refusal::says("The grant type must be authorization_code or refresh_token")),
    };
    let settings = &request.settings;
    if let Some(planted) = settings.grants.claim_planted() {
        return Err(planted.into());
    }
    let application = settings.client(&client_id).ok_or(OAuthError::WrongClient)?;
    if application.client_secret.as_ref() != Some(&client_secret) {
        return Err(OAuthError::InvalidClient.into());
    }
    refusal::of_state(application.state)?;
    check_scopes(&request.parameter("scope").unwrap_or_default(), settings, application)?;
    let now = settings.clock.now().whole_seconds();
    let derive = |name: &str| settings.derived(name);
    let given = match &proof {
        Proof::Code(code) => settings.grants.exchange(code, &application.code, now, &derive),
        Proof::Refresh(token) => settings.grants.refresh(token, &application.code, now, &derive),
    };
    Ok(given?)
}

/// Refuses scopes that the application's card does not have.
fn check_scopes(wanted: &str, settings: &Settings, application: &Application) -> Result<(), OAuthError> {
    let wanted = wanted.split([',', ' ']).filter(|scope| !scope.is_empty());
    let mut beyond = wanted.filter(|scope| !application.scopes.iter().any(|own| own == scope));
    match beyond.next() {
        None => Ok(()),
        Some(scope) if settings.config.scopes.iter().any(|known| known == scope) => Err(OAuthError::InsufficientScope),
        Some(_) => Err(OAuthError::InvalidScope),
    }
}

/// The answer that hands over a pair of tokens, with every member that any source shows.
pub(crate) fn members(settings: &Settings, place: &Place, grant: &Grant) -> Value {
    json!({
        "access_token": grant.access.secret.expose(),
        "expires": grant.access.ends,
        "expires_in": ACCESS_LIFE,
        "scope": grant.scopes.join(","),
        "domain": place.domain(),
        "server_endpoint": place.endpoint(),
        "status": settings.application(&grant.application).map(|application| application.status.letter()),
        "client_endpoint": place.endpoint(),
        "member_id": settings.member_id(),
        "user_id": grant.user,
        "refresh_token": grant.refresh.secret.expose(),
    })
}
