//! Tokens that outlive the process, and tokens that a reset takes away.

use std::path::Path;

use b24_sandbox::{Config, Sandbox};
use serde_json::json;

use super::{Pair, fine, refused};
use crate::portal::{Portal, answer, client};

async fn on_file(path: &Path) -> Portal {
    let config = Config { data: Some(path.to_owned()), ..Config::default() };
    Portal { sandbox: Sandbox::builder().config(config).start().await.expect("a sandbox"), client: client() }
}

#[tokio::test]
async fn tokens_outlive_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("portal.db");
    let portal = on_file(&path).await;
    let old = portal.announced();
    let renewed = Pair::of(&portal.refresh(&old.refresh).await);
    let (issued, lost) = (portal.issued(json!({ "user": 3 })).await, portal.issued(json!({ "user": 3 })).await);
    assert_eq!(answer(portal.client.delete(portal.control_url("tokens/grant-2"))).await.status, 200);
    portal.sandbox.stop().await;

    let portal = on_file(&path).await;
    assert_eq!(portal.announced().access, renewed.access);
    assert_eq!(portal.announced().refresh, renewed.refresh);
    for token in [&old.access, &renewed.access, &issued.access] {
        assert_eq!(portal.met_by(token).await, fine());
    }
    assert_eq!(portal.met_by(&lost.access).await, refused(401, "system/invalid-token"));
    assert_eq!(portal.refresh(&old.refresh).await.status, 400);
    let again = Pair::of(&portal.refresh(&issued.refresh).await);
    let another = portal.issued(json!({ "user": 3 })).await;
    assert!(another.access != issued.access && another.access != again.access);
}

#[tokio::test]
async fn a_reset_takes_everything_back_and_begins_anew() {
    let portal = Portal::start().await;
    let old = portal.announced();
    let renewed = Pair::of(&portal.refresh(&old.refresh).await);
    let issued = portal.issued(json!({ "user": 1 })).await;
    portal.control_post("tokens/expire", json!({})).await;
    assert_eq!(portal.control_post("reset", json!({})).await.status, 200);
    assert_eq!(portal.met_by(&old.access).await, fine());
    assert_eq!(portal.met_by(&issued.access).await, refused(401, "system/invalid-token"));
    assert_eq!(Pair::of(&portal.refresh(&old.refresh).await).access, renewed.access);
    assert_eq!(portal.issued(json!({ "user": 1 })).await.access, issued.access);
}

#[tokio::test]
async fn another_configuration_leaves_tokens_in_force() {
    let portal = Portal::start().await;
    let issued = portal.issued(json!({ "user": 1 })).await;
    let renewed = Pair::of(&portal.refresh(&portal.announced().refresh).await);
    let config = portal.control("config").await.json();
    let put = answer(portal.client.put(portal.control_url("config")).json(&config)).await;
    assert_eq!(put.status, 200, "{}", put.body);
    assert_eq!((portal.met_by(&issued.access).await, portal.met_by(&renewed.access).await), (fine(), fine()));
}
