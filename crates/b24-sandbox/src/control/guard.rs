//! Who may use the control interface.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{Refused, is_served};
use crate::host::Host;

/// Lets a request pass that brings the control token, where one is set, and does not come from a page of another
/// origin.
pub(super) async fn guard(State(host): State<Arc<Host>>, request: Request, next: Next) -> Response {
    let main = host.main();
    let settings = main.settings();
    if !is_served(&settings, &main.addresses) {
        let says = "the control interface is served to other machines only when a control token is set";
        return Refused(StatusCode::NOT_FOUND, says.to_owned()).into_response();
    }
    if is_foreign_page(request.headers()) {
        let says = "pages of other origins may not use the control interface";
        return Refused(StatusCode::FORBIDDEN, says.to_owned()).into_response();
    }
    let wanted = settings.config.control_token.as_ref();
    if wanted.is_some_and(|wanted| bearer(request.headers()) != Some(wanted.expose())) {
        let says = "the control interface wants the header `Authorization: Bearer` with the control token";
        let mut response = Refused(StatusCode::UNAUTHORIZED, says.to_owned()).into_response();
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    next.run(request).await
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Browsers say where a page comes from; other clients say nothing.
fn is_foreign_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(ORIGIN) {
        Some(origin) => origin.split_once("://").map(|(_, host)| host) != text(HOST),
        None => headers.contains_key(ORIGIN),
    }
}
