//! Veiled exchanges keep names and types and no value but those that are shown.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{Encoding, RawExchange};

fn exchange(method: &str, target: &str, params: Value, status: u16, body: &str) -> Exchange {
    let raw = RawExchange {
        method: method.to_owned(),
        verb: "POST".to_owned(),
        target: target.to_owned(),
        encoding: Encoding::Form,
        params,
        raw_body: Some("name=Ada".to_owned()),
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.as_bytes().to_vec(),
        ..RawExchange::default()
    };
    Exchange::new(raw, &[])
}

#[test]
fn keys_and_types_stay_and_what_is_shown() {
    let body = json!({ "result": [{ "ID": "32", "TITLE": "Ada & Co", "SORT": 10, "RATE": 1.5, "OPENED": true, "NOTE": null,
                                    "EMPTY": "" }], "total": 1, "time": { "start": 1.5, "date_start": "2024" } });
    let params = json!({ "filter": { "TITLE": "Ada" }, "start": 50, "select": ["ID"] });
    let list = exchange("crm.company.list", "/crm.company.list.json?start=50&x[0]=&y", params, 200, &body.to_string());
    let veiled = list.veiled(&["/result/0/SORT", "/result/0", "/result/7"]);
    assert_eq!(veiled.target(), "/crm.company.list.json?start=***&x[0]=&y");
    assert_eq!(veiled.params(), &json!({ "filter": { "TITLE": "***" }, "start": 0, "select": ["***"] }));
    assert_eq!(veiled.raw_body(), Some("***"));
    assert_eq!(
        veiled.json(),
        Some(
            &json!({ "result": [{ "ID": "***", "TITLE": "***", "SORT": 10, "RATE": 0.0, "OPENED": false, "NOTE": null,
                                   "EMPTY": "" }], "total": 0, "time": { "start": 1.5, "date_start": "2024" } })
        )
    );
    assert!(veiled.is_veiled() && !list.is_veiled());
}

#[test]
fn errors_keep_their_code_and_the_words_of_the_contract_only() {
    let said = json!({ "error": "", "error_description": "Not found." });
    let of = |body: &Value| exchange("crm.company.get", "/crm.company.get", json!({}), 400, &body.to_string());
    assert_eq!(of(&said).veiled(&[]).json(), Some(&said));
    let told = json!({ "error": "ERROR_CORE", "error_description": "Ada Lovelace is not reachable" });
    assert_eq!(of(&told).veiled(&[]).json(), Some(&json!({ "error": "ERROR_CORE", "error_description": "***" })));
    assert_eq!(of(&told).veiled(&["/error_description"]).json(), Some(&told));
}

#[test]
fn commands_of_a_batch_keep_method_and_names() {
    let params = json!({ "halt": 1, "CMD": { "a": "crm.company.get?id=32&x", "b": 5 } });
    let body = json!({ "result": { "result": { "a": { "TITLE": "Ada" } },
                                   "result_error": { "b/c": { "error": "E", "error_description": "Ada" } } } });
    let veiled = exchange("Batch", "/batch", params, 200, &body.to_string()).veiled(&[]);
    assert_eq!(veiled.params(), &json!({ "halt": 0, "CMD": { "a": "crm.company.get?id=***&x", "b": 0 } }));
    assert_eq!(
        veiled.json(),
        Some(&json!({ "result": { "result": { "a": { "TITLE": "***" } },
                                  "result_error": { "b/c": { "error": "E", "error_description": "***" } } } }))
    );
}

#[test]
fn an_answer_that_is_no_json_is_not_shown() {
    let page = exchange("crm.company.get", "/crm.company.get", json!({}), 502, "<p>Ada</p>").veiled(&[""]);
    assert_eq!(page.body(), &AnswerBody::Text("***".to_owned()));
}

#[test]
fn a_veiled_exchange_says_so_when_it_is_read_again() {
    let veiled = exchange("crm.company.get", "/x", json!({}), 200, "{}").veiled(&[]);
    let written = serde_json::to_string(&veiled).expect("it can be written");
    let read: Exchange = serde_json::from_str(&written).expect("it can be read");
    assert!(read.is_veiled());
    assert_eq!(read, veiled);
}

proptest! {
    #[test]
    fn no_value_is_left(word in "[a-z]{8}", number in 1_000_000_i64..) {
        let value = json!({ "a": [word, { "b": word, "c": number }], "d": number });
        let veiled = exchange("crm.company.get", &format!("/m?a={word}"), value.clone(), 200, &value.to_string()).veiled(&["", "/a"]);
        let text = serde_json::to_string(&veiled).expect("it can be written");
        prop_assert!(!text.contains(&word) && !text.contains(&number.to_string()), "{}", text);
    }
}
