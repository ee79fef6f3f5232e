//! Batches, as SDKs send them.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::portal::{Answer, Portal, answer};

impl Portal {
    async fn batch(&self, cmd: Value) -> Value {
        self.call("batch", json!({ "cmd": cmd })).await.json()["result"].take()
    }

    async fn batch_form(&self, body: &str) -> Answer {
        let sent = self.client.post(format!("{}batch.json", self.announcement().webhook));
        answer(sent.header("Content-Type", "application/x-www-form-urlencoded").body(body.to_owned())).await
    }
}

#[tokio::test]
async fn a_full_answer() {
    let cmd = json!({
        "links": "crm.company.contact.items.get?id=32",
        "first": "crm.contact.company.items.get?id=$result[links][0][CONTACT_ID]",
        "page": "crm.contact.list?select[]=ID&order[ID]=ASC&filter[<ID]=9",
        "missing": "crm.company.get?id=99999",
        "unknown": "crm.no.such.method",
    });
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    let answered = portal.call("batch", json!({ "cmd": cmd })).await;
    assert_eq!((answered.status, answered.header("b24-clause")), (200, Some("batch.result#")));
    insta::assert_json_snapshot!(answered.json());
}

#[tokio::test]
async fn references_may_be_percent_encoded() {
    let portal = Portal::start().await;
    let reference = "%24result%5Blinks%5D%5B2%5D%5BCONTACT_ID%5D";
    let cmd = json!({
        "links": "crm.company.contact.items.get?id=32",
        "in_value": format!("crm.contact.company.items.get?id={reference}"),
        "in_filter": format!("crm.contact.list?select%5B%5D=ID&filter%5B%3EID%5D={reference}&order%5BID%5D=ASC&start=-1"),
        "nowhere": "crm.company.contact.items.get?id=$result[links][49][ID]",
    });
    let sections = portal.batch(cmd).await;
    assert_eq!(sections["result"]["in_value"][0]["COMPANY_ID"], 32);
    assert_eq!(sections["result"]["in_filter"][0]["ID"], "10");
    assert_eq!(sections["result_error"]["nowhere"]["error"], "");
}

#[tokio::test]
async fn a_form_encodes_commands_once_more() {
    let portal = Portal::start().await;
    let body = "halt=0&cmd%5Badd%5D=crm.company.add%3Ffields%255BTITLE%255D%3DJohn%252526Martin%2B%2526%2BSons\
                &cmd[get]=crm.company.get%3Fid%3D%2524result%255Badd%255D";
    let sections = portal.batch_form(body).await.json()["result"].take();
    assert_eq!(sections["result"]["get"]["TITLE"], "John%26Martin & Sons", "{sections}");
    let query = format!("{}batch?cmd[]=user.admin&cmd[]=scope%3Ffull%3D1", portal.announcement().webhook);
    let listed = answer(portal.client.get(query)).await.json()["result"]["result"].take();
    assert_eq!((&listed[0], listed[1].as_array().map(Vec::len)), (&json!(true), Some(48)));
}

#[tokio::test]
async fn xml_shows_lists_and_objects() {
    let portal = Portal::start().await;
    let url = format!("{}batch.xml", portal.announcement().webhook);
    let xml = |cmd: Value| answer(portal.client.post(&url).json(&json!({ "cmd": cmd })));
    let listed = xml(json!(["user.admin", "no.such.method"])).await;
    assert_eq!(listed.header("content-type"), Some("text/xml; charset=utf-8"));
    assert!(listed.body.contains("<result><result><item>1</item></result><result_error>"), "{}", listed.body);
    let named = xml(json!({ "a": "user.admin" })).await.body;
    assert!(named.contains("<result><a>1</a></result><result_error/><result_total/><result_next/>"), "{named}");
}

#[tokio::test]
async fn an_access_token_goes_for_all_commands() {
    let portal = Portal::start().await;
    let oauth = &portal.announcement().oauth;
    let sent = portal.client.post(format!("{}batch", oauth.endpoint));
    let params = json!({ "cmd": { "app": "app.info", "user": "user.admin?auth=other" }, "auth": oauth.access_token });
    let sections = answer(sent.json(&params)).await.json()["result"].take();
    assert_eq!((&sections["result"]["app"]["STATUS"], &sections["result"]["user"]), (&json!("L"), &json!(true)));
    assert_eq!(portal.client.post(format!("{}batch", oauth.endpoint)).send().await.expect("an answer").status(), 401);
}

#[tokio::test]
async fn a_planted_error_hits_the_batch_or_one_command() {
    let portal = Portal::start().await;
    let plant =
        |method| portal.control_post("next-answer", json!({ "error": "system/overload-limit", "method": method }));
    plant("user.admin").await;
    let sections = portal.batch(json!(["scope", "user.admin", "user.admin"])).await;
    assert_eq!(sections["result_error"]["1"]["error"], "OVERLOAD_LIMIT");
    assert_eq!(sections["result"]["2"], true);
    plant("batch").await;
    assert_eq!(portal.call("batch", json!({ "cmd": [] })).await.error(), (503, "system/overload-limit"));
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn the_journal_has_one_exchange_for_a_batch() {
    let portal = Portal::start().await;
    portal.batch(json!(["scope", "user.admin"])).await;
    let journal = portal.control("journal").await.json();
    assert_eq!(journal["last"], 1);
    assert_eq!(journal["exchanges"][0]["exchange"]["params"], json!({ "cmd": ["scope", "user.admin"] }));
}

#[tokio::test]
async fn references_do_not_blow_a_command_up() {
    let portal = Portal::start().await;
    let long = json!({ "fields": { "TITLE": "A", "COMMENTS": "x".repeat(1_000_000) } });
    let company = portal.call("crm.company.add", long).await.json()["result"].take();
    let references = |times: usize| format!("crm.company.add?fields[TITLE]={}", "$result[a][COMMENTS]".repeat(times));
    let cmd = json!({ "a": format!("crm.company.get?id={company}"), "b": references(3), "c": references(2) });
    let sections = portal.batch(cmd).await;
    assert_eq!(sections["result_error"]["b"]["error"], "ERROR_REQUEST_TOO_LARGE");
    assert_eq!(sections["result"]["c"].as_i64(), company.as_i64().map(|id| id + 1), "nothing was made by `b`");
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn a_batch_is_run_to_its_end_when_its_client_goes_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::changed(|config| config.data = Some(folder.path().join("portal.db"))).await;
    let body = json!({ "cmd": vec!["crm.company.add?fields[TITLE]=A&fields[ORIGIN_ID]=gone"; 50] }).to_string();
    let head = "POST /rest/1/sandbox/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json";
    let mut stream = TcpStream::connect(portal.sandbox.address()).await.expect("a connection");
    let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.expect("sent");
    let made = async || {
        let filter = json!({ "filter": { "ORIGIN_ID": "gone" }, "select": ["ID"] });
        portal.call("crm.company.list", filter).await.json()["total"].as_u64().expect("a number")
    };
    let begun = async { while made().await == 0 {} };
    tokio::time::timeout(Duration::from_secs(10), begun).await.expect("the batch begins");
    drop(stream);
    let ended = async { while made().await < 50 {} };
    tokio::time::timeout(Duration::from_secs(10), ended).await.expect("every command is run");
}
