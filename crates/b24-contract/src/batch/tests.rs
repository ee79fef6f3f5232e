//! Laws of batches, and what becomes of the documentation's own samples.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Exchange, MASK, RawExchange};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

/// Parameters after the references of a command were replaced.
fn put_in(params: Value, results: &Map<String, Value>) -> Map<String, Value> {
    substitute(&object(params), results).expect("small enough")
}

fn batch(cmd: Value, result: Value) -> Exchange {
    let raw = RawExchange {
        method: "Batch".to_owned(),
        verb: "POST".to_owned(),
        target: "/batch.json".to_owned(),
        credential: "webhook".to_owned(),
        params: json!({ "halt": 0, "CMD": cmd }),
        status: 200,
        body: json!({ "result": result, "time": {} }).to_string().into_bytes(),
        started: 5.0,
        ..RawExchange::default()
    };
    Exchange::new(raw, &[])
}

/// Key, method, status and body of each command.
fn unfolded(cmd: Value, result: Value) -> Vec<(String, String, u16, Value)> {
    let commands = unfold(&batch(cmd, result)).into_iter();
    let part = |Unfolded { key, exchange }| {
        let body = exchange.json().cloned().expect("JSON");
        (key, exchange.method().to_owned(), exchange.status(), body)
    };
    commands.map(part).collect()
}

#[test]
fn commands_come_as_a_list_or_an_object() {
    let command = |method: &str, params: Value| Ok(Command { method: method.to_owned(), params: object(params) });
    let entry = |key: &str, command| Entry { key: key.to_owned(), command };
    assert_eq!(
        commands(&json!(["server.time", "crm.company.get?id=32&"])),
        Some(vec![
            entry("0", command("server.time", json!({}))),
            entry("1", command("crm.company.get", json!({ "id": "32" })))
        ])
    );
    assert_eq!(
        commands(&json!({ "b": "x?a=1?2", "a": ["x"], "c": format!("x?{}=1", "a".to_owned() + &"[a]".repeat(65)) })),
        Some(vec![
            entry("b", command("x", json!({ "a": "1?2" }))),
            entry("a", Err(CommandError::NoText)),
            entry("c", Err(CommandError::Brackets(BracketError::TooDeep))),
        ])
    );
    assert_eq!(commands(&json!([])), Some(Vec::new()));
    assert_eq!((commands(&json!("server.time")), commands(&Value::Null)), (None, None));
}

#[test]
fn references_lead_into_results() {
    let results = object(json!({
        "co": { "ID": "32", "OPEN": true, "SHUT": false, "NOTE": null, "SUM": 1.5, "PHONE": [{ "VALUE": "555" }] },
        "ids": [7, 8],
        "0": { "ID": 9 },
    }));
    let put = |text: &str| put_in(json!({ "x": [{ "y": text }] }), &results)["x"][0]["y"].clone();
    for (text, expected) in [
        ("$result[co][ID]", json!("32")),
        ("$result[co][PHONE][0][VALUE]", json!("555")),
        ("$result[0][ID]", json!("9")),
        ("$result[ids][1]", json!("8")),
        ("$result[co][SUM]", json!("1.5")),
        ("$result[co][OPEN]-$result[co][SHUT]-$result[co][NOTE]", json!("1--")),
        ("a $result[ids][0], $result[ids][1]!", json!("a 7, 8!")),
        ("$result[ids]", json!([7, 8])),
        ("$result[co][PHONE][0]", json!({ "VALUE": "555" })),
        ("all: $result[ids]", json!("all: $result[ids]")),
        ("$result[ids][2]", json!("$result[ids][2]")),
        ("$result[ids][01]", json!("$result[ids][01]")),
        ("$result[ids][]", json!("$result[ids][]")),
        ("$result[no][ID] $result[ids][0]", json!("$result[no][ID] 7")),
        ("$result[co][ID][0]", json!("$result[co][ID][0]")),
        ("$result", json!("$result")),
        ("$result[co", json!("$result[co")),
        ("$$result[ids][0]", json!("$7")),
        ("$resultats[ids]", json!("$resultats[ids]")),
    ] {
        assert_eq!(put(text), expected, "{text}");
    }
}

#[test]
fn references_may_arrive_percent_encoded_and_are_found_after_decoding() {
    let command = Command::parse("crm.contact.list?filter%5B%3EID%5D=%24result%5Bcmd_0%5D%5B0%5D%5BID%5D&start=-1")
        .expect("readable");
    let results = object(json!({ "cmd_0": [{ "ID": "50" }] }));
    assert_eq!(
        substitute(&command.params, &results).map(Value::Object),
        Ok(json!({ "filter": { ">ID": "50" }, "start": "-1" }))
    );
}

#[test]
fn a_result_that_looks_like_a_reference_is_not_one() {
    let results = object(json!({ "a": "$result[b]", "b": "x" }));
    assert_eq!(put_in(json!({ "id": "$result[a]" }), &results)["id"], "$result[b]");
}

#[test]
fn references_put_in_no_more_than_a_request_has() {
    let half = "x".repeat(MAX_INSERTED / 2);
    let results = object(json!({ "text": half, "list": [half], "one": 1 }));
    let put = |text: &str| substitute(&object(json!({ "a": ["$result[one]", text] })), &results).map(drop);
    assert_eq!(put("$result[text]"), Ok(()));
    assert_eq!(put("$result[list]"), Ok(()));
    assert_eq!(put("$result[text]$result[text]"), Err(TooLarge));
    let lists = |count| substitute(&object(json!({ "a": vec!["$result[list]"; count] })), &results).map(drop);
    assert_eq!((lists(1), lists(2)), (Ok(()), Err(TooLarge)));
    let result = json!({ "result": { "text": half, "b": true } });
    let cmd = json!({ "text": "x", "b": "x?a=$result[text]$result[text]$result[text]" });
    let left = &unfold(&batch(cmd, result))[1].exchange;
    assert_eq!(*left.params(), json!({ "a": "$result[text]$result[text]$result[text]" }));
}

#[test]
fn texts_of_broken_references_are_read_once() {
    let results = object(json!({ "a": 1 }));
    for text in ["$result[".repeat(200_000) + "]", "$result[a".repeat(200_000) + &"[a]".repeat(200_000)] {
        assert!(put_in(json!({ "x": text.clone() }), &results)["x"].as_str().is_some_and(|put| put.len() > 1_000_000));
    }
}

#[test]
fn each_command_becomes_the_exchange_that_it_would_have_been() {
    let result = json!({
        "result": { "all": [{ "ID": "1" }], "add": 32 },
        "result_error": { "bad": { "error": "", "error_description": "Access denied." } },
        "result_total": { "all": 1 },
        "result_next": [],
        "result_time": { "all": { "start": 1 }, "add": { "start": 2 } },
    });
    let cmd = json!({
        "all": "crm.company.list", "add": "crm.company.add?fields[TITLE]=$result[all][0][ID]&auth=hidden",
        "bad": "crm.contact.add", "late": "server.time",
    });
    assert_eq!(
        unfolded(cmd.clone(), result.clone()),
        [
            ("all", "crm.company.list", 200, json!({ "result": [{ "ID": "1" }], "total": 1, "time": { "start": 1 } })),
            ("add", "crm.company.add", 200, json!({ "result": 32, "time": { "start": 2 } })),
            ("bad", "crm.contact.add", 400, json!({ "error": "", "error_description": "Access denied." })),
        ]
        .map(|(key, method, status, body)| (key.to_owned(), method.to_owned(), status, body))
    );
    let commands = unfold(&batch(cmd, result));
    assert_eq!(*commands[1].exchange.params(), json!({ "fields": { "TITLE": "1" }, "auth": MASK }));
    assert_eq!((commands[1].exchange.target(), commands[1].exchange.started()), ("/crm.company.add", 5.0));
}

#[test]
fn sections_that_are_lists_are_read_by_number() {
    let result = json!({
        "result": { "1": true }, "result_error": [{ "error": "X", "error_description": "y" }],
        "result_total": [], "result_next": [], "result_time": { "1": {} },
    });
    let keys: Vec<_> =
        unfolded(json!(["a", "b", "c"]), result).into_iter().map(|(key, _, status, _)| (key, status)).collect();
    assert_eq!(keys, [("0".to_owned(), 400), ("1".to_owned(), 200)]);
}

#[test]
fn an_error_takes_the_status_that_the_contract_gives_it() {
    let status = |code: &str, text: &str| {
        let error = json!({ "result_error": [{ "error": code, "error_description": text }] });
        unfolded(json!(["crm.company.contact.items.get"]), error)[0].2
    };
    assert_eq!(status("NO_AUTH_FOUND", "Wrong authorization data"), 401);
    assert_eq!(status("no_auth_found", "In other words"), 401);
    assert_eq!(status("OTHER_CODE", "Wrong authorization data"), 401);
    assert_eq!(status("OTHER_CODE", "In other words"), 400);
}

#[test]
fn only_a_batch_with_sections_unfolds() {
    let one = json!({ "result": [1] });
    assert_eq!(unfold(&batch(json!(["x"]), one.clone())).len(), 1);
    assert_eq!(unfold(&batch(json!("x"), one)), []);
    assert_eq!(unfold(&batch(json!(["x"]), json!([]))), []);
    let other = RawExchange {
        method: "crm.company.get".to_owned(),
        params: json!({ "cmd": ["x"] }),
        body: br#"{"result":{"result":[1]}}"#.to_vec(),
        ..RawExchange::default()
    };
    assert_eq!(unfold(&Exchange::new(other, &[])), []);
}

#[test]
fn pointers_lead_back_into_the_batch() {
    let result = json!({ "result": { "a/b": [1] }, "result_error": { "x": { "error": "" } } });
    let commands = unfold(&batch(json!({ "a/b": "crm.company.list", "x": "crm.company.add" }), result));
    let [done, failed] = &commands[..] else { panic!("{commands:?}") };
    for (pointer, expected) in [
        ("", "/result/result/a~1b"),
        ("/result/0/ID", "/result/result/a~1b/0/ID"),
        ("/total", "/result/result_total/a~1b"),
        ("/next", "/result/result_next/a~1b"),
        ("/time/start", "/result/result_time/a~1b/start"),
    ] {
        assert_eq!(done.pointer_in_batch(pointer), expected);
    }
    assert_eq!(failed.pointer_in_batch(""), "/result/result_error/x");
    let odd = unfold(&batch(json!(["x"]), json!({ "result_error": ["broken"] })));
    assert_eq!(odd[0].pointer_in_batch(""), "/result/result_error/0");
    assert_eq!(failed.pointer_in_batch("/error_description"), "/result/result_error/x/error_description");
}

/// Parameters as a query gives them: texts, in lists and objects that PHP keeps apart.
fn params() -> impl Strategy<Value = Map<String, Value>> {
    let text = any::<String>().prop_map(Value::String);
    let value = text.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Value::Array),
            prop::collection::vec(("[A-Z>=@]{1,4}", inner), 1..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    prop::collection::vec(("[a-zA-Z_]{1,6}", value), 0..5).prop_map(|members| members.into_iter().collect())
}

/// Writes a command as a client does.
fn written(method: &str, params: &Map<String, Value>) -> String {
    fn pairs(name: &str, value: &Value, query: &mut Vec<String>) {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, member)| pairs(&format!("{name}[{key}]"), member, query))
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| pairs(&format!("{name}[{at}]"), item, query))
            }
            value => query.push(format!("{}={}", encoded(name), encoded(value.as_str().expect("text")))),
        }
    }
    let mut query = Vec::new();
    params.iter().for_each(|(name, value)| pairs(name, value, &mut query));
    format!("{method}?{}", query.join("&"))
}

/// Keys of a section, among them the numbers from 0 in order.
fn keys() -> impl Strategy<Value = Vec<String>> {
    let all = ["0", "1", "2", "3", "a", "00", "-1"].map(str::to_owned).to_vec();
    prop_oneof![
        prop::sample::subsequence(all.clone(), 0..=6).prop_shuffle(),
        (0..4_usize).prop_map(move |length| all[..length].to_vec()),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read(method in "[a-z.]{1,9}", params in params()) {
        let command = Command::parse(&written(&method, &params)).expect("not too deep");
        prop_assert_eq!(command, Command { method, params });
    }

    #[test]
    fn references_that_lead_nowhere_change_nothing(params in params(), text in r"(\$result|\[a\]|\[0\]|\]|\[|x| ){0,9}") {
        let params = Map::from_iter([("text".to_owned(), json!(text)), ("params".to_owned(), Value::Object(params))]);
        prop_assert_eq!(substitute(&params, &Map::new()), Ok(params));
    }

    #[test]
    fn a_section_keeps_its_entries_and_their_order(keys in keys()) {
        let members: Vec<_> = keys.into_iter().enumerate().map(|(at, key)| (key, json!(at))).collect();
        let section = section(members.clone());
        let read = entries(&section).expect("a list or an object");
        prop_assert_eq!(read.into_iter().map(|(key, value)| (key, value.clone())).collect::<Vec<_>>(), members.clone());
        let is_list = members.iter().enumerate().all(|(at, (key, _))| *key == at.to_string());
        prop_assert_eq!(section.is_array(), is_list);
        for (key, value) in &members {
            prop_assert_eq!(super::section::entry(&section, key), Some(value));
        }
    }
}
