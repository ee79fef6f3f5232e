//! The page that asks which user allows an application to act, and the way back to the application.

use axum::body::Body;
use http::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::grants::Leave;
use super::page;
use super::refusal::{self, OAuthError, Refusal};
use super::request::{CLIENT_ID, Request};
use crate::config::{Application, User};

/// Name of the parameter that says which user allows it.
const USER: &str = "user";
/// Everything but the characters that never mean anything in a URL.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Answers with a page, or sends the browser to the application. The address comes from the application's card only.
pub(super) fn serve(request: Request) -> Response<Body> {
    match decide(&request) {
        Ok(response) => response,
        Err(refusal) => page::refused(&refusal),
    }
}

fn decide(request: &Request) -> Result<Response<Body>, Refusal> {
    let settings = &request.settings;
    let client_id = request.parameter(CLIENT_ID).ok_or_else(|| Refusal::missing(CLIENT_ID))?;
    let application = settings.client(&client_id).ok_or(OAuthError::WrongClient)?;
    refusal::of_state(application.state)?;
    let users = || settings.config.users.iter().filter(|user| may_allow(user, application));
    let Some(user) = request.parameter(USER) else {
        let state = request.parameter("state").unwrap_or_default();
        return Ok(page::question(application, &client_id, &state, users()));
    };
    let named = |id: &u64| user.parse() == Ok(*id);
    let Some(user) = users().find(|user| named(&user.id)) else {
        return Err(Refusal::says(format!(
            "No user {user} is here who works for the portal and may use the application"
        )));
    };
    let scopes = application.scopes.clone();
    let leave = Leave { application: application.code.clone(), user: user.id, scopes };
    let now = settings.clock.now().whole_seconds();
    let code = settings.grants.give_code(leave, now, &|name| settings.derived(name));
    Ok(match &application.redirect_uri {
        Some(uri) => page::redirect(&address(request, application, uri, code.expose())),
        None => page::code(application, code.expose()),
    })
}

/// Whether a user can be asked.
fn may_allow(user: &User, application: &Application) -> bool {
    user.active && application.admits(user.id)
}

/// Where the application waits for the code.
fn address(request: &Request, application: &Application, uri: &str, code: &str) -> String {
    let members = [
        ("code", code.to_owned()),
        ("state", request.parameter("state").unwrap_or_default()),
        ("domain", request.place.domain().to_owned()),
        ("member_id", request.settings.member_id()),
        ("scope", application.scopes.join(",")),
        ("server_domain", request.place.domain().to_owned()),
    ];
    let query: Vec<String> =
        members.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, VALUE))).collect();
    let (uri, fragment) = uri.split_once('#').map_or((uri, String::new()), |(uri, rest)| (uri, format!("#{rest}")));
    let separator = if uri.contains('?') { '&' } else { '?' };
    format!("{uri}{separator}{}{fragment}", query.join("&"))
}
