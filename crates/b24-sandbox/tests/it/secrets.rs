//! No credential appears anywhere but in the announcement.

use std::io::Write;
use std::sync::{Arc, Mutex};

use b24_contract::Secret;
use b24_sandbox::{Config, Sandbox};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::portal::{GET, Portal, answer};

const CANARY: &str = "canary";

/// A configuration in which every secret is a canary.
fn config() -> Config {
    let mut config = Config { control_token: Some(Secret::new("control-canary")), ..Config::default() };
    for webhook in &mut config.webhooks {
        webhook.code = Some(Secret::new(format!("{}-canary", webhook.name)));
    }
    for application in &mut config.applications {
        application.client_secret = Some(Secret::new("client-canary"));
    }
    for token in &mut config.tokens {
        token.token = Some(Secret::new(format!("{}-canary", token.name)));
        token.refresh_token = Some(Secret::new(format!("{}-refresh-canary", token.name)));
    }
    config
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("the log")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

#[tokio::test]
async fn no_credential_reaches_journal_log_configuration_or_answers() {
    let log = Log::default();
    // The log of the whole test run: one thread's own would miss what other threads were the first to log.
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
    tracing::subscriber::set_global_default(subscriber.finish()).expect("the only subscriber");
    let portal = Portal::with(config()).await;
    let told = portal.announcement();
    let token = told.oauth.access_token.as_deref().expect("a token");
    let comments = json!({ "fields": { "NAME": "A", "COMMENTS": format!("{token} oauth%2Dcanary webhook-canary") } });
    let tokens = told.oauth.token_endpoint.as_deref().expect("announced");
    let client_id = told.oauth.client_id.as_deref().expect("announced");
    let for_tokens = |secret: &'static str, token: &'static str| {
        [("grant_type", "refresh_token"), ("client_id", client_id), ("client_secret", secret), ("refresh_token", token)]
    };
    let mut answers = Vec::new();
    for request in [
        portal.client.post(format!("{}{GET}", told.webhook)).json(&json!({ "id": 32 })),
        portal.client.post(format!("{}crm.contact.add", told.webhook)).json(&comments),
        portal.client.post(format!("{}{GET}.xml", told.denied.as_deref().expect("denied"))).json(&json!({ "id": 32 })),
        portal.client.post(format!("{}{GET}?auth={token}", told.oauth.endpoint)).json(&json!({ "id": token })),
        portal.client.post(format!("{}{GET}", told.oauth.endpoint)).json(&json!({ "AUTH": "wrong-canary" })),
        portal.client.post(format!("{}batch", told.webhook)).json(&json!({ "cmd": [
            format!("user.admin?auth={token}"),
            "user.admin?auth=wrong-canary".to_owned(),
            "user.admin?auth%5Ba%5Db=wrong-canary".to_owned(),
            "user.admin%3Fauth=wrong-canary".to_owned(),
            format!("crm.contact.add?fields[COMMENTS]={token}&fields[NAME]=oauth%2Dcanary"),
        ] })),
        portal.client.post(format!("{}{GET}?auth=wrong-canary", told.oauth.endpoint)),
        portal.client.post(portal.url(&format!("/rest/1/wrong-canary/{GET}"))),
        portal
            .client
            .post(format!("{}{GET}", told.webhook))
            .header("Content-Type", "application/json")
            .body(format!("{{{token}")),
        portal.client.post(format!("{}oauth-canary.{GET}", told.webhook)),
        portal.client.post(tokens).form(&for_tokens("client-canary", "oauth-refresh-canary")),
        portal.client.get(tokens).query(&for_tokens("wrong-canary", "wrong-canary")),
        portal.client.post(tokens).form(&[("client_id", client_id), ("CLIENT_SECRET", "wrong-canary")]),
        portal.client.post(tokens).json(&json!({ "client_id": client_id, "refreshToken": ["wrong-canary"] })),
        portal.client.get(portal.control_url("tokens")).bearer_auth("control-canary"),
        portal.client.get(portal.control_url("health")).header("Authorization", "Bearer wrong-canary"),
        portal
            .client
            .put(portal.control_url("config"))
            .bearer_auth("control-canary")
            .json(&json!({ "webhooks": [{ "name": "a", "user": 99, "code": "new-canary" }] })),
        portal
            .client
            .put(portal.control_url("config"))
            .bearer_auth("control-canary")
            .json(&json!({ "control_token": ["new-canary"] })),
        portal.client.get(portal.control_url("config")).bearer_auth("control-canary"),
        portal.client.get(portal.control_url("journal")).bearer_auth("control-canary"),
    ] {
        answers.push(answer(request).await.body);
    }
    let journal = answers.last().expect("the journal");
    assert!(journal.contains(r#""last":14"#), "{journal}");
    for text in &answers {
        assert!(!text.contains(CANARY), "{text}");
    }
    assert!(log.text().contains("answered"), "the log is empty");
    assert!(!log.text().contains(CANARY), "{}", log.text());
}

#[tokio::test]
async fn no_credential_is_shown_by_debug_or_by_errors() {
    let config = config();
    let exposed = Sandbox::builder().config(Config::default()).listen("0.0.0.0:0".parse().expect("an address"));
    let error = exposed.start().await.expect_err("the fixed code");
    let mut broken = config.clone();
    broken.webhooks[1].code = config.webhooks[0].code.clone();
    let builder = Sandbox::builder().config(broken);
    let shown = format!("{builder:?}");
    let twice = builder.start().await.expect_err("one code twice");
    let shown = format!("{shown} {error:?} {error} {twice:?} {twice}");
    assert!(!shown.contains(CANARY), "{shown}");
    let sandbox = Sandbox::builder().config(config).start().await.expect("a sandbox");
    let shown = format!("{sandbox:?} {:?}", sandbox.announcement());
    assert!(!shown.contains(CANARY), "{shown}");
}
