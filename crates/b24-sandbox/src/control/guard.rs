//! Who may use the control interface.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{Refused, is_served};
use crate::host::Host;

/// What ends names that nobody can register: whatever stands there is the user's own.
const OWN: [&str; 8] =
    [".localhost", ".test", ".example", ".invalid", ".local", ".internal", ".localdomain", ".home.arpa"];

/// Lets a request pass that brings the control token, where one is set, and does not come from a page of another
/// origin. A page can also have a name of its own looked up as the sandbox's address; without a token only names are
/// answered that cannot be somebody else's.
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
    let hosts = settings.config.tls.as_ref().map(|tls| &*tls.hosts).unwrap_or_default();
    if wanted.is_none() && request.headers().get_all(HOST).iter().any(|host| !is_own_name(host, hosts)) {
        let says = "without a control token the control interface answers to addresses, localhost, names without a dot, \
                    names below .test or .internal, and those of --host only";
        return Refused(StatusCode::FORBIDDEN, says.to_owned()).into_response();
    }
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
        Some(origin) => origin.split_once("://").is_none_or(|(_, host)| Some(host) != text(HOST)),
        None => headers.contains_key(ORIGIN),
    }
}

/// Whether a name by which the sandbox was called is one that a page from elsewhere cannot have.
fn is_own_name(host: &HeaderValue, hosts: &[String]) -> bool {
    let Ok(authority) = Authority::try_from(host.as_bytes()) else { return false };
    let name = authority.host().trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok()
        || !name.contains('.')
        || OWN.iter().any(|end| name.ends_with(end))
        || hosts.iter().any(|host| host.eq_ignore_ascii_case(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_others_can_have_are_not_ones_own() {
        let hosts = ["portal.example.com".to_owned()];
        let is_own = |host: &'static str| is_own_name(&HeaderValue::from_static(host), &hosts);
        for own in [
            "127.0.0.1:8024",
            "[::1]:8024",
            "[::1]",
            "localhost:8024",
            "LOCALHOST",
            "localhost.",
            "sandbox:8024",
            "b24.test",
            "host.docker.internal:8024",
            "Portal.example.com:1",
        ] {
            assert!(is_own(own), "{own}");
        }
        for other in
            ["evil.com:8024", "portal.example.com.evil.com", "127.0.0.1.nip.io", "localhost.evil.com.", "test.com", ""]
        {
            assert!(!is_own(other), "{other}");
        }
    }
}
