//! The console: a page for people over the control interface, at the address where programs find its index.
//!
//! The page holds no data and no secret; what it shows it asks the control interface for, as anybody may.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, Method, StatusCode};

use crate::control;
use crate::host::Host;

/// Where the page's scripts and its style stand, below the root of the control interface.
pub(crate) const FILES: &str = "console/{file}";

/// The page asks only where it comes from, and runs only what comes from there.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("console/index.html");
const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Name, content type and text of each file.
const ASSETS: [(&str, &str, &str); 9] = [
    ("console.css", STYLE, include_str!("console/console.css")),
    ("api.js", SCRIPT, include_str!("console/api.js")),
    ("clock.js", SCRIPT, include_str!("console/clock.js")),
    ("dom.js", SCRIPT, include_str!("console/dom.js")),
    ("faults.js", SCRIPT, include_str!("console/faults.js")),
    ("limits.js", SCRIPT, include_str!("console/limits.js")),
    ("links.js", SCRIPT, include_str!("console/links.js")),
    ("log.js", SCRIPT, include_str!("console/log.js")),
    ("main.js", SCRIPT, include_str!("console/main.js")),
];

/// Gives browsers the page where programs get the index, wherever the control interface is served. With any query, as in
/// `/_sandbox/?json`, browsers get the index too.
pub(crate) async fn page(State(host): State<Arc<Host>>, request: Request, next: Next) -> Response {
    let (verb, uri) = (request.method(), request.uri());
    let is_index = verb == Method::GET && uri.query().is_none() && control::is_index(uri.path());
    if is_index
        && wants_a_page(request.headers())
        && control::is_served(&host.main().settings(), &host.main().addresses)
    {
        return file("text/html; charset=utf-8", PAGE);
    }
    next.run(request).await
}

/// A file of the page.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, content_type, text)) => file(content_type, text),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // The next start may be of another version.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

/// Browsers name HTML first when somebody goes to an address; programs that take anything do not.
fn wants_a_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use crate::Fault;

    #[test]
    fn the_page_offers_every_kind_of_fault() {
        let schema = serde_json::to_value(schemars::schema_for!(Fault)).expect("JSON");
        let kinds = schema["$defs"]["What"]["oneOf"].as_array().expect("the kinds");
        assert!(kinds.len() > 10, "{kinds:?}");
        for kind in kinds {
            let name = kind["const"].as_str().expect("a name");
            let says = kind["description"].as_str().expect("what it does");
            let offered = format!("\"{name}\": [\"{says}\", ");
            assert!(include_str!("console/faults.js").contains(&offered), "{offered}");
        }
    }
}
