//! The environment of the command that `b24 serve` runs: how it finds the sandbox.

use std::ffi::OsString;

use b24_contract::Secret;
use b24_sandbox::Announcement;
use url::Url;

use super::trust::{self, Bundle};

/// An environment variable and its value. One without a value is taken away, so that what is set outside cannot lead
/// the command to another portal.
pub(super) type Variable = (&'static str, Option<OsString>);

/// Variables that hold the main webhook's address; it ends in `/`.
const WEBHOOK_ADDRESS: [&str; 5] = [
    "B24_PORTAL",
    "B24_WEBHOOK_URL",
    // b24phpsdk; the second has precedence there
    "BITRIX24_WEBHOOK",
    "BITRIX24_PHP_SDK_PLAYGROUND_WEBHOOK",
    // fast_bitrix24
    "FAST_BITRIX24_TEST_WEBHOOK",
];
/// Variables that hold a file with all certificates to trust: of Python's requests, OpenSSL and curl.
const TRUSTED: [&str; 3] = ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"];

/// What a command needs in order to call the sandbox, and to trust it where it speaks HTTPS.
pub(super) fn variables(
    announcement: &Announcement,
    control_token: Option<&Secret>,
    trusted: Option<&Bundle>,
) -> Vec<Variable> {
    // A configuration may have no webhook at all.
    let webhook = Url::parse(&announcement.webhook).ok();
    // The JavaScript and the Python SDK call by HTTPS only.
    let secure = announcement.https_webhook.as_ref().and_then(|url| Url::parse(url).ok()).or(webhook.clone());
    let text = |url: &Option<Url>, part: fn(&Url) -> &str| url.as_ref().map(|url| OsString::from(part(url)));
    let mut variables: Vec<Variable> =
        WEBHOOK_ADDRESS.into_iter().map(|name| (name, text(&webhook, Url::as_str))).collect();
    variables.extend([
        // @bitrix24/b24jssdk
        ("B24_HOOK", text(&secure, Url::as_str)),
        // b24pysdk: host with port, user with code
        ("B24_DOMAIN", text(&secure, Url::authority)),
        ("B24_WEBHOOK", text(&secure, user_and_code)),
        ("B24_CONTROL", announcement.control.as_ref().map(OsString::from)),
        ("B24_CONTROL_TOKEN", control_token.map(|token| token.expose().into())),
        ("B24_TOKEN", None),
    ]);
    if let Some(bundle) = trusted {
        variables.push(("NODE_EXTRA_CA_CERTS", Some(trust::extra_for_node(announcement.ca.as_deref(), bundle))));
        variables.extend(TRUSTED.map(|name| (name, Some(bundle.path().into()))));
    }
    variables
}

/// `1/code` of a webhook's address.
fn user_and_code(webhook: &Url) -> &str {
    let path = webhook.path();
    path.strip_prefix("/rest/").unwrap_or(path).trim_end_matches('/')
}
