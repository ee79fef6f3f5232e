//! What CRest, the PHP SDK and BX24.js send, byte for byte, and what each of them requires of the answer.
//!
//! The files of `tests/wire` are recordings: the first line names the source, and line ends become CRLF on their way.

use b24_contract::Secret;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::portal::{Answer, Portal};

/// The sections of a batch.
const SECTIONS: [&str; 5] = ["result", "result_error", "result_total", "result_next", "result_time"];

/// A portal that knows the credentials of the recordings.
async fn portal() -> Portal {
    Portal::changed(|config| {
        let application = config.applications.first_mut().expect("an application");
        application.client_id = Some("CLIENT_ID".to_owned());
        application.client_secret = Some(Secret::new("CLIENT_SECRET"));
        let token = config.tokens.iter_mut().find(|token| token.name == "oauth").expect("a token");
        token.token = Some(Secret::new("ACCESS_TOKEN"));
        token.refresh_token = Some(Secret::new("REFRESH_TOKEN"));
    })
    .await
}

/// Sends a recording and reads one answer from the connection, which the recordings leave open.
async fn send(portal: &Portal, name: &str) -> Answer {
    let path = format!("{}/tests/wire/{name}.http", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (source, request) = text.split_once('\n').expect("a first line");
    assert!(source.starts_with("# "), "{path} names no source");
    let (head, body) = request.split_once("\n\n").expect("a head");
    let bytes = format!("{}\r\n\r\n{}", head.replace('\n', "\r\n"), body.trim_end_matches('\n'));
    let mut stream = BufReader::new(TcpStream::connect(portal.sandbox.address()).await.expect("a connection"));
    stream.write_all(bytes.as_bytes()).await.expect("sent");
    read(&mut stream).await
}

async fn read(stream: &mut BufReader<TcpStream>) -> Answer {
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line: &String| !line.is_empty()) {
        let mut line = String::new();
        stream.read_line(&mut line).await.expect("a line");
        lines.push(line.strip_suffix("\r\n").expect("CRLF").to_owned());
    }
    let status = lines[0].strip_prefix("HTTP/1.1 ").expect("HTTP/1.1").split(' ').next().expect("a status");
    let headers: HeaderMap = lines[1..lines.len() - 1]
        .iter()
        .map(|line| line.split_once(": ").expect("a header"))
        .map(|(name, value)| (HeaderName::try_from(name).expect("a name"), HeaderValue::try_from(value).expect("text")))
        .collect();
    let length = headers["content-length"].to_str().expect("text").parse().expect("a length");
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.expect("a body");
    Answer { status: status.parse().expect("a number"), headers, body: String::from_utf8(body).expect("text") }
}

/// The answer to a recording, as JSON with status 200.
async fn ok(portal: &Portal, name: &str) -> Value {
    let answer = send(portal, name).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/json; charset=utf-8")),
        "{name}"
    );
    assert_eq!(answer.header("upgrade"), None, "{name}");
    answer.json()
}

/// Six members, without which the PHP SDK warns or fails.
fn assert_time(time: &Value) {
    for number in ["start", "finish", "duration", "processing"] {
        assert!(time[number].is_number(), "{number} in {time}");
    }
    for date in ["date_start", "date_finish"] {
        let text = time[date].as_str().expect("a date");
        assert!(text.parse::<jiff::Timestamp>().is_ok(), "{text}");
    }
    assert!(time["operating_reset_at"].is_i64(), "{time}");
}

/// The commands of a section, in their order.
fn keys(section: &Value) -> Vec<&str> {
    section.as_object().map_or_else(Vec::new, |section| section.keys().map(String::as_str).collect())
}

#[tokio::test]
async fn crest_sends_get_without_parameters_and_forms_with_some() {
    let portal = portal().await;
    let fields = ok(&portal, "crest-no-parameters").await;
    assert_eq!(keys(&fields["result"]), ["SORT", "IS_PRIMARY", "CONTACT_ID"]);
    assert_eq!(ok(&portal, "crest-form").await["result"], json!(true));
    let links = ok(&portal, "crest-oauth").await;
    let expected = json!([
        { "CONTACT_ID": 7, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y" },
        { "CONTACT_ID": 8, "SORT": 110, "ROLE_ID": 0, "IS_PRIMARY": "N" },
    ]);
    assert_eq!(links["result"], expected);
}

#[tokio::test]
async fn crest_encodes_the_commands_of_a_batch_twice() {
    let batch = ok(&portal().await, "crest-batch").await["result"].take();
    assert_eq!(keys(&batch["result"]), ["add", "get", "none"]);
    assert_eq!(batch["result"]["get"]["TITLE"], "Fish & Chips");
    assert_eq!(batch["result"]["get"]["ID"], batch["result"]["add"].to_string());
}

#[tokio::test]
async fn the_php_sdk_needs_six_members_of_time_and_http_1_1_though_it_offers_more() {
    let portal = portal().await;
    for name in ["php-no-parameters", "php-add", "php-list", "php-batch-add", "php-oauth"] {
        assert_time(&ok(&portal, name).await["time"]);
    }
}

#[tokio::test]
async fn the_php_sdk_sends_lists_where_objects_are_meant() {
    let portal = portal().await;
    assert!(ok(&portal, "php-no-parameters").await["result"]["SORT"].is_object());
    assert!(ok(&portal, "php-add").await["result"].as_i64().is_some_and(|id| id > 1));
    let listed = ok(&portal, "php-list").await;
    let rows = listed["result"].as_array().expect("rows");
    assert_eq!(rows.len(), 50);
    assert!(rows.iter().all(|row| keys(row) == ["ID", "NAME"]), "{rows:?}");
    assert!(listed["total"].is_i64() && listed["next"].is_i64(), "{}", listed["total"]);
}

#[tokio::test]
async fn the_php_sdk_finds_five_sections_with_a_time_and_a_total_for_each_result() {
    let portal = portal().await;
    for name in ["php-batch-add", "php-batch-list"] {
        let batch = ok(&portal, name).await["result"].take();
        assert_eq!(keys(&batch), SECTIONS, "{name}");
        let commands = keys(&batch["result"]);
        assert_eq!(commands.len(), 2, "{name}");
        assert_eq!(keys(&batch["result_time"]), commands, "{name}");
        for time in batch["result_time"].as_object().expect("times").values() {
            assert_time(time);
        }
        let totals = &batch["result_total"];
        assert!(*totals == json!([]) || keys(totals) == commands, "{name}: {totals}");
    }
    let pages = ok(&portal, "php-batch-list").await["result"]["result"].take();
    let last = pages["cmd_0"][49]["ID"].as_str().expect("an id").parse::<i64>().expect("a number");
    let first = pages["cmd_1"][0]["ID"].as_str().expect("an id").parse::<i64>().expect("a number");
    assert!(first > last, "{first} {last}");
}

#[tokio::test]
async fn the_php_sdk_knows_an_unknown_method_by_its_code() {
    let refused = send(&portal().await, "php-unknown-method").await;
    assert_eq!((refused.status, &refused.json()["error"]), (404, &json!("ERROR_METHOD_NOT_FOUND")));
}

#[tokio::test]
async fn bx24_js_sends_forms_as_plain_text_from_another_origin() {
    let portal = portal().await;
    let called = send(&portal, "bx24js-call").await;
    assert_eq!(called.header("access-control-allow-origin"), Some("*"));
    assert_eq!(called.contacts(), [7, 8, 9]);
    let listed = ok(&portal, "bx24js-list").await["result"].take();
    assert_eq!(listed[0]["ID"], "32");
    assert_eq!(ok(&portal, "bx24js-no-parameters").await["result"]["ADMIN"], json!(true));
}

#[tokio::test]
async fn bx24_js_finds_results_and_errors_of_a_batch_by_their_names() {
    let batch = ok(&portal().await, "bx24js-batch").await["result"].take();
    assert_eq!(keys(&batch), SECTIONS);
    assert_eq!(batch["result"]["get"]["TITLE"], "Fish & Chips");
    assert_eq!(keys(&batch["result_error"]), ["wrong"]);
}

#[tokio::test]
async fn crest_and_the_php_sdk_refresh_an_access_token() {
    for name in ["crest-refresh", "php-refresh"] {
        let renewed = ok(&portal().await, name).await;
        for member in ["access_token", "refresh_token", "member_id", "client_endpoint", "server_endpoint", "domain"] {
            assert!(renewed[member].as_str().is_some_and(|text| !text.is_empty()), "{name}: {member}");
        }
        assert!(renewed["expires"].is_i64(), "{name}");
        assert!(["F", "D", "T", "P", "L", "S"].contains(&renewed["status"].as_str().expect("a status")), "{name}");
        assert_ne!(renewed["access_token"], "ACCESS_TOKEN", "{name}");
    }
}
