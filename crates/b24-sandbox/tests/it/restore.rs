//! Snapshots over HTTP: taken, restored, exported and imported.

use b24_sandbox::{Config, Sandbox, SeedData};
use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer, client};
use crate::portals::Isolated;

impl Portal {
    async fn import(&self, name: &str, document: &Value) -> Answer {
        answer(self.client.put(self.control_url(&format!("snapshots/{name}"))).json(document)).await
    }
}

fn sentence(refused: &Answer) -> String {
    refused.json()["error"].as_str().expect("a sentence").to_owned()
}

#[tokio::test]
async fn a_portal_is_put_back_as_often_as_one_likes() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    portal.call("crm.company.contact.add", json!({ "id": 32, "fields": { "CONTACT_ID": 54 } })).await;
    let taken = portal.control_post("snapshots", json!({ "name": "ready" })).await;
    assert_eq!((taken.status, &taken.json()["name"]), (201, &json!("ready")));
    for _ in 0..2 {
        assert_eq!(portal.company().await, 1001, "the sequence of ids was put back");
        portal.call("crm.company.contact.items.delete", json!({ "id": 32 })).await;
        portal.control_post("clock", json!({ "advance": 86400 })).await;
        assert_eq!(portal.control_post("snapshots/ready/restore", json!(null)).await.status, 200);
        assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9, 54]);
        assert_eq!(portal.control("health").await.json()["date"], "2024-08-19T12:00:00+00:00");
    }
    assert_eq!(portal.control_post("reset", json!(null)).await.status, 200);
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    let listed = portal.control("snapshots").await.json();
    assert_eq!(listed["snapshots"][0], taken.json(), "a reset keeps snapshots");
    assert_eq!(portal.control_post("snapshots", json!({ "name": "ready" })).await.status, 200, "taken anew");
    let forget = || answer(portal.client.delete(portal.control_url("snapshots/ready")));
    assert_eq!((forget().await.status, forget().await.status), (200, 404));
    let gone = portal.control_post("snapshots/ready/restore", json!(null)).await;
    assert_eq!((gone.status, sentence(&gone).starts_with("there is no snapshot of this name")), (404, true));
    assert_eq!(portal.control_post("snapshots", json!({ "name": "a/b" })).await.status, 400);
}

#[tokio::test]
async fn a_snapshot_of_one_sandbox_restores_in_another() {
    let one = Portal::start().await;
    let contact = one.contact().await;
    one.call("crm.company.contact.add", json!({ "id": 32, "fields": { "CONTACT_ID": contact } })).await;
    one.control_post("snapshots", json!({ "name": "state" })).await;
    let document = one.control("snapshots/state").await.json();
    let other = Portal::changed(|config| config.seed_data = SeedData::Empty).await;
    assert_eq!(other.import("elsewhere", &document).await.status, 201);
    assert_eq!(other.control("snapshots/elsewhere").await.json(), document);
    assert_eq!(other.call(GET, json!({ "id": 32 })).await.json()["result"], json!([]), "imported is not restored");
    other.control_post("snapshots/elsewhere/restore", json!(null)).await;
    for call in ["crm.company.list", "crm.contact.list"] {
        let list = async |portal: &Portal| portal.call(call, json!({ "select": ["*", "PHONE", "EMAIL"] })).await.json();
        let (here, there) = (list(&one).await, list(&other).await);
        assert_eq!((&here["result"], &here["total"]), (&there["result"], &there["total"]));
    }
    assert_eq!(other.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9, contact]);
    assert_eq!(other.company().await, contact + 1);
}

#[tokio::test]
async fn a_wrong_document_is_refused_and_nothing_is_kept() {
    let portal = Portal::start().await;
    portal.control_post("snapshots", json!({ "name": "a" })).await;
    let mut document = portal.control("snapshots/a").await.json();
    document["companies"][0]["fields"]["TITLE"] = json!(5);
    let refused = portal.import("b", &document).await;
    assert_eq!(refused.status, 400);
    let says = "the snapshot is wrong at `companies[0].fields.TITLE`: the field cannot hold this value";
    assert_eq!(sentence(&refused), says);
    assert_eq!(portal.control("snapshots/b").await.status, 404);
    document["companies"][0]["fields"]["TITLE"] = json!("x");
    for (place, value) in [
        ("/next_id", json!(i64::MAX)),
        ("/next_multifield_id", json!(0)),
        ("/companies/0/created", json!("-000001-01-01T00:00:00Z")),
        ("/companies/0/created_by", json!(-1)),
        ("/links/0/contact", json!(i64::MAX)),
        ("/links/0/role", json!(-1)),
    ] {
        let mut wrong = document.clone();
        *wrong.pointer_mut(place).expect("a member") = value;
        let refused = portal.import("b", &wrong).await;
        assert_eq!(refused.status, 400, "no answer could tell {place}");
    }
    document["companies"][0]["fields"]["TITLE"] = json!("x".repeat(3_000_000));
    assert_eq!(portal.import("b", &document).await.status, 201, "documents may be larger than other bodies");
}

#[tokio::test]
async fn each_portal_has_snapshots_of_its_own() {
    let host = Portal::start().await;
    host.control_post("snapshots", json!({ "name": "main" })).await;
    let one = Isolated::open(&host, json!({ "name": "one", "config": { "seed_data": "empty" } })).await;
    assert_eq!(one.control("snapshots").await.json(), json!({ "snapshots": [] }));
    one.control_post("snapshots", json!({ "name": "own" })).await;
    one.call("crm.company.add", json!({ "fields": {} })).await;
    assert_eq!(one.control_post("snapshots/own/restore", json!(null)).await.status, 200);
    assert_eq!(one.call("crm.company.list", json!({})).await.json()["total"], 0);
    assert_eq!(host.control_post("snapshots/own/restore", json!(null)).await.status, 404);
    assert_eq!(host.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
}

#[tokio::test]
async fn schemas_are_published() {
    let portal = Portal::start().await;
    for (name, title) in [("snapshot", "Snapshot"), ("config", "Config"), ("announcement", "Announcement")] {
        let schema = portal.control(&format!("schemas/{name}")).await.json();
        assert_eq!(schema["title"], title);
    }
    assert_eq!(portal.control("schemas/nothing").await.status, 404);
}

#[tokio::test]
async fn a_sandbox_begins_with_an_exported_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("state.json");
    let one = Portal::start().await;
    one.call("crm.company.contact.add", json!({ "id": 32, "fields": { "CONTACT_ID": 54 } })).await;
    one.control_post("snapshots", json!({ "name": "state" })).await;
    std::fs::write(&file, one.control("snapshots/state").await.body).expect("a file");
    let begin = async || {
        let config = Config { seed_data: SeedData::File(file.clone()), ..Config::default() };
        Sandbox::builder().config(config).start().await.map(|sandbox| Portal { sandbox, client: client() })
    };
    let other = begin().await.expect("a sandbox");
    assert_eq!(other.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9, 54]);
    other.call("crm.company.contact.items.delete", json!({ "id": 32 })).await;
    assert_eq!(other.control_post("reset", json!(null)).await.status, 200);
    assert_eq!(other.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9, 54]);

    std::fs::write(&file, r#"{"b24_snapshot": 1, "seed": "x"}"#).expect("a file");
    let says = format!("seed data {}: the snapshot is wrong at `seed`: invalid type", file.display());
    let refused = begin().await.map(drop).expect_err("a text as seed");
    assert!(refused.is_configuration() && refused.to_string().starts_with(&says), "{refused}");
    let reset = other.control_post("reset", json!(null)).await;
    assert_eq!((reset.status, sentence(&reset).starts_with(&says)), (400, true), "{}", reset.body);
    assert_eq!(other.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9, 54], "nothing was changed");
}
