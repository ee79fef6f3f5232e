//! How sandboxes start, remember, repeat themselves and end.

use std::path::Path;

use b24_contract::Secret;
use b24_sandbox::{Config, Error, Sandbox, SeedData};
use serde_json::{Value, json};

use crate::portal::{GET, Portal, answer, client};

#[tokio::test]
async fn the_same_seed_gives_the_same_everything() {
    let run = async |seed| {
        let config = Config { clock_start: "2024-08-19T12:00:00Z".parse().ok(), ..Config::default() };
        let sandbox = Sandbox::builder().seed(seed).config(config).start().await.expect("a sandbox");
        let portal = Portal { sandbox, client: client() };
        portal.company().await;
        let contact = portal.call("crm.contact.add", json!({ "fields": { "NAME": "A", "COMPANY_ID": 1001 } })).await;
        let links = portal.call(GET, json!({ "id": 1001 })).await;
        let told = portal.announcement();
        let tokens = (
            told.oauth.access_token.clone(),
            told.denied.as_ref().and_then(|url| url.rsplit('/').nth(1)).map(str::to_owned),
        );
        (contact.body, links.body, tokens)
    };
    let first = run(7).await;
    assert_eq!(first, run(7).await);
    assert_ne!(first.2, run(8).await.2);
}

async fn on_file(path: &Path) -> Result<Portal, Error> {
    let config = Config { data: Some(path.to_owned()), ..Config::default() };
    Ok(Portal { sandbox: Sandbox::builder().config(config).start().await?, client: client() })
}

#[tokio::test]
async fn a_data_file_is_kept_and_not_filled_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.db");
    let portal = on_file(&path).await.expect("a new file");
    let company = portal.company().await;
    let link = json!({ "id": company, "fields": { "CONTACT_ID": 7 } });
    assert_eq!(portal.call("crm.company.contact.add", link).await.json()["result"], json!(true));
    portal.sandbox.stop().await;
    let portal = on_file(&path).await.expect("the same file");
    assert_eq!(portal.call(GET, json!({ "id": company })).await.contacts(), [7]);
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.company().await, company + 1);
    assert_eq!(portal.control_post("reset", json!(null)).await.status, 200);
    assert_eq!(portal.call(GET, json!({ "id": company })).await.json()["result"], json!([]));
}

#[tokio::test]
async fn files_of_others_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "these are no data of a sandbox, but somebody's notes\n".repeat(100)).expect("a file");
    let error = on_file(&text).await.map(|_| ()).expect_err("no database");
    assert!(!error.is_configuration());
    assert!(error.to_string().contains("notes.txt"), "{error}");
    for (path, says) in [
        (folder.path().join("missing").join("portal.db"), "portal.db cannot be opened: No such file"),
        (folder.path().to_owned(), "cannot be opened: Is a directory"),
    ] {
        let error = on_file(&path).await.map(|_| ()).expect_err("no file").to_string();
        assert!(error.starts_with("the data file ") && error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_data_file_belongs_to_one_sandbox_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.db");
    let portal = on_file(&path).await.expect("a new file");
    let second = on_file(&path).await.map(|_| ()).expect_err("in use").to_string();
    assert_eq!(second, format!("the data file {} is in use by another process", path.display()));
    portal.company().await;
    portal.sandbox.stop().await;
    assert_eq!(on_file(&path).await.expect("free again").company().await, 1002);
}

#[tokio::test]
async fn an_empty_sandbox_holds_nothing() {
    let portal = Portal::changed(|config| config.seed_data = SeedData::Empty).await;
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.json()["result"], json!([]));
    assert_eq!(portal.company().await, 1001);
}

#[tokio::test]
async fn sandboxes_do_not_see_each_other() {
    let (one, other) = (Portal::start().await, Portal::start().await);
    one.call("crm.company.contact.add", json!({ "id": 32, "fields": { "CONTACT_ID": 54 } })).await;
    assert_eq!(one.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9, 54]);
    assert_eq!(other.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
}

#[tokio::test]
async fn a_port_in_use_is_no_mistake_of_the_configuration() {
    let portal = Portal::start().await;
    let second = Sandbox::builder().listen(portal.sandbox.address()).start().await.expect_err("in use");
    assert!(!second.is_configuration());
    assert!(second.to_string().contains(&portal.sandbox.address().to_string()), "{second}");
}

#[tokio::test]
async fn other_machines_get_neither_the_fixed_code_nor_control_without_a_token() {
    let everywhere = "0.0.0.0:0".parse().expect("an address");
    let refused = Sandbox::builder().listen(everywhere).start().await.expect_err("the fixed code");
    assert!(refused.is_configuration());
    let mut config = Config::default();
    config.set_webhook_code(Secret::new("own"));
    let start = async |config: &Config| {
        let sandbox = Sandbox::builder().config(config.clone()).listen(everywhere).start().await;
        Portal { sandbox: sandbox.expect("a sandbox"), client: client() }
    };
    let portal = start(&config).await;
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.announcement().control, None);
    let port = portal.sandbox.address().port();
    let control = format!("http://127.0.0.1:{port}/_sandbox/health");
    assert_eq!(answer(portal.client.get(&control)).await.status, 404);
    config.control_token = Some(Secret::new("control-token"));
    let portal = start(&config).await;
    let health = portal.client.get(portal.control_url("health"));
    assert_eq!(answer(health.bearer_auth("control-token")).await.status, 200);
}

#[tokio::test]
async fn a_sandbox_ends_when_it_is_stopped_or_dropped() {
    let portal = Portal::start().await;
    let address = portal.sandbox.address();
    portal.call(GET, json!({ "id": 32 })).await;
    portal.sandbox.stop().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    let portal = Portal::start().await;
    let address = portal.sandbox.address();
    drop(portal.sandbox);
    let refused = async {
        while tokio::net::TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(5), refused).await;
    assert!(waited.is_ok(), "a dropped sandbox still listens");
}

#[test]
fn the_configuration_has_a_schema() {
    let schema = Value::from(schemars::schema_for!(Config));
    assert_eq!(schema["additionalProperties"], json!(false));
    assert_eq!(schema["properties"]["seed_data"]["$ref"], "#/$defs/SeedData");
    let default = serde_json::to_value(Config::default()).expect("JSON");
    assert_eq!(schema["properties"].as_object().map(|all| all.len()), default.as_object().map(|all| all.len()));
}
