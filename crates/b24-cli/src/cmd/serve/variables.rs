//! The environment of the command that `b24 serve` runs: how it finds the sandbox.

use b24_contract::Secret;
use b24_sandbox::Announcement;
use url::Url;

/// An environment variable and its value. One without a value is taken away, so that what is set outside cannot lead
/// the command to another portal.
pub(super) type Variable = (&'static str, Option<String>);

/// Variables that hold the main webhook's address; it ends in `/`.
const WEBHOOK_ADDRESS: [&str; 6] = [
    "B24_PORTAL",
    "B24_WEBHOOK_URL",
    // @bitrix24/b24jssdk
    "B24_HOOK",
    // b24phpsdk; the second has precedence there
    "BITRIX24_WEBHOOK",
    "BITRIX24_PHP_SDK_PLAYGROUND_WEBHOOK",
    // fast_bitrix24
    "FAST_BITRIX24_TEST_WEBHOOK",
];

/// What a command needs in order to call the sandbox.
pub(super) fn variables(announcement: &Announcement, control_token: Option<&Secret>) -> Vec<Variable> {
    // A configuration may have no webhook at all.
    let webhook = Url::parse(&announcement.webhook).ok();
    let mut variables: Vec<Variable> =
        WEBHOOK_ADDRESS.into_iter().map(|name| (name, webhook.as_ref().map(Url::to_string))).collect();
    variables.extend([
        // b24pysdk: host with port, user with code
        ("B24_DOMAIN", webhook.as_ref().map(|url| url.authority().to_owned())),
        ("B24_WEBHOOK", webhook.as_ref().map(|url| user_and_code(url).to_owned())),
        ("B24_CONTROL", announcement.control.clone()),
        ("B24_CONTROL_TOKEN", control_token.map(|token| token.expose().to_owned())),
        ("B24_TOKEN", None),
    ]);
    variables
}

/// `1/code` of a webhook's address.
fn user_and_code(webhook: &Url) -> &str {
    let path = webhook.path();
    path.strip_prefix("/rest/").unwrap_or(path).trim_end_matches('/')
}
