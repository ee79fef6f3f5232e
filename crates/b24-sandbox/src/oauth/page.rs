//! The pages of the OAuth server, for people with a browser.

use axum::body::Body;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use quick_xml::escape::escape;

use super::refusal::Refusal;
use crate::config::{Application, User};
use crate::encode;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// What a page may load: nothing but the style within it.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}\
                     button{font:inherit;display:block;width:100%;margin:.5rem 0;padding:.6rem;text-align:left}";

/// Asks which of some users allows it.
pub(super) fn question<'a>(
    application: &Application,
    client_id: &str,
    state: &str,
    users: impl Iterator<Item = &'a User>,
) -> Response<Body> {
    let buttons: String = users
        .map(|user| {
            let name = match user.full_name() {
                name if name.is_empty() => format!("User {}", user.id),
                name => format!("{name} (user {})", user.id),
            };
            format!("<button name=\"user\" value=\"{}\">{}</button>\n", user.id, escape(&name))
        })
        .collect();
    let asked = if buttons.is_empty() { "<p>No user of this portal may use it.</p>\n" } else { &buttons };
    let body = format!(
        "<h1>Who allows it?</h1>\n<p>The application <b>{}</b> asks to act for a user of this portal, with the scopes \
         <b>{}</b>. This is a sandbox: choose a user, there is no password.</p>\n<form method=\"post\">\n<input \
         type=\"hidden\" name=\"{}\" value=\"{}\">\n<input type=\"hidden\" name=\"state\" value=\"{}\">\n{asked}</form>",
        escape(&application.code),
        escape(application.scopes.join(", ")),
        super::request::CLIENT_ID,
        escape(client_id),
        escape(state),
    );
    html(StatusCode::OK, "sandbox/oauth/question", "Authorisation", &body)
}

/// Shows the code to a user whose application has no address to send it to.
pub(super) fn code(application: &Application, code: &str) -> Response<Body> {
    let body = format!(
        "<h1>Authorisation code</h1>\n<p>Give this code to the application <b>{}</b> within 30 seconds:</p>\n\
         <p><code>{}</code></p>",
        escape(&application.code),
        escape(code),
    );
    html(StatusCode::OK, "sandbox/oauth/code", "Authorisation code", &body)
}

/// Says why it cannot be allowed.
pub(super) fn refused(refusal: &Refusal) -> Response<Body> {
    let says = refusal.says.as_deref().unwrap_or(refusal.error.explanation());
    let body =
        format!("<h1>Not authorised</h1>\n<p>{}</p>\n<p><code>{}</code></p>", escape(says), refusal.error.code());
    // A page that is no success must not look like one to a machine, whatever the token endpoint does.
    let status = StatusCode::from_u16(refusal.error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let status = if status.is_success() { StatusCode::BAD_REQUEST } else { status };
    html(status, refusal.error.clause(), "Not authorised", &body)
}

/// Sends the browser somewhere else.
pub(super) fn redirect(to: &str) -> Response<Body> {
    let Ok(to) = HeaderValue::from_str(to) else {
        return refused(&Refusal::says("The application's redirect_uri cannot stand in a header"));
    };
    answer(StatusCode::FOUND, "sandbox/oauth/redirect", [(LOCATION, to)], Body::empty())
}

fn html(status: StatusCode, clause: &'static str, title: &str, body: &str) -> Response<Body> {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         {body}\n</html>\n"
    );
    answer(status, clause, [(CONTENT_TYPE, HTML), (CONTENT_SECURITY_POLICY, POLICY)], Body::from(page))
}

/// An answer that nobody keeps: it is about one code.
fn answer<const N: usize>(
    status: StatusCode,
    clause: &'static str,
    own: [(HeaderName, HeaderValue); N],
    body: Body,
) -> Response<Body> {
    let common = [(CACHE_CONTROL, "no-store"), (encode::CLAUSE, clause)];
    let common = common.map(|(name, value)| (name, HeaderValue::from_static(value)));
    encode::response(status.as_u16(), own.into_iter().chain(common).collect(), body)
}
